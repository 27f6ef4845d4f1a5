// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/mutex.h"

#include <algorithm>
#include <cerrno>
#include <vector>

#include "absl/strings/str_cat.h"

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

void RetakeMutex(Task& self, Object& mutex, uint32_t depth, const void* site) {
  mutex.owner = &self;
  mutex.owner_site = site;
  mutex.depth = depth;
  self.execution->Close(mutex.gate);
}

uint32_t SurrenderMutex(Task& self, Object& mutex) {
  const uint32_t depth = mutex.depth;
  mutex.owner = nullptr;
  mutex.owner_site = nullptr;
  mutex.depth = 0;
  self.execution->Open(mutex.gate);
  return depth;
}

int LockMutex(Task& self, const void* address, MutexType type, const void* site,
              VirtualTime deadline) {
  Execution& execution = *self.execution;
  Object& mutex = FindMutex(execution, address);
  if (IsForeign(mutex)) return 0;
  const OperationKind kind = deadline == kNoDeadline
                                 ? OperationKind::kLock
                                 : OperationKind::kTimedLock;
  const Operation operation{kind, mutex.id, site};
  if (mutex.owner == &self && type != MutexType::kNormal) {
    execution.Point(self, operation);
    if (type == MutexType::kErrorCheck) return EDEADLK;
    ++mutex.depth;
    return 0;
  }
  if (!execution.PassGate(self, operation, mutex.gate, deadline)) {
    return ETIMEDOUT;
  }
  RetakeMutex(self, mutex, 1, site);
  return 0;
}

int TryLockMutex(Task& self, const void* address, MutexType type,
                 const void* site) {
  Execution& execution = *self.execution;
  Object& mutex = FindMutex(execution, address);
  if (IsForeign(mutex)) return 0;
  execution.Point(self, {OperationKind::kTryLock, mutex.id, site});
  if (mutex.owner == &self && type == MutexType::kRecursive) {
    ++mutex.depth;
    return 0;
  }
  if (mutex.owner != nullptr) return EBUSY;
  RetakeMutex(self, mutex, 1, site);
  return 0;
}

int UnlockMutex(Task& self, const void* address, MutexType type,
                const void* site) {
  Execution& execution = *self.execution;
  Object& mutex = FindMutex(execution, address);
  if (IsForeign(mutex)) return 0;
  execution.Point(self, {OperationKind::kUnlock, mutex.id, site});
  if (mutex.owner != &self) {
    if (type != MutexType::kNormal) return EPERM;
    execution.AddFinding(
        self, FindingKind::kMisuse,
        absl::StrCat(self.name, " unlocks ", mutex.Label(), ", which ",
                     mutex.owner == nullptr
                         ? "is not locked"
                         : absl::StrCat(mutex.owner->name, " holds")));
    return 0;
  }
  if (--mutex.depth > 0) return 0;
  SurrenderMutex(self, mutex);
  return 0;
}

}  // namespace interleave
