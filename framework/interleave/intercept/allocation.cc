// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: allocation, of instrumented programs without ThreadSanitizer's
// runtime, which tells of it elsewhere.
//
// Memory that one task gives back and another is given has nothing to do with
// what was done there before. Without that knowledge the two would be taken to
// race, and where they do so depends on addresses.
// All is the C library's. Weak, so that a program may bring its own; all of
// them are here, so that no other library's may come in between.

#include <malloc.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>

#include "interleave/runtime/execution.h"

extern "C" {

void* __libc_malloc(size_t bytes);
void* __libc_calloc(size_t count, size_t bytes);
void* __libc_realloc(void* memory, size_t bytes);
void* __libc_memalign(size_t alignment, size_t bytes);
void __libc_free(void* memory);

}  // extern "C"

namespace interleave::internal {
namespace {

void* Tell(void* memory, size_t bytes) {
  if (Task* const self = CurrentTask(); self != nullptr && memory != nullptr) {
    self->execution->ForgetMemory(memory, bytes);
  }
  return memory;
}

size_t PageBytes() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

}  // namespace

// What tsan_hooks.cc refers to, so that this file is part of the program.
extern const bool tells_allocations;
constinit const bool tells_allocations = true;

}  // namespace interleave::internal

using interleave::internal::PageBytes;
using interleave::internal::Tell;

extern "C" {

[[gnu::weak]] void* malloc(size_t bytes) noexcept {
  return Tell(__libc_malloc(bytes), bytes);
}

[[gnu::weak]] void* calloc(size_t count, size_t bytes) noexcept {
  return Tell(__libc_calloc(count, bytes), count * bytes);
}

// What is kept of the old memory stays known only where it stays.
[[gnu::weak]] void* realloc(void* memory, size_t bytes) noexcept {
  void* const moved = __libc_realloc(memory, bytes);
  return moved == memory ? moved : Tell(moved, bytes);
}

[[gnu::weak]] void* memalign(size_t alignment, size_t bytes) noexcept {
  return Tell(__libc_memalign(alignment, bytes), bytes);
}

[[gnu::weak]] void* aligned_alloc(size_t alignment, size_t bytes) noexcept {
  return Tell(__libc_memalign(alignment, bytes), bytes);
}

[[gnu::weak]] int posix_memalign(void** memory, size_t alignment,
                                 size_t bytes) noexcept {
  const bool is_power = (alignment & (alignment - 1)) == 0;
  if (alignment == 0 || !is_power || alignment % sizeof(void*) != 0) {
    return EINVAL;
  }
  void* const made = Tell(__libc_memalign(alignment, bytes), bytes);
  if (made == nullptr) return ENOMEM;
  *memory = made;
  return 0;
}

[[gnu::weak]] void* valloc(size_t bytes) noexcept {
  return Tell(__libc_memalign(PageBytes(), bytes), bytes);
}

[[gnu::weak]] void* pvalloc(size_t bytes) noexcept {
  const size_t page = PageBytes();
  const size_t whole = (bytes + page - 1) / page * page;
  return Tell(__libc_memalign(page, whole), whole);
}

[[gnu::weak]] void free(void* memory) noexcept { __libc_free(memory); }

}  // extern "C"
