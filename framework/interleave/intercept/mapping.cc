// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Pages that a task maps: what was done there before, when other pages had
// that address, is over. Of instrumented code; the linker's --wrap puts us
// before the C library's functions, or ThreadSanitizer's. A part of both
// libraries of hooks.

#include <sys/mman.h>
#include <sys/types.h>

#include <cstddef>

#include "interleave/runtime/execution.h"

extern "C" {

void* __real_mmap(void* address, size_t bytes, int protection, int flags,
                  int file, off_t offset);
void* __real_mmap64(void* address, size_t bytes, int protection, int flags,
                    int file, off64_t offset);

}  // extern "C"

namespace interleave::internal {

// What tsan_hooks.cc refers to, so that this file is part of the program.
extern const bool tells_mappings;
constinit const bool tells_mappings = true;

}  // namespace interleave::internal

namespace {

using interleave::Task;

void* Tell(void* pages, size_t bytes) {
  Task* const self = interleave::internal::current_task;
  if (self != nullptr && pages != MAP_FAILED) {
    self->execution->ForgetMemory(pages, bytes);
  }
  return pages;
}

}  // namespace

extern "C" {

void* __wrap_mmap(void* address, size_t bytes, int protection, int flags,
                  int file, off_t offset) {
  return Tell(__real_mmap(address, bytes, protection, flags, file, offset),
              bytes);
}

void* __wrap_mmap64(void* address, size_t bytes, int protection, int flags,
                    int file, off64_t offset) {
  return Tell(__real_mmap64(address, bytes, protection, flags, file, offset),
              bytes);
}

}  // extern "C"
