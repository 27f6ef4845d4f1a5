// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: pthread mutexes of every type.

#include "interleave/runtime/mutex.h"

#include <pthread.h>

#include <cerrno>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/mutex_type.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kMutexNames[] = {
    "pthread_mutex_init",          "pthread_mutex_destroy",
    "pthread_mutex_lock",          "pthread_mutex_trylock",
    "pthread_mutex_timedlock",     "pthread_mutex_clocklock",
    "pthread_mutex_unlock",        "pthread_mutex_consistent",
    "pthread_mutex_setprioceiling"};

// Takes the mutex meanwhile, unless the task has it (POSIX). The real one is
// free, and so is not waited for.
int SetCeiling(Task& self, pthread_mutex_t* mutex, int ceiling, int* before,
               const void* site) {
  int present = 0;
  const int unfit =
      INTERLEAVE_REAL(pthread_mutex_getprioceiling)(mutex, &present);
  if (unfit != 0) return unfit;
  const MutexType type = MutexTypeOf(self, mutex);
  const Object* const known = self.execution->objects().Lookup(mutex);
  const bool held = known != nullptr && known->owner == &self;
  if (!held) LockMutex(self, mutex, type, site);
  const int error =
      INTERLEAVE_REAL(pthread_mutex_setprioceiling)(mutex, ceiling, before);
  if (!held) UnlockMutex(self, mutex, type, site);
  return error;
}

}  // namespace

DoorNames MutexDoors() { return kMutexNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::MutexTypeOf;
using interleave::Task;

extern "C" {

int pthread_mutex_init(pthread_mutex_t* mutex,
                       const pthread_mutexattr_t* attr) noexcept {
  if (Task* self = CurrentTask()) self->execution->objects().Forget(mutex);
  return INTERLEAVE_REAL(pthread_mutex_init)(mutex, attr);
}

int pthread_mutex_destroy(pthread_mutex_t* mutex) noexcept {
  if (Task* self = CurrentTask()) {
    const int error =
        interleave::DestroyMutex(*self, mutex, INTERLEAVE_CALLER());
    if (error != 0) return error;
  }
  return INTERLEAVE_REAL(pthread_mutex_destroy)(mutex);
}

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    if (interleave::internal::learning_mutexes) {
      interleave::internal::LearnForeignMutex(mutex);
    }
    return INTERLEAVE_REAL(pthread_mutex_lock)(mutex);
  }
  return interleave::LockMutex(*self, mutex, MutexTypeOf(*self, mutex),
                               INTERLEAVE_CALLER());
}

int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_mutex_trylock)(mutex);
  return interleave::TryLockMutex(*self, mutex, MutexTypeOf(*self, mutex),
                                  INTERLEAVE_CALLER());
}

int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                            const timespec* time) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_mutex_clocklock)(mutex, clock, time);
  }
  if (!interleave::IsValidTimespec(*time)) return EINVAL;
  return interleave::LockMutex(*self, mutex, MutexTypeOf(*self, mutex),
                               INTERLEAVE_CALLER(),
                               interleave::DeadlineAt(clock, *time));
}

int pthread_mutex_timedlock(pthread_mutex_t* mutex,
                            const timespec* time) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_mutex_timedlock)(mutex, time);
  }
  if (!interleave::IsValidTimespec(*time)) return EINVAL;
  return interleave::LockMutex(*self, mutex, MutexTypeOf(*self, mutex),
                               INTERLEAVE_CALLER(),
                               interleave::DeadlineAt(CLOCK_REALTIME, *time));
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_mutex_unlock)(mutex);
  return interleave::UnlockMutex(*self, mutex, MutexTypeOf(*self, mutex),
                                 INTERLEAVE_CALLER());
}

int pthread_mutex_consistent(pthread_mutex_t* mutex) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_mutex_consistent)(mutex);
  return interleave::MakeConsistent(*self, mutex);
}

int pthread_mutex_setprioceiling(pthread_mutex_t* __restrict mutex, int ceiling,
                                 int* __restrict before) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_mutex_setprioceiling)(mutex, ceiling,
                                                         before);
  }
  return interleave::SetCeiling(*self, mutex, ceiling, before,
                                INTERLEAVE_CALLER());
}

}  // extern "C"
