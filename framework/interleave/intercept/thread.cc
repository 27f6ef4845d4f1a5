// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: creating, joining and naming threads; sched_yield.

#include <pthread.h>
#include <sched.h>

#include <cerrno>
#include <cstring>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/join.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kThreadNames[] = {
    "pthread_create",       "pthread_join",         "pthread_tryjoin_np",
    "pthread_timedjoin_np", "pthread_clockjoin_np", "pthread_detach",
    "pthread_setname_np",   "pthread_getname_np",   "sched_yield"};

constexpr size_t kNameBytesMax = 16;  // of a thread, the last one a zero

bool CreatedDetached(const pthread_attr_t* attr) {
  int state = PTHREAD_CREATE_JOINABLE;
  if (attr != nullptr) pthread_attr_getdetachstate(attr, &state);
  return state == PTHREAD_CREATE_DETACHED;
}

}  // namespace

DoorNames ThreadDoors() { return kThreadNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

int pthread_create(pthread_t* thread, const pthread_attr_t* attr,
                   void* (*start)(void*), void* argument) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_create)(thread, attr, start, argument);
  }
  const Task& task = interleave::CreateTask(*self, start, argument,
                                            interleave::CreatedDetached(attr),
                                            INTERLEAVE_CALLER());
  *thread = task.donor->handle();
  return 0;
}

int pthread_join(pthread_t thread, void** result) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_join)(thread, result);
  return interleave::JoinTask(*self, thread, result, INTERLEAVE_CALLER());
}

int pthread_tryjoin_np(pthread_t thread, void** result) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_tryjoin_np)(thread, result);
  }
  const int error = interleave::JoinTask(*self, thread, result,
                                         INTERLEAVE_CALLER(), /*deadline=*/0);
  return error == ETIMEDOUT ? EBUSY : error;
}

int pthread_clockjoin_np(pthread_t thread, void** result, clockid_t clock,
                         const timespec* time) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_clockjoin_np)(thread, result, clock, time);
  }
  return interleave::JoinTask(*self, thread, result, INTERLEAVE_CALLER(),
                              time == nullptr
                                  ? interleave::kNoDeadline
                                  : interleave::DeadlineAt(clock, *time));
}

int pthread_timedjoin_np(pthread_t thread, void** result,
                         const timespec* time) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_timedjoin_np)(thread, result, time);
  }
  return interleave::JoinTask(
      *self, thread, result, INTERLEAVE_CALLER(),
      time == nullptr ? interleave::kNoDeadline
                      : interleave::DeadlineAt(CLOCK_REALTIME, *time));
}

int pthread_detach(pthread_t thread) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_detach)(thread);
  return interleave::DetachTask(*self, thread, INTERLEAVE_CALLER());
}

int pthread_setname_np(pthread_t thread, const char* name) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_setname_np)(thread, name);
  }
  if (std::strlen(name) >= interleave::kNameBytesMax) return ERANGE;
  Task* task = self->execution->FindTask(thread);
  if (task == nullptr) return ESRCH;
  self->execution->NameTask(*task, name);
  return 0;
}

int pthread_getname_np(pthread_t thread, char* buffer, size_t size) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_getname_np)(thread, buffer, size);
  }
  const Task* task = self->execution->FindTask(thread);
  if (task == nullptr) return ESRCH;
  if (size <= task->name.size()) return ERANGE;
  std::memcpy(buffer, task->name.c_str(), task->name.size() + 1);
  return 0;
}

int sched_yield() noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sched_yield)();
  interleave::YieldTask(*self, INTERLEAVE_CALLER());
  return 0;
}

}  // extern "C"
