// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Starting, joining and detaching tasks. Results are errno values.

#ifndef INTERLEAVE_RUNTIME_JOIN_H_
#define INTERLEAVE_RUNTIME_JOIN_H_

#include <pthread.h>

#include <cerrno>

#include "interleave/runtime/execution_steps.h"
#include "interleave/runtime/happens_before.h"

namespace interleave {

namespace internal {
// `target` (none: null) cannot be joined, or not by `self`.
[[gnu::cold]] int CannotJoin(Task& self, const Task* target, const void* site);
// ... `target`, since it was joined already or is detached.
[[gnu::cold]] int MisusedJoin(Task& self, const Task& target);
}  // namespace internal

[[gnu::always_inline]] inline Task& CreateTask(Task& self,
                                               void* (*start)(void*),
                                               void* argument, bool detached,
                                               const void* site) {
  Execution& execution = *self.execution;
  execution.PointInline(self,
                        {OperationKind::kCreate,
                         static_cast<ObjectId>(execution.task_count()), site});
  Task& task = execution.NewTask(start, argument, detached);
  task.created_at = site;
  task.signals_blocked = self.signals_blocked;
  AnnounceCreation(self, task);
  return task;
}

// Joining oneself (EDEADLK), twice or a detached task (EINVAL) is the finding
// `misuse`; a handle that is no task of this execution gives ESRCH.
[[gnu::always_inline]] inline int JoinTask(Task& self, pthread_t handle,
                                           void** result, const void* site,
                                           VirtualTime deadline = kNoDeadline) {
  Execution& execution = *self.execution;
  Task* target = execution.FindTask(handle);
  if (target == nullptr || target == &self || target->joined ||
      target->detached) {
    return internal::CannotJoin(self, target, site);
  }
  if (!execution.PassGateInline(self, {OperationKind::kJoin, target->id, site},
                                target->end, deadline)) {
    return ETIMEDOUT;
  }
  // Another task may have been first while this one waited.
  if (target->joined || target->detached) {
    return internal::MisusedJoin(self, *target);
  }
  AnnounceJoin(self, *target);
  if (result != nullptr) *result = target->result;
  execution.MarkJoined(*target);
  return 0;
}

int DetachTask(Task& self, pthread_t handle, const void* site);

// Lets others go first. Sleeps until `deadline` when it isn't kNoDeadline.
// False: a signal ended that sleep.
bool YieldTask(Task& self, const void* site,
               VirtualTime deadline = kNoDeadline);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_JOIN_H_
