// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Unjudged new: operator new and delete as the library's objects call them
// (cmake/InterleaveIsolate.cmake renames them). What one task's identity made
// and another's gives back would else be a race of the program's; and where
// executions have processes of their own, what the library knows is to be
// shared by them (base/shared_arena.h). Not a part of the isolated object,
// where the plain names would be these again.

#include <cstddef>
#include <new>

#include "interleave/base/shared_arena.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/task.h"
#include "interleave/runtime/task_heap.h"

namespace interleave::internal {
extern const bool serves_tasks;  // intercept/allocation.cc
}  // namespace interleave::internal

namespace {

using interleave::SharedArena;

void* AllocateShared(size_t bytes) {
  return SharedArena::in_use()->Allocate(bytes);
}

// True when it was given back to the arena.
bool FreeShared(void* memory) {
  SharedArena* const arena = SharedArena::OfProcess();
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

bool IsShared() {
  return __builtin_expect(SharedArena::in_use() != nullptr, false);
}

}  // namespace

extern "C" {

void* interleave_new(size_t bytes) {
  if (IsShared()) {
    if (void* const memory = AllocateShared(bytes)) return memory;
    throw std::bad_alloc();
  }
  const ForLibrary library;
  return ::operator new(bytes);
}

void* interleave_new_nothrow(size_t bytes, const std::nothrow_t& nothrow) {
  if (IsShared()) return AllocateShared(bytes);
  const ForLibrary library;
  return ::operator new(bytes, nothrow);
}

void* interleave_new_array(size_t bytes) {
  if (IsShared()) return interleave_new(bytes);
  const ForLibrary library;
  return ::operator new[](bytes);
}

void interleave_delete(void* memory) {
  if (FreeShared(memory)) return;
  const interleave::Unjudged unjudged;
  ::operator delete(memory);
}

void interleave_delete_array(void* memory) {
  if (FreeShared(memory)) return;
  const interleave::Unjudged unjudged;
  ::operator delete[](memory);
}

void interleave_delete_sized(void* memory, size_t) {
  interleave_delete(memory);
}

}  // extern "C"
