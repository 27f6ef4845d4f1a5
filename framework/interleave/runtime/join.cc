// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/join.h"

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/execution_steps.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

int Misuse(Task& self, std::string message, int error) {
  self.execution->AddFinding(self, FindingKind::kMisuse, std::move(message));
  return error;
}

}  // namespace

int internal::MisusedJoin(Task& self, const Task& target) {
  return Misuse(self,
                absl::StrCat(self.name, " joins ", target.name,
                             target.joined ? ", which was joined already"
                                           : ", which is detached"),
                EINVAL);
}

int internal::CannotJoin(Task& self, const Task* target, const void* site) {
  if (target == nullptr) return ESRCH;
  if (target == &self) {
    return Misuse(self, absl::StrCat(self.name, " joins itself"), EDEADLK);
  }
  // Whoever joined it might have come later than this one.
  if (target->finished) {
    self.execution->Point(self, {OperationKind::kJoin, target->id, site});
  }
  return MisusedJoin(self, *target);
}

int DetachTask(Task& self, pthread_t handle, const void* site) {
  Execution& execution = *self.execution;
  Task* target = execution.FindTask(handle);
  if (target == nullptr) return ESRCH;
  execution.Point(self, {OperationKind::kDetach, target->id, site});
  if (target->joined || target->detached) {
    return Misuse(self,
                  absl::StrCat(self.name, " detaches ", target->name,
                               ", which was joined or detached already"),
                  EINVAL);
  }
  execution.MarkDetached(*target);
  return 0;
}

bool YieldTask(Task& self, const void* site, VirtualTime deadline) {
  Execution& execution = *self.execution;
  if (deadline == kNoDeadline) {
    execution.ComeToYield(self, site);
    execution.PointInline(self, {OperationKind::kYield, kNoObject, site});
    execution.LeaveYield(self);
    return true;
  }
  TaskList nobody_wakes_it;
  self.interruptible = true;
  execution.WaitInQueue(self, {OperationKind::kSleep, kNoObject, site},
                        nobody_wakes_it, deadline);
  if (!std::exchange(self.interrupted, false)) return true;
  if (execution.now() >= deadline) return true;
  execution.DeliverSignals(self);
  return false;
}

}  // namespace interleave
