// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Starting, joining, detaching and leaving tasks. Results are errno values.

#ifndef INTERLEAVE_RUNTIME_JOIN_H_
#define INTERLEAVE_RUNTIME_JOIN_H_

#include <pthread.h>

#include "interleave/runtime/execution.h"

namespace interleave {

Task& CreateTask(Task& self, void* (*start)(void*), void* argument,
                 bool detached, const void* site);
// Joining oneself (EDEADLK), twice or a detached task (EINVAL) is the finding
// `misuse`; a handle that is no task of this execution gives ESRCH.
int JoinTask(Task& self, pthread_t handle, void** result, const void* site,
             VirtualTime deadline = kNoDeadline);
int DetachTask(Task& self, pthread_t handle, const void* site);
// Unwinds the calling task's stack, running destructors, then ends it.
[[noreturn]] void ExitTask(Task& self, void* result);

// Lets others go first. Sleeps until `deadline` when it isn't kNoDeadline.
void YieldTask(Task& self, const void* site,
               VirtualTime deadline = kNoDeadline);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_JOIN_H_
