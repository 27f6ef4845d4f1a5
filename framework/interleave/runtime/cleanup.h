// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Leaving a task from inside: pthread_exit, with the cleanup handlers that were
// pushed and not popped.
//
// Code with exceptions (C++, or C by -fexceptions) has its handlers in the
// frames, which the unwinder runs. Other C code jumps back to where it pushed
// one and asks to go on from there: `__pthread_register_cancel` keeps where to,
// innermost first. Programs built long ago have the C library call a function
// for a buffer of theirs. All three run in the order of the frames that they
// stand in. Thread safety: none; each is called by the running task.

#ifndef INTERLEAVE_RUNTIME_CLEANUP_H_
#define INTERLEAVE_RUNTIME_CLEANUP_H_

#include <pthread.h>

#include "interleave/runtime/task.h"

namespace interleave {

// glibc's, whose layout is that of every binary.
struct CleanupCall {
  void (*routine)(void*);
  void* argument;
  int cancel_type;
  CleanupCall* previous;
};

// A place to jump to, and a call; both lie in the frame that pushes them.
void PushCleanupJump(Task& self, __pthread_unwind_buf_t* buffer);
// Pops all that were pushed since, too.
void PopCleanupJump(Task& self, const __pthread_unwind_buf_t* buffer);
void PushCleanupCall(Task& self, CleanupCall* call, void (*routine)(void*),
                     void* argument);
// ... and calls it, if it is to be executed.
void PopCleanupCall(Task& self, const CleanupCall& call, bool execute);

// Unwinds the calling task's stack, running destructors and cleanup handlers,
// then ends it. A catch block that ends without throwing it on is the finding
// `misuse`, and ends the execution.
[[noreturn]] void ExitTask(Task& self, void* result);
// Goes on with that after the handler of `buffer`.
[[noreturn]] void GoOnExiting(Task& self, const __pthread_unwind_buf_t* buffer);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_CLEANUP_H_
