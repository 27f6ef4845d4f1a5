// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Unjudged new: operator new and delete as the library's objects call them
// (cmake/InterleaveIsolate.cmake renames them). What one task's identity made
// and another's gives back would else be a race of the program's; where
// executions have processes of their own, what the library knows is to be
// shared by them (base/arena.h); and where ThreadSanitizer's heap tells of
// uses of what was given back, the library must not take that at once. What is
// made in a task then has an arena of its own, and is the library's to give
// back: nothing of it goes to the program (explore/explore.cc). Not a part of
// the isolated object, where the plain names would be these again.

#include <cstddef>
#include <new>

#include "interleave/base/arena.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/task.h"
#include "interleave/runtime/task_heap.h"

namespace interleave::internal {
extern const bool serves_tasks;  // intercept/allocation.cc
}  // namespace interleave::internal

namespace {

using interleave::Arena;

// Of what the library makes in tasks, with ThreadSanitizer's runtime; mapped at
// the first of it, and null once the system refused.
constinit Arena* g_of_tasks = nullptr;
constinit bool g_refused = false;

// A thread outside of control may give back what a task made.
class Alone {
 public:
  Alone() {
    while (__atomic_test_and_set(&taken_, __ATOMIC_ACQUIRE)) {
    }
  }
  ~Alone() { __atomic_clear(&taken_, __ATOMIC_RELEASE); }
  Alone(const Alone&) = delete;
  Alone& operator=(const Alone&) = delete;

 private:
  static constinit bool taken_;
};
constinit bool Alone::taken_ = false;

// Null: the C++ heap is to be asked.
void* AllocateInTask(size_t bytes) {
  if (interleave::internal::current_task == nullptr) return nullptr;
  if (!interleave::IsJudgedByTsan()) return nullptr;
  if (interleave::OutsideArena::is_open() || g_refused) return nullptr;
  const Alone alone;
  if (g_of_tasks == nullptr) {
    g_of_tasks = Arena::MapPrivate();
    g_refused = g_of_tasks == nullptr;
    if (g_refused) return nullptr;
  }
  return g_of_tasks->Allocate(bytes);
}

// True when it was given back to an arena.
bool FreeInArena(void* memory) {
  if (__builtin_expect(g_of_tasks != nullptr, false) &&
      g_of_tasks->Contains(memory)) {
    const Alone alone;
    g_of_tasks->Free(memory);
    return true;
  }
  Arena* const arena = Arena::Shared();
  if (__builtin_expect(arena == nullptr, true)) return false;
  if (!arena->Contains(memory)) return false;
  arena->Free(memory);
  return true;
}

// So that the file is part of every program.
[[gnu::used]] const bool& g_serves_tasks = interleave::internal::serves_tasks;

// The library's memory is none of its task's.
class ForLibrary {
 public:
  ForLibrary()
      : in_task_(interleave::internal::current_task != nullptr),
        before_(interleave::internal::library_allocates) {
    if (in_task_) interleave::internal::library_allocates = true;
  }
  ~ForLibrary() {
    if (in_task_) interleave::internal::library_allocates = before_;
  }
  ForLibrary(const ForLibrary&) = delete;
  ForLibrary& operator=(const ForLibrary&) = delete;

 private:
  const bool in_task_;
  const bool before_;
  const interleave::Unjudged unjudged_;
};

bool IsShared() { return __builtin_expect(Arena::in_use() != nullptr, false); }

}  // namespace

extern "C" {

void* interleave_new(size_t bytes) {
  if (IsShared()) {
    if (void* const memory = Arena::in_use()->Allocate(bytes)) return memory;
    throw std::bad_alloc();
  }
  if (void* const memory = AllocateInTask(bytes)) return memory;
  const ForLibrary library;
  return ::operator new(bytes);
}

void* interleave_new_nothrow(size_t bytes, const std::nothrow_t& nothrow) {
  if (IsShared()) return Arena::in_use()->Allocate(bytes);
  if (void* const memory = AllocateInTask(bytes)) return memory;
  const ForLibrary library;
  return ::operator new(bytes, nothrow);
}

void* interleave_new_array(size_t bytes) {
  if (IsShared()) return interleave_new(bytes);
  if (void* const memory = AllocateInTask(bytes)) return memory;
  const ForLibrary library;
  return ::operator new[](bytes);
}

void interleave_delete(void* memory) {
  if (FreeInArena(memory)) return;
  const interleave::Unjudged unjudged;
  ::operator delete(memory);
}

void interleave_delete_array(void* memory) {
  if (FreeInArena(memory)) return;
  const interleave::Unjudged unjudged;
  ::operator delete[](memory);
}

void interleave_delete_sized(void* memory, size_t) {
  interleave_delete(memory);
}

}  // extern "C"
