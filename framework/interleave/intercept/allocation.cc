// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: allocation. What a task allocates lies in TaskHeap, at the same
// address in every execution; all else is the C library's, or a sanitizer's.
//
// Weak, so that a program may bring its own, or a sanitizer its: then tasks
// have no heap of ours. All are here, so that no other library's may come in
// between. Not a part of the isolated object, in which what is weak is local.

#include <dlfcn.h>
#include <malloc.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/task_heap.h"

extern "C" {

void* __libc_malloc(size_t bytes);
void* __libc_calloc(size_t count, size_t bytes);
void* __libc_realloc(void* memory, size_t bytes);
void* __libc_memalign(size_t alignment, size_t bytes);
void __libc_free(void* memory);

// A sanitizer's runtime that is a shared library.
[[gnu::weak]] void* __interceptor_malloc(size_t bytes);
[[gnu::weak]] void* __interceptor_calloc(size_t count, size_t bytes);
[[gnu::weak]] void* __interceptor_realloc(void* memory, size_t bytes);
[[gnu::weak]] void* __interceptor_memalign(size_t alignment, size_t bytes);
[[gnu::weak]] void __interceptor_free(void* memory);
[[gnu::weak]] size_t __interceptor_malloc_usable_size(void* memory);

}  // extern "C"

namespace interleave::internal {
namespace {

constexpr size_t kAlignment = 16;

void* RealMalloc(size_t bytes) {
  return __interceptor_malloc != nullptr ? __interceptor_malloc(bytes)
                                         : __libc_malloc(bytes);
}
void* RealCalloc(size_t count, size_t bytes) {
  return __interceptor_calloc != nullptr ? __interceptor_calloc(count, bytes)
                                         : __libc_calloc(count, bytes);
}
void* RealRealloc(void* memory, size_t bytes) {
  return __interceptor_realloc != nullptr ? __interceptor_realloc(memory, bytes)
                                          : __libc_realloc(memory, bytes);
}
void* RealAligned(size_t alignment, size_t bytes) {
  return __interceptor_memalign != nullptr
             ? __interceptor_memalign(alignment, bytes)
             : __libc_memalign(alignment, bytes);
}
void RealFree(void* memory) {
  __interceptor_free != nullptr ? __interceptor_free(memory)
                                : __libc_free(memory);
}

// What is new where a task had other memory before is another location.
void* Tell(void* memory, size_t bytes) {
  if (Task* const self = CurrentTask(); self != nullptr && memory != nullptr) {
    self->execution->ForgetMemory(memory, bytes);
  }
  return memory;
}

void* Allocate(size_t bytes, size_t alignment) {
  if (Task* const self = CurrentTask()) {
    void* const memory = AllocateForTask(*self, bytes, alignment, false);
    if (memory != nullptr) return memory;
  }
  return Tell(alignment <= kAlignment ? RealMalloc(bytes)
                                      : RealAligned(alignment, bytes),
              bytes);
}

// To a block of its own; both may be of either heap.
void* Move(void* memory, size_t bytes, const void* site) {
  const size_t before = TaskHeap::Contains(memory) ? BytesOfTasksMemory(memory)
                                                   : malloc_usable_size(memory);
  void* const moved = Allocate(bytes, kAlignment);
  if (moved == nullptr) return nullptr;
  const auto* const from = static_cast<const char*>(memory);
  auto* const to = static_cast<char*>(moved);
  const size_t kept = before < bytes ? before : bytes;
  // Not memcpy, which may be a hook.
  for (size_t i = 0; i < kept; ++i) to[i] = from[i];
  if (TaskHeap::Contains(memory)) {
    FreeTasksMemory(memory, site);
  } else {
    RealFree(memory);
  }
  return moved;
}

bool IsPowerOfTwo(size_t value) {
  return value != 0 && (value & (value - 1)) == 0;
}

size_t PageBytes() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

}  // namespace

// What the library refers to, so that this file is part of the program.
extern const bool serves_tasks;

}  // namespace interleave::internal

using interleave::CurrentTask;
using interleave::Task;
using interleave::TaskHeap;
using interleave::internal::Allocate;
using interleave::internal::kAlignment;
using interleave::internal::PageBytes;

