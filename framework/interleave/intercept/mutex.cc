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
    "pthread_mutex_init",      "pthread_mutex_destroy",
    "pthread_mutex_lock",      "pthread_mutex_trylock",
    "pthread_mutex_timedlock", "pthread_mutex_clocklock",
    "pthread_mutex_unlock"};

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

}  // extern "C"
