// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/condition_lock.h"

#include "absl/strings/str_cat.h"
#include "interleave/runtime/condition.h"
#include "interleave/runtime/destroy.h"
#include "interleave/runtime/mutex.h"
#include "interleave/runtime/read_write_lock.h"

namespace interleave {
namespace {

// absl's destructor leaves no mark. Ours is in the word that is the whole of an
// absl::Mutex and that its constructor, which is inlined, clears; absl's own
// flags are its low bits.
constexpr uintptr_t kDestroyedConditionLock = 0xdead'10cc'0000'0000;

// Before it is used.
Object& FindConditionLock(Task& self, const void* address) {
  ComeToUse(self, address, ObjectKind::kConditionLock,
            *static_cast<const uintptr_t*>(address) == kDestroyedConditionLock);
  return self.execution->objects().Find(address, ObjectKind::kConditionLock);
}

Gate& GateOf(Object& lock, LockMode mode) {
  return mode == LockMode::kShared ? lock.read_gate : lock.gate;
}

Operation LockOperation(const Object& lock, LockMode mode, const void* site) {
  return {mode == LockMode::kShared ? OperationKind::kReadLock
                                    : OperationKind::kLock,
          lock.id, site};
}

// Whether a task that waits under a condition can have the lock now.
bool CanHave(Task& asks, Object& lock, const Task& waiter) {
  if (!GateOf(lock, waiter.awaits_mode).open) return false;
  const OutsideControl outside(asks);
  return waiter.awaits.Holds();
}

// The lock was taken or given up by `self`, which is running.
void Reconsider(Task& self, Object& lock) {
  if (lock.limit == 0) return;
  Execution& execution = *self.execution;
  for (size_t i = 0; i < execution.task_count(); ++i) {
    Task& waiter = execution.TaskAt(static_cast<TaskId>(i));
    if (waiter.awaits_at != lock.id) continue;
    const bool can = CanHave(self, lock, waiter);
    if (can == waiter.awaits_gate.open) continue;
    if (can) {
      execution.Open(waiter.awaits_gate);
    } else {
      execution.Close(waiter.awaits_gate);
    }
  }
}

void Take(Task& self, Object& lock, LockMode mode, const void* site,
          bool waits = true) {
  if (mode == LockMode::kShared) {
    TakeForReading(self, lock, site, waits);
  } else {
    RetakeMutex(self, lock, 1, site, waits);
    self.execution->Close(lock.read_gate);
  }
  Reconsider(self, lock);
}

// REQUIRES: the task holds it so
void GiveUp(Task& self, Object& lock, LockMode mode) {
  if (mode == LockMode::kShared) {
    GiveUpReading(self, lock);
  } else {
    self.execution->Open(lock.read_gate);
    SurrenderMutex(self, lock);
  }
  Reconsider(self, lock);
}

// Comes back with the lock. The condition was not asked, if there is one.
void PassWithCondition(Task& self, Object& lock, LockMode mode,
                       LockCondition condition, Operation operation,
                       VirtualTime deadline) {
  Execution& execution = *self.execution;
  self.awaits = condition;
  self.awaits_at = lock.id;
  self.awaits_mode = mode;
  self.awaits_gate.waiting.Clear();
  self.awaits_gate.open = CanHave(self, lock, self);
  ++lock.limit;
  const bool passed =
      execution.PassGate(self, operation, self.awaits_gate, deadline);
  --lock.limit;
  self.awaits_at = kNoObject;
  if (!passed) {
    execution.PassGate(self, LockOperation(lock, mode, operation.site),
                       GateOf(lock, mode));
  }
}

}  // namespace

bool LockWhen(Task& self, const void* address, LockMode mode,
              LockCondition condition, const void* site, VirtualTime deadline) {
  Object& lock = FindConditionLock(self, address);
  if (condition.given()) {
    PassWithCondition(self, lock, mode, condition,
                      {deadline == kNoDeadline ? OperationKind::kWait
                                               : OperationKind::kTimedWait,
                       lock.id, site},
                      deadline);
  } else {
    self.execution->PassGate(self, LockOperation(lock, mode, site),
                             GateOf(lock, mode));
  }
  Take(self, lock, mode, site);
  return !condition.given() || condition.Holds();
}

bool TryLockConditionLock(Task& self, const void* address, LockMode mode,
                          const void* site) {
  Object& lock = FindConditionLock(self, address);
  Execution& execution = *self.execution;
  const Gate& gate = GateOf(lock, mode);
  execution.ComeToTry(self, site, gate);
  execution.Point(self, {OperationKind::kTryLock, lock.id, site});
  const bool taken = gate.open;
  execution.LeaveTry(self, gate, lock.id, taken);
  if (!taken || execution.TakeLiberty(self, Liberty::kTryLockFailure) != 0) {
    return false;
  }
  Take(self, lock, mode, site, /*waits=*/false);
  return true;
}

void UnlockConditionLock(Task& self, const void* address, LockMode mode,
                         const void* site) {
  Object& lock = FindConditionLock(self, address);
  self.execution->Point(self, {OperationKind::kUnlock, lock.id, site});
  const Holding wanted =
      mode == LockMode::kShared ? Holding::kForReading : Holding::kForWriting;
  if (HoldingOf(self, address) != wanted) {
    ReportUnlockOfOthers(
        self, lock, lock.count > 0 ? FindReader(lock, self).task : lock.owner);
    return;
  }
  GiveUp(self, lock, mode);
}

bool AwaitCondition(Task& self, const void* address, LockCondition condition,
                    const void* site, VirtualTime deadline) {
  Object& lock = FindConditionLock(self, address);
  const Holding holding = HoldingOf(self, address);
  if (holding == Holding::kNot) {
    ReportWrongAssertion(self, address, "awaits a condition without holding");
    return condition.Holds();
  }
  if (condition.Holds()) return true;
  const LockMode mode = holding == Holding::kForReading ? LockMode::kShared
                                                        : LockMode::kExclusive;
  self.execution->Point(self, {OperationKind::kWait, lock.id, site});
  GiveUp(self, lock, mode);
  PassWithCondition(self, lock, mode, condition,
                    {OperationKind::kWake, lock.id, site}, deadline);
  Take(self, lock, mode, site);
  return condition.Holds();
}

bool WaitConditionLock(Task& self, const void* condition_address,
                       const void* address, const void* site,
                       VirtualTime deadline) {
  Execution& execution = *self.execution;
  Object& condition =
      execution.objects().Find(condition_address, ObjectKind::kCondition);
  Object& lock = FindConditionLock(self, address);
  self.rejoins = lock.id;
  execution.Point(self, {deadline == kNoDeadline ? OperationKind::kWait
                                                 : OperationKind::kTimedWait,
                         condition.id, site});
  const Holding holding = HoldingOf(self, address);
  if (holding == Holding::kNot) {
    ReportWrongAssertion(self, address,
                         "waits on a condition variable without holding");
    return false;
  }
  const LockMode mode = holding == Holding::kForReading ? LockMode::kShared
                                                        : LockMode::kExclusive;
  GiveUp(self, lock, mode);
  self.rejoins_mode = mode;
  const Operation wake{OperationKind::kWake, condition.id, site};
  if (execution.TakeLiberty(self, Liberty::kSpuriousWakeup) != 0) {
    PassSpuriousWakeup(self, wake, GateOf(lock, mode));
    Take(self, lock, mode, site);
    return false;
  }
  const bool woken =
      execution.WaitInQueue(self, wake, condition.queue, deadline);
  if (!woken) {
    execution.PassGate(self, LockOperation(lock, mode, site),
                       GateOf(lock, mode));
  }
  Take(self, lock, mode, site);
  return std::exchange(self.is_late, false) || !woken;
}

Holding HoldingOf(Task& self, const void* address) {
  const Object& lock = FindConditionLock(self, address);
  if (lock.owner == &self) return Holding::kForWriting;
  return HoldsForReading(self, lock) ? Holding::kForReading : Holding::kNot;
}

void ReportWrongAssertion(Task& self, const void* address, const char* claim) {
  self.execution->AddFinding(
      self, FindingKind::kMisuse,
      absl::StrCat(self.name, " ", claim, " ",
                   FindConditionLock(self, address).Label()));
}

bool DestroyConditionLock(Task& self, const void* address, const void* site) {
  FindConditionLock(self, address);
  const int error =
      DestroyObject(self, address, ObjectKind::kConditionLock, site);
  AnnounceDestroy(address);
  return error == 0;
}

void MarkDestroyedConditionLock(void* address) {
  *static_cast<uintptr_t*>(address) = kDestroyedConditionLock;
}

}  // namespace interleave