extern "C" {

void* interleave_malloc(size_t bytes) noexcept {
  return Allocate(bytes, kAlignment);
}
[[gnu::weak]] void* malloc(size_t bytes) noexcept
    __attribute__((alias("interleave_malloc")));

[[gnu::weak]] void* calloc(size_t count, size_t bytes) noexcept {
  size_t all = 0;
  if (__builtin_mul_overflow(count, bytes, &all)) {
    errno = ENOMEM;
    return nullptr;
  }
  if (Task* const self = CurrentTask()) {
    void* const memory =
        interleave::internal::AllocateForTask(*self, all, kAlignment, true);
    if (memory != nullptr) return memory;
  }
  return interleave::internal::Tell(
      interleave::internal::RealCalloc(count, bytes), all);
}

// What is kept of the old memory stays known only where it stays.
[[gnu::weak]] void* realloc(void* memory, size_t bytes) noexcept {
  if (memory == nullptr) return Allocate(bytes, kAlignment);
  if (!TaskHeap::Contains(memory)) {
    void* const moved = interleave::internal::RealRealloc(memory, bytes);
    return moved == memory ? moved : interleave::internal::Tell(moved, bytes);
  }
  if (bytes == 0) {
    interleave::internal::FreeTasksMemory(memory, INTERLEAVE_CALLER());
    return nullptr;
  }
  // With checks it always moves, so that who kept the old address is found.
  const size_t has = interleave::internal::BytesOfTasksMemory(memory);
  const bool stays = bytes <= has && bytes > has / 2;
  if (stays && !TaskHeap::OfProcess().checks()) return memory;
  return interleave::internal::Move(memory, bytes, INTERLEAVE_CALLER());
}

[[gnu::weak]] void* memalign(size_t alignment, size_t bytes) noexcept {
  size_t power = kAlignment;
  while (power < alignment) power *= 2;
  return Allocate(bytes, power);
}

[[gnu::weak]] void* aligned_alloc(size_t alignment, size_t bytes) noexcept {
  if (!interleave::internal::IsPowerOfTwo(alignment)) {
    errno = EINVAL;
    return nullptr;
  }
  return Allocate(bytes, alignment);
}

[[gnu::weak]] int posix_memalign(void** memory, size_t alignment,
                                 size_t bytes) noexcept {
  if (!interleave::internal::IsPowerOfTwo(alignment) ||
      alignment % sizeof(void*) != 0) {
    return EINVAL;
  }
  void* const made = Allocate(bytes, alignment);
  if (made == nullptr) return ENOMEM;
  *memory = made;
  return 0;
}

[[gnu::weak]] void* valloc(size_t bytes) noexcept {
  return Allocate(bytes, PageBytes());
}

[[gnu::weak]] void* pvalloc(size_t bytes) noexcept {
  const size_t page = PageBytes();
  return Allocate((bytes + page - 1) / page * page, page);
}

[[gnu::weak]] size_t malloc_usable_size(void* memory) noexcept {
  if (memory == nullptr) return 0;
  if (TaskHeap::Contains(memory)) {
    return interleave::internal::BytesOfTasksMemory(memory);
  }
  if (__interceptor_malloc_usable_size != nullptr) {
    return __interceptor_malloc_usable_size(memory);
  }
  static const auto real = reinterpret_cast<size_t (*)(void*)>(
      dlsym(RTLD_NEXT, "malloc_usable_size"));
  return real == nullptr ? 0 : real(memory);
}

[[gnu::weak]] void free(void* memory) noexcept {
  if (__builtin_expect(TaskHeap::Contains(memory), false)) {
    return interleave::internal::FreeTasksMemory(memory, INTERLEAVE_CALLER());
  }
  interleave::internal::RealFree(memory);
}

}  // extern "C"

namespace interleave::internal {

// Before main: whether the program's allocation is the one above.
const bool serves_tasks = [] {
  void* (*const taken)(size_t) = &malloc;
  const bool serves =
      taken == &interleave_malloc && __interceptor_malloc == nullptr;
  if (serves) TaskHeap::OfProcess().Serve();
  return serves;
}();

}  // namespace interleave::internal
