// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/spin_lock.h"

#include <cerrno>

#include "interleave/runtime/mutex.h"

namespace interleave {
namespace {

Object& FindSpinLock(Task& self, const void* address) {
  return self.execution->objects().Find(address, ObjectKind::kSpinLock);
}

}  // namespace

int LockSpinLock(Task& self, const void* address, const void* site) {
  return LockExclusive(self, FindSpinLock(self, address), MutexType::kNormal,
                       site);
}

int TryLockSpinLock(Task& self, const void* address, const void* site) {
  return TryLockExclusive(self, FindSpinLock(self, address), MutexType::kNormal,
                          site);
}

int UnlockSpinLock(Task& self, const void* address, const void* site) {
  return UnlockExclusive(self, FindSpinLock(self, address), MutexType::kNormal,
                         site);
}

}  // namespace interleave
