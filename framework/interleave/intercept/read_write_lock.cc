// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: reader-writer locks.

#include "interleave/runtime/read_write_lock.h"

#include <pthread.h>

#include <cerrno>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/destroy.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kReadWriteLockNames[] = {
    "pthread_rwlock_init",        "pthread_rwlock_destroy",
    "pthread_rwlock_rdlock",      "pthread_rwlock_tryrdlock",
    "pthread_rwlock_timedrdlock", "pthread_rwlock_clockrdlock",
    "pthread_rwlock_wrlock",      "pthread_rwlock_trywrlock",
    "pthread_rwlock_timedwrlock", "pthread_rwlock_clockwrlock",
    "pthread_rwlock_unlock"};

// pthread_rwlock_destroy leaves no mark. Ours is in a word that glibc has for
// padding and that each initialisation clears.
constexpr unsigned kDestroyedLock = 0xdead'10cc;

// glibc keeps what pthread_rwlockattr_setkind_np chose in `__flags`
// (nptl/pthread_rwlock_init.c). PTHREAD_RWLOCK_PREFER_WRITER_NP is to it what
// the default is.
void ComeToLock(Task& self, const pthread_rwlock_t* lock) {
  ComeToUse(self, lock, ObjectKind::kReadWriteLock,
            lock->__data.__pad3 == kDestroyedLock);
  if (lock->__data.__flags == PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) {
    ComeToPreferWriters(self, lock);
  }
}

int ReadUntil(Task& self, pthread_rwlock_t* lock, clockid_t clock,
              const timespec* time, const void* site) {
  if (!IsValidTimespec(*time)) return EINVAL;
  ComeToLock(self, lock);
  return ReadLock(self, lock, site, DeadlineAt(clock, *time));
}

int WriteUntil(Task& self, pthread_rwlock_t* lock, clockid_t clock,
               const timespec* time, const void* site) {
  if (!IsValidTimespec(*time)) return EINVAL;
  ComeToLock(self, lock);
  return WriteLock(self, lock, site, DeadlineAt(clock, *time));
}

}  // namespace

DoorNames ReadWriteLockDoors() { return kReadWriteLockNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

int pthread_rwlock_init(pthread_rwlock_t* lock,
                        const pthread_rwlockattr_t* attr) noexcept {
  if (Task* self = CurrentTask()) self->execution->objects().Forget(lock);
  return INTERLEAVE_REAL(pthread_rwlock_init)(lock, attr);
}

int pthread_rwlock_destroy(pthread_rwlock_t* lock) noexcept {
  if (Task* self = CurrentTask()) {
    interleave::ComeToLock(*self, lock);
    const int error = interleave::DestroyObject(
        *self, lock, interleave::ObjectKind::kReadWriteLock,
        INTERLEAVE_CALLER());
    if (error != 0) return error;
    lock->__data.__pad3 = interleave::kDestroyedLock;
  }
  return INTERLEAVE_REAL(pthread_rwlock_destroy)(lock);
}

int pthread_rwlock_rdlock(pthread_rwlock_t* lock) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_rwlock_rdlock)(lock);
  interleave::ComeToLock(*self, lock);
  return interleave::ReadLock(*self, lock, INTERLEAVE_CALLER());
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_rwlock_tryrdlock)(lock);
  interleave::ComeToLock(*self, lock);
  return interleave::TryReadLock(*self, lock, INTERLEAVE_CALLER());
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t* lock,
                               const timespec* time) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_rwlock_timedrdlock)(lock, time);
  }
  return interleave::ReadUntil(*self, lock, CLOCK_REALTIME, time,
                               INTERLEAVE_CALLER());
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t* lock, clockid_t clock,
                               const timespec* time) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_rwlock_clockrdlock)(lock, clock, time);
  }
  return interleave::ReadUntil(*self, lock, clock, time, INTERLEAVE_CALLER());
}

int pthread_rwlock_wrlock(pthread_rwlock_t* lock) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_rwlock_wrlock)(lock);
  interleave::ComeToLock(*self, lock);
  return interleave::WriteLock(*self, lock, INTERLEAVE_CALLER());
}

int pthread_rwlock_trywrlock(pthread_rwlock_t* lock) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_rwlock_trywrlock)(lock);
  interleave::ComeToLock(*self, lock);
  return interleave::TryWriteLock(*self, lock, INTERLEAVE_CALLER());
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t* lock,
                               const timespec* time) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_rwlock_timedwrlock)(lock, time);
  }
  return interleave::WriteUntil(*self, lock, CLOCK_REALTIME, time,
                                INTERLEAVE_CALLER());
}

int pthread_rwlock_clockwrlock(pthread_rwlock_t* lock, clockid_t clock,
                               const timespec* time) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_rwlock_clockwrlock)(lock, clock, time);
  }
  return interleave::WriteUntil(*self, lock, clock, time, INTERLEAVE_CALLER());
}

int pthread_rwlock_unlock(pthread_rwlock_t* lock) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_rwlock_unlock)(lock);
  return interleave::UnlockReadWrite(*self, lock, INTERLEAVE_CALLER());
}

}  // extern "C"
