// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: condition variables.

#include "interleave/runtime/condition.h"

#include <pthread.h>

#include <cerrno>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/mutex_type.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/destroy.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kConditionNames[] = {
    "pthread_cond_init",      "pthread_cond_destroy",   "pthread_cond_wait",
    "pthread_cond_timedwait", "pthread_cond_clockwait", "pthread_cond_signal",
    "pthread_cond_broadcast"};

// The clock that pthread_condattr_setclock chose (glibc keeps it in bit 1 of
// `__wrefs`; nptl/pthread_cond_common.c).
clockid_t ClockOf(const pthread_cond_t* condition) {
  constexpr unsigned kMonotonicBit = 2;
  return (condition->__data.__wrefs & kMonotonicBit) != 0 ? CLOCK_MONOTONIC
                                                          : CLOCK_REALTIME;
}

// pthread_cond_destroy leaves bit 2 of `__wrefs` set (nptl/
// pthread_cond_destroy.c).
void ComeToCondition(Task& self, const pthread_cond_t* condition) {
  constexpr unsigned kDestroyedBit = 4;
  ComeToUse(self, condition, ObjectKind::kCondition,
            (condition->__data.__wrefs & kDestroyedBit) != 0);
}

int WaitUntil(Task& self, pthread_cond_t* condition, pthread_mutex_t* mutex,
              clockid_t clock, const timespec* time, const void* site) {
  if (!IsValidTimespec(*time)) return EINVAL;
  ComeToCondition(self, condition);
  return WaitCondition(self, condition, mutex, MutexTypeOf(self, mutex), site,
                       DeadlineAt(clock, *time));
}

}  // namespace

DoorNames ConditionDoors() { return kConditionNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

int pthread_cond_init(pthread_cond_t* condition,
                      const pthread_condattr_t* attr) noexcept {
  if (Task* self = CurrentTask()) self->execution->objects().Forget(condition);
  return INTERLEAVE_REAL(pthread_cond_init)(condition, attr);
}

int pthread_cond_destroy(pthread_cond_t* condition) noexcept {
  if (Task* self = CurrentTask()) {
    interleave::ComeToCondition(*self, condition);
    const int error = interleave::DestroyObject(
        *self, condition, interleave::ObjectKind::kCondition,
        INTERLEAVE_CALLER());
    if (error != 0) return error;
  }
  return INTERLEAVE_REAL(pthread_cond_destroy)(condition);
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_cond_wait)(condition, mutex);
  }
  interleave::ComeToCondition(*self, condition);
  return interleave::WaitCondition(*self, condition, mutex,
                                   interleave::MutexTypeOf(*self, mutex),
                                   INTERLEAVE_CALLER());
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* time) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_cond_timedwait)(condition, mutex, time);
  }
  return interleave::WaitUntil(*self, condition, mutex,
                               interleave::ClockOf(condition), time,
                               INTERLEAVE_CALLER());
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           clockid_t clock, const timespec* time) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_cond_clockwait)(condition, mutex, clock,
                                                   time);
  }
  return interleave::WaitUntil(*self, condition, mutex, clock, time,
                               INTERLEAVE_CALLER());
}

int pthread_cond_signal(pthread_cond_t* condition) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_cond_signal)(condition);
  interleave::ComeToCondition(*self, condition);
  interleave::SignalCondition(*self, condition, INTERLEAVE_CALLER());
  return 0;
}

int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_cond_broadcast)(condition);
  }
  interleave::ComeToCondition(*self, condition);
  interleave::BroadcastCondition(*self, condition, INTERLEAVE_CALLER());
  return 0;
}

}  // extern "C"
