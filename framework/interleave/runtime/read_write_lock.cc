// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/read_write_lock.h"

#include <algorithm>
#include <cerrno>

#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/mutex.h"

namespace interleave {
namespace {

// `gate` is the writers': open when nobody holds the lock. `read_gate` is open
// when no writer does, nor waits if such are preferred. `count` is how often it
// is held for reading.
Object& FindLock(Task& self, const void* address) {
  return self.execution->objects().Find(address, ObjectKind::kReadWriteLock);
}

auto LastHoldOf(const Task& task, const Object& lock) {
  return std::find_if(
      task.read_holds.rbegin(), task.read_holds.rend(),
      [&](const ReadHold& hold) { return hold.lock == lock.id; });
}

}  // namespace

void TakeForReading(Task& self, Object& lock, const void* site, bool waits) {
  AnnounceLock(lock.address, LockMode::kShared, waits, site);
  self.read_holds.push_back({lock.id, site});
  ++lock.count;
  self.execution->Close(lock.gate);
}

bool GiveUpReading(Task& self, Object& lock) {
  const auto hold = LastHoldOf(self, lock);
  if (hold == self.read_holds.rend()) return false;
  AnnounceUnlock(lock.address, LockMode::kShared);
  self.read_holds.erase(std::next(hold).base());
  if (--lock.count == 0) self.execution->Open(lock.gate);
  return true;
}

bool HoldsForReading(const Task& task, const Object& lock) {
  return LastHoldOf(task, lock) != task.read_holds.rend();
}

int ReadLock(Task& self, const void* address, const void* site,
             VirtualTime deadline) {
  Execution& execution = *self.execution;
  Object& lock = FindLock(self, address);
  const Operation operation{OperationKind::kReadLock, lock.id, site};
  if (lock.owner == &self) {
    execution.Point(self, operation);
    return EDEADLK;
  }
  if (!execution.PassGate(self, operation, lock.read_gate, deadline)) {
    return ETIMEDOUT;
  }
  TakeForReading(self, lock, site, /*waits=*/true);
  return 0;
}

int TryReadLock(Task& self, const void* address, const void* site) {
  Object& lock = FindLock(self, address);
  Execution& execution = *self.execution;
  execution.ComeToTry(self, site, lock.read_gate);
  execution.Point(self, {OperationKind::kTryLock, lock.id, site});
  const bool taken = lock.read_gate.open;
  execution.LeaveTry(self, lock.read_gate, lock.id, taken);
  if (!taken || execution.TakeLiberty(self, Liberty::kTryLockFailure) != 0) {
    return EBUSY;
  }
  TakeForReading(self, lock, site, /*waits=*/false);
  return 0;
}

void ComeToPreferWriters(Task& self, const void* address) {
  FindLock(self, address).prefers_writers = true;
}

int WriteLock(Task& self, const void* address, const void* site,
              VirtualTime deadline) {
  Execution& execution = *self.execution;
  Object& lock = FindLock(self, address);
  const bool keeps_readers_out = lock.prefers_writers && lock.owner != &self;
  if (keeps_readers_out) {
    execution.Point(self, {OperationKind::kWait, lock.id, site});
    ++lock.limit;
    execution.Close(lock.read_gate);
  }
  const int error =
      LockExclusive(self, lock, MutexType::kErrorCheck, site, deadline);
  if (keeps_readers_out) --lock.limit;
  if (error == 0) {
    execution.Close(lock.read_gate);
  } else if (lock.owner == nullptr && lock.limit == 0) {
    execution.Open(lock.read_gate);
  }
  return error;
}

int TryWriteLock(Task& self, const void* address, const void* site) {
  Object& lock = FindLock(self, address);
  const int error = TryLockExclusive(self, lock, MutexType::kErrorCheck, site);
  if (error == 0) self.execution->Close(lock.read_gate);
  return error;
}

int UnlockReadWrite(Task& self, const void* address, const void* site) {
  Execution& execution = *self.execution;
  Object& lock = FindLock(self, address);
  execution.Point(self, {OperationKind::kUnlock, lock.id, site});
  if (lock.owner == &self) {
    if (lock.limit == 0) execution.Open(lock.read_gate);
    SurrenderMutex(self, lock);
    return 0;
  }
  if (!GiveUpReading(self, lock)) {
    ReportUnlockOfOthers(
        self, lock, lock.count > 0 ? FindReader(lock, self).task : lock.owner);
  }
  return 0;
}

Reader FindReader(const Object& lock, const Task& waiter) {
  Reader reader;
  Execution& execution = *waiter.execution;
  for (size_t i = 0; i < execution.task_count(); ++i) {
    const Task& task = execution.TaskAt(static_cast<TaskId>(i));
    const auto hold = LastHoldOf(task, lock);
    if (task.finished || hold == task.read_holds.rend()) continue;
    reader = {&task, hold->site};
    if (&task != &waiter) return reader;
  }
  return reader;
}

}  // namespace interleave
