// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: semaphores. They answer by -1 and errno, the models by error number.

#include "interleave/runtime/semaphore.h"

#include <semaphore.h>

#include <cerrno>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/destroy.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kSemaphoreNames[] = {
    "sem_init",      "sem_destroy",   "sem_wait", "sem_trywait",
    "sem_timedwait", "sem_clockwait", "sem_post", "sem_getvalue"};

int ErrnoResult(int error) {
  if (error == 0) return 0;
  errno = error;
  return -1;
}

void ComeToSemaphore(Task& self, sem_t* semaphore) {
  ComeToUse(self, semaphore, ObjectKind::kSemaphore,
            IsDestroyedSemaphore(semaphore));
}

int WaitUntil(Task& self, sem_t* semaphore, clockid_t clock,
              const timespec* time, const void* site) {
  if (!IsValidTimespec(*time)) return ErrnoResult(EINVAL);
  ComeToSemaphore(self, semaphore);
  return ErrnoResult(
      WaitSemaphore(self, semaphore, site, DeadlineAt(clock, *time)));
}

}  // namespace

DoorNames SemaphoreDoors() { return kSemaphoreNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

int sem_init(sem_t* semaphore, int shared, unsigned value) noexcept {
  if (Task* self = CurrentTask()) {
    self->execution->objects().Forget(semaphore);
    if (shared != 0) {
      self->execution->NoteUnmodelled(
          "process-shared semaphore",
          "it is treated as private: other processes neither see what tasks do "
          "to it nor wake them");
    }
  }
  return INTERLEAVE_REAL(sem_init)(semaphore, shared, value);
}

int sem_destroy(sem_t* semaphore) noexcept {
  if (Task* self = CurrentTask()) {
    interleave::ComeToSemaphore(*self, semaphore);
    const int error = interleave::DestroyObject(
        *self, semaphore, interleave::ObjectKind::kSemaphore,
        INTERLEAVE_CALLER());
    if (error != 0) {
      errno = error;
      return -1;
    }
    interleave::MarkDestroyedSemaphore(semaphore);
  }
  return INTERLEAVE_REAL(sem_destroy)(semaphore);
}

int sem_wait(sem_t* semaphore) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sem_wait)(semaphore);
  interleave::ComeToSemaphore(*self, semaphore);
  return interleave::ErrnoResult(
      interleave::WaitSemaphore(*self, semaphore, INTERLEAVE_CALLER()));
}

int sem_trywait(sem_t* semaphore) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sem_trywait)(semaphore);
  interleave::ComeToSemaphore(*self, semaphore);
  return interleave::ErrnoResult(
      interleave::TryWaitSemaphore(*self, semaphore, INTERLEAVE_CALLER()));
}

int sem_timedwait(sem_t* semaphore, const timespec* time) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sem_timedwait)(semaphore, time);
  return interleave::WaitUntil(*self, semaphore, CLOCK_REALTIME, time,
                               INTERLEAVE_CALLER());
}

int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* time) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(sem_clockwait)(semaphore, clock, time);
  }
  return interleave::WaitUntil(*self, semaphore, clock, time,
                               INTERLEAVE_CALLER());
}

int sem_post(sem_t* semaphore) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sem_post)(semaphore);
  interleave::ComeToSemaphore(*self, semaphore);
  return interleave::ErrnoResult(
      interleave::PostSemaphore(*self, semaphore, INTERLEAVE_CALLER()));
}

int sem_getvalue(sem_t* semaphore, int* value) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sem_getvalue)(semaphore, value);
  interleave::ComeToSemaphore(*self, semaphore);
  *value = interleave::SemaphoreValue(*self, semaphore, INTERLEAVE_CALLER());
  return 0;
}

}  // extern "C"
