// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/condition.h"

#include <cerrno>
#include <utility>

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

// In the queue until a signal that finds it or its time.
bool IsTimed(const Task& waiter) {
  return waiter.deadline != kNoDeadline && !waiter.due;
}

// The deadline of one who waits may come at the very moment of the signal.
// Returns who was woken by it and is late all the same, or null.
Task* LetOneBeLate(Task& self, const TaskList& queue) {
  Execution& execution = *self.execution;
  const uint32_t timed = CountTimed(queue);
  if (timed == 0) return nullptr;
  const uint32_t which =
      execution.TakeLiberty(self, Liberty::kTimeoutAtSignal, 1 + 2 * timed);
  if (which == 0) return nullptr;
  Task* const task = NthTimed(queue, (which - 1) % timed);
  if (which <= timed) {
    execution.ComeDue(*task);
    return nullptr;
  }
  task->is_late = true;
  return task;
}

}  // namespace

uint32_t CountTimed(const TaskList& queue) {
  uint32_t timed = 0;
  for (const Task* task = queue.front(); task != nullptr;
       task = task->list_next) {
    timed += IsTimed(*task) ? 1 : 0;
  }
  return timed;
}

Task* NthTimed(const TaskList& queue, uint32_t n) {
  Task* task = queue.front();
  while (!IsTimed(*task) || n-- > 0) task = task->list_next;
  return task;
}

void PassSpuriousWakeup(Task& self, Operation wake, Gate& gate) {
  self.released_at = self.execution->step();
  self.execution->PassGate(self, wake, gate);
}

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
  const Operation wake{OperationKind::kWake, condition.id, site};
  if (execution.TakeLiberty(self, Liberty::kSpuriousWakeup) != 0) {
    PassSpuriousWakeup(self, wake, mutex.gate);
    return RetakeMutex(self, mutex, depth, site);
  }
  const bool woken =
      execution.WaitInQueue(self, wake, condition.queue, deadline);
  if (!woken) {
    const int error = LockMutex(self, mutex_address, type, site);
    if (error != ENOTRECOVERABLE) mutex.depth = depth;
    return error == 0 ? ETIMEDOUT : error;
  }
  const bool is_late = std::exchange(self.is_late, false);
  const int error = RetakeMutex(self, mutex, depth, site);
  return error == 0 && is_late ? ETIMEDOUT : error;
}

void SignalCondition(Task& self, const void* address, const void* site) {
  Execution& execution = *self.execution;
  Object& condition = execution.objects().Find(address, ObjectKind::kCondition);
  execution.Point(self, {OperationKind::kSignal, condition.id, site});
  if (Task* late = LetOneBeLate(self, condition.queue)) {
    Wake(execution, *late);
    return;
  }
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
  LetOneBeLate(self, condition.queue);
  while (!condition.queue.empty()) Wake(execution, *condition.queue.front());
}

}  // namespace interleave
