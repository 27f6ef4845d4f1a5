// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: spin locks.

#include "interleave/runtime/spin_lock.h"

#include <pthread.h>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/destroy.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kSpinLockNames[] = {
    "pthread_spin_init", "pthread_spin_destroy", "pthread_spin_lock",
    "pthread_spin_trylock", "pthread_spin_unlock"};

const void* AddressOf(const pthread_spinlock_t* lock) {
  return const_cast<const int*>(lock);
}

// pthread_spin_destroy leaves no mark. Ours is a value that no spin lock has,
// until it is initialised anew.
constexpr int kDestroyedSpinLock = 0x0ead'10cc;

const void* ComeToSpinLock(Task& self, const pthread_spinlock_t* lock) {
  ComeToUse(self, AddressOf(lock), ObjectKind::kSpinLock,
            *lock == kDestroyedSpinLock);
  return AddressOf(lock);
}

}  // namespace

DoorNames SpinLockDoors() { return kSpinLockNames; }

}  // namespace interleave

using interleave::AddressOf;
using interleave::ComeToSpinLock;
using interleave::CurrentTask;
using interleave::Task;

extern "C" {

int pthread_spin_init(pthread_spinlock_t* lock, int shared) noexcept {
  if (Task* self = CurrentTask()) {
    self->execution->objects().Forget(AddressOf(lock));
  }
  return INTERLEAVE_REAL(pthread_spin_init)(lock, shared);
}

int pthread_spin_destroy(pthread_spinlock_t* lock) noexcept {
  if (Task* self = CurrentTask()) {
    const int error = interleave::DestroyObject(
        *self, ComeToSpinLock(*self, lock), interleave::ObjectKind::kSpinLock,
        INTERLEAVE_CALLER());
    if (error != 0) return error;
    *lock = interleave::kDestroyedSpinLock;
    return 0;
  }
  return INTERLEAVE_REAL(pthread_spin_destroy)(lock);
}

int pthread_spin_lock(pthread_spinlock_t* lock) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_spin_lock)(lock);
  return interleave::LockSpinLock(*self, ComeToSpinLock(*self, lock),
                                  INTERLEAVE_CALLER());
}

int pthread_spin_trylock(pthread_spinlock_t* lock) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_spin_trylock)(lock);
  return interleave::TryLockSpinLock(*self, ComeToSpinLock(*self, lock),
                                     INTERLEAVE_CALLER());
}

int pthread_spin_unlock(pthread_spinlock_t* lock) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_spin_unlock)(lock);
  return interleave::UnlockSpinLock(*self, ComeToSpinLock(*self, lock),
                                    INTERLEAVE_CALLER());
}

}  // extern "C"
