// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/mutex.h"

#include <algorithm>
#include <cerrno>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/happens_before.h"

namespace interleave {
namespace internal {
bool learning_mutexes = false;
}  // namespace internal

namespace {

std::vector<const void*>& ForeignMutexes() {
  static auto* const mutexes = new std::vector<const void*>();
  return *mutexes;
}

// The foreign mutexes are few; an object is looked up once in an execution.
Object& FindMutex(Execution& execution, const void* address) {
  Object& mutex = execution.objects().Find(address, ObjectKind::kMutex);
  if (mutex.origin == Object::Origin::kUnknown) {
    const auto& foreign = ForeignMutexes();
    const bool found =
        std::find(foreign.begin(), foreign.end(), address) != foreign.end();
    mutex.origin = found ? Object::Origin::kForeign : Object::Origin::kTested;
  }
  return mutex;
}

bool IsForeign(const Object& mutex) {
  return mutex.origin == Object::Origin::kForeign;
}

}  // namespace

void LearnForeignMutexes(absl::FunctionRef<void()> action) {
  internal::learning_mutexes = true;
  action();
  internal::learning_mutexes = false;
}

void internal::LearnForeignMutex(const void* mutex) {
  auto& foreign = ForeignMutexes();
  if (std::find(foreign.begin(), foreign.end(), mutex) == foreign.end()) {
    foreign.push_back(mutex);
  }
}

int RetakeMutex(Task& self, Object& mutex, uint32_t depth, const void* site,
                bool waits) {
  if (mutex.unrecoverable) return ENOTRECOVERABLE;
  AnnounceLock(mutex.address, LockMode::kExclusive, waits, site);
  mutex.owner = &self;
  mutex.owner_site = site;
  mutex.depth = depth;
  self.execution->Close(mutex.gate);
  if (mutex.robust) self.robust_held.push_back(mutex.id);
  return mutex.abandoned ? EOWNERDEAD : 0;
}

uint32_t SurrenderMutex(Task& self, Object& mutex) {
  AnnounceUnlock(mutex.address, LockMode::kExclusive);
  const uint32_t depth = mutex.depth;
  mutex.owner = nullptr;
  mutex.owner_site = nullptr;
  mutex.depth = 0;
  if (mutex.robust) {
    std::erase(self.robust_held, mutex.id);
    mutex.unrecoverable = mutex.abandoned;
  }
  self.execution->Open(mutex.gate);
  return depth;
}

int LockExclusive(Task& self, Object& lock, MutexType type, const void* site,
                  VirtualTime deadline) {
  Execution& execution = *self.execution;
  const OperationKind kind = deadline == kNoDeadline
                                 ? OperationKind::kLock
                                 : OperationKind::kTimedLock;
  const Operation operation{kind, lock.id, site};
  if (lock.owner == &self && type != MutexType::kNormal) {
    execution.Point(self, operation);
    if (type == MutexType::kErrorCheck) return EDEADLK;
    ++lock.depth;
    return 0;
  }
  if (!execution.PassGate(self, operation, lock.gate, deadline)) {
    return ETIMEDOUT;
  }
  return RetakeMutex(self, lock, 1, site);
}

int TryLockExclusive(Task& self, Object& lock, MutexType type,
                     const void* site) {
  Execution& execution = *self.execution;
  execution.ComeToTry(self, site, lock.gate);
  execution.Point(self, {OperationKind::kTryLock, lock.id, site});
  const bool again = lock.owner == &self && type == MutexType::kRecursive;
  const bool taken = again || (lock.gate.open && !lock.unrecoverable);
  execution.LeaveTry(self, lock.gate, lock.id, taken);
  if (!taken) return lock.unrecoverable ? ENOTRECOVERABLE : EBUSY;
  if (!again && execution.TakeLiberty(self, Liberty::kTryLockFailure) != 0) {
    return EBUSY;
  }
  if (!again) return RetakeMutex(self, lock, 1, site, /*waits=*/false);
  execution.NoteEffect();
  ++lock.depth;
  return 0;
}

int UnlockExclusive(Task& self, Object& lock, MutexType type,
                    const void* site) {
  self.execution->Point(self, {OperationKind::kUnlock, lock.id, site});
  if (lock.owner != &self) {
    if (type != MutexType::kNormal || lock.robust) return EPERM;
    ReportUnlockOfOthers(self, lock, lock.owner);
    return 0;
  }
  if (--lock.depth > 0) {
    // It has it yet; so says glibc (nptl/pthread_mutex_unlock.c).
    return lock.abandoned ? ENOTRECOVERABLE : 0;
  }
  SurrenderMutex(self, lock);
  return 0;
}

void ReportUnlockOfOthers(Task& self, const Object& lock, const Task* holder) {
  self.execution->AddFinding(
      self, FindingKind::kMisuse,
      absl::StrCat(self.name, " unlocks ", lock.Label(), ", which ",
                   holder == nullptr ? "is not locked"
                                     : absl::StrCat(holder->name, " holds")));
}

int LockMutex(Task& self, const void* address, MutexType type, const void* site,
              VirtualTime deadline) {
  Object& mutex = FindMutex(*self.execution, address);
  if (IsForeign(mutex)) return 0;
  return LockExclusive(self, mutex, type, site, deadline);
}

int TryLockMutex(Task& self, const void* address, MutexType type,
                 const void* site) {
  Object& mutex = FindMutex(*self.execution, address);
  if (IsForeign(mutex)) return 0;
  return TryLockExclusive(self, mutex, type, site);
}

int UnlockMutex(Task& self, const void* address, MutexType type,
                const void* site) {
  Object& mutex = FindMutex(*self.execution, address);
  if (IsForeign(mutex)) return 0;
  return UnlockExclusive(self, mutex, type, site);
}

void ComeToRobustMutex(Task& self, const void* address) {
  FindMutex(*self.execution, address).robust = true;
}

int MakeConsistent(Task& self, const void* address) {
  Object& mutex = FindMutex(*self.execution, address);
  if (mutex.owner != &self || !mutex.abandoned) return EINVAL;
  mutex.abandoned = false;
  return 0;
}

void AbandonRobustMutexes(Task& self) {
  Execution& execution = *self.execution;
  while (!self.robust_held.empty()) {
    Object& mutex = execution.objects().at(self.robust_held.back());
    // Its memory may be another's by now.
    if (execution.objects().Lookup(mutex.address) != &mutex) {
      self.robust_held.pop_back();
      continue;
    }
    execution.Point(self, {OperationKind::kUnlock, mutex.id, nullptr});
    SurrenderMutex(self, mutex);
    mutex.abandoned = true;
    mutex.unrecoverable = false;
  }
}

}  // namespace interleave
