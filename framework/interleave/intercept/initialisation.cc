// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Function-local statics of instrumented code that are initialised, which
// happens in one execution of a process alone. The linker's --wrap puts us
// before the C++ runtime's function. A part of both libraries of hooks.

#include "interleave/runtime/execution.h"

namespace interleave::internal {

// What tsan_hooks.cc refers to, so that this file is part of the program.
extern const bool tells_initialisations;
constinit const bool tells_initialisations = true;

}  // namespace interleave::internal

extern "C" {

void __real___cxa_guard_release(void* guard);

void __wrap___cxa_guard_release(void* guard) {
  __real___cxa_guard_release(guard);
  interleave::Task* const self = interleave::internal::current_task;
  if (self == nullptr || self->execution->in_scheduler()) return;
  self->execution->NoteInitialised(guard);
}

}  // extern "C"
