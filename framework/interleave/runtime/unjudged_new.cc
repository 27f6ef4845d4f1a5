// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Unjudged new: operator new and delete as the library's objects call them
// (cmake/InterleaveIsolate.cmake renames them). What one task's identity made
// and another's gives back would else be a race of the program's. Not a part of
// the isolated object, where the plain names would be these again.

#include <cstddef>
#include <new>

#include "interleave/runtime/happens_before.h"

extern "C" {

void* interleave_new(size_t bytes) {
  const interleave::Unjudged unjudged;
  return ::operator new(bytes);
}

void* interleave_new_nothrow(size_t bytes, const std::nothrow_t& nothrow) {
  const interleave::Unjudged unjudged;
  return ::operator new(bytes, nothrow);
}

void* interleave_new_array(size_t bytes) {
  const interleave::Unjudged unjudged;
  return ::operator new[](bytes);
}

void interleave_delete(void* memory) {
  const interleave::Unjudged unjudged;
  ::operator delete(memory);
}

void interleave_delete_array(void* memory) {
  const interleave::Unjudged unjudged;
  ::operator delete[](memory);
}

void interleave_delete_sized(void* memory, size_t) {
  interleave_delete(memory);
}

}  // extern "C"
