// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/condition.h"

#include <cerrno>

#include "absl/strings/str_cat.h"

namespace interleave {
namespace {

// The mutex that a waiter was bound to is found by what it does next.
void Wake(Execution& execution, Task& waiter) {
  Object& mutex = execution.objects().at(waiter.rejoins);
  execution.Release(waiter, waiter.rejoins_mode == LockMode::kShared
                                ? &mutex.read_gate
                                : &mutex.gate);
}

Task* NthWaiter(const TaskList& queue, uint32_t n) {
  Task* task = queue.front();
  for (; n > 0; --n) task = task->list_next;
  return task;
}

}  // namespace

int WaitCondition(Task& self, const void* address, const void* mutex_address,
                  MutexType type, const void* site, VirtualTime deadline) {
  Execution& execution = *self.execution;
  Object& condition = execution.objects().Find(address, ObjectKind::kCondition);
  Object& mutex = execution.objects().Find(mutex_address, ObjectKind::kMutex);
  self.rejoins = mutex.id;
  self.rejoins_mode = LockMode::kExclusive;
  execution.Point(self, {deadline == kNoDeadline ? OperationKind::kWait
                                                 : OperationKind::kTimedWait,
                         condition.id, site});
  if (mutex.owner != &self) {
    execution.AddFinding(
        self, FindingKind::kMisuse,
        absl::StrCat(self.name, " waits on ", condition.Label(),
                     " without holding ", mutex.Label()));
    return EPERM;
  }
  const uint32_t depth = SurrenderMutex(self, mutex);
  const bool woken =
      execution.WaitInQueue(self, {OperationKind::kWake, condition.id, site},
                            condition.queue, deadline);
  if (!woken) {
    LockMutex(self, mutex_address, type, site);
    mutex.depth = depth;
    return ETIMEDOUT;
  }
  RetakeMutex(self, mutex, depth, site);
  return 0;
}

void SignalCondition(Task& self, const void* address, const void* site) {
  Execution& execution = *self.execution;
  Object& condition = execution.objects().Find(address, ObjectKind::kCondition);
  execution.Point(self, {OperationKind::kSignal, condition.id, site});
  const auto waiters = static_cast<uint32_t>(condition.queue.size());
  if (waiters == 0) {
    condition.unheard = {&self, execution.step(), site};
    return;
  }
  const uint32_t chosen = execution.ChooseValue(self, waiters);
  Wake(execution, *NthWaiter(condition.queue, chosen));
}

void BroadcastCondition(Task& self, const void* address, const void* site) {
  Execution& execution = *self.execution;
  Object& condition = execution.objects().Find(address, ObjectKind::kCondition);
  execution.Point(self, {OperationKind::kBroadcast, condition.id, site});
  if (condition.queue.empty()) {
    condition.unheard = {&self, execution.step(), site};
  }
  while (!condition.queue.empty()) Wake(execution, *condition.queue.front());
}

}  // namespace interleave
