// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/intercept/mutex_type.h"

#include "interleave/runtime/destroy.h"

namespace interleave {
namespace {

// glibc keeps the type in the low bits of `__kind` and the rest above it
// (nptl/pthreadP.h: PTHREAD_MUTEX_KIND_MASK_NP, _ROBUST_NORMAL_NP). Its
// priority protocol makes no difference: it says who is to run before whom,
// which is the scheduler's choice here.
constexpr int kTypeMask = 3;
constexpr int kDestroyed = -1;
constexpr int kRobustBit = 16;

}  // namespace

MutexType MutexTypeOf(Task& self, const pthread_mutex_t* mutex) {
  const int kind = mutex->__data.__kind;
  if (kind == kDestroyed) {
    ReportUseOfDestroyed(self, mutex, ObjectKind::kMutex);
    return MutexType::kNormal;
  }
  if ((kind & kRobustBit) != 0) ComeToRobustMutex(self, mutex);
  switch (kind & kTypeMask) {
    case PTHREAD_MUTEX_RECURSIVE:
      return MutexType::kRecursive;
    case PTHREAD_MUTEX_ERRORCHECK:
      return MutexType::kErrorCheck;
    default:
      return MutexType::kNormal;
  }
}

int DestroyMutex(Task& self, const pthread_mutex_t* mutex, const void* site) {
  if (mutex->__data.__kind == kDestroyed) {
    ReportUseOfDestroyed(self, mutex, ObjectKind::kMutex);
    return 0;
  }
  const Object* const known = self.execution->objects().Lookup(mutex);
  if (known != nullptr && known->origin == Object::Origin::kForeign) return 0;
  return DestroyObject(self, mutex, ObjectKind::kMutex, site);
}

}  // namespace interleave
