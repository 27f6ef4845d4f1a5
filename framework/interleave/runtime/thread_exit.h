// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What happens at a thread's end besides its end: destructors of thread_local
// variables and of pthread keys, run inside the execution; and what other
// libraries keep for each thread, put right after a task was abandoned.

#ifndef INTERLEAVE_RUNTIME_THREAD_EXIT_H_
#define INTERLEAVE_RUNTIME_THREAD_EXIT_H_

#include <pthread.h>

#include <atomic>

#include "interleave/runtime/task.h"

namespace interleave {

namespace internal {
// All keys are below.
extern constinit std::atomic<unsigned> keys_end;
void RunThreadExitCalls(Task& self);
}  // namespace internal

// Remembers a key and its destructor. Thread safety: any thread may call.
void RememberKey(pthread_key_t key, void (*destructor)(void*));
void ForgetKey(pthread_key_t key);

// Runs the destructors of the running task's thread_local variables, last
// constructed first, then those of its keys, as a thread's end would.
inline void RunThreadExit(Task& self) {
  if (self.exit_calls.empty() &&
      internal::keys_end.load(std::memory_order_relaxed) == 0) {
    return;
  }
  internal::RunThreadExitCalls(self);
}

// ... of thread_local variables alone, as exit does in the thread that calls
// it.
void RunThreadLocalDestructors(Task& self);

// Clears the calling identity's keys and C++ exception state, running nothing.
void ForgetThreadState();

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_THREAD_EXIT_H_
