// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: barriers.

#include "interleave/runtime/barrier.h"

#include <pthread.h>

#include <cerrno>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/destroy.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kBarrierNames[] = {
    "pthread_barrier_init", "pthread_barrier_destroy", "pthread_barrier_wait"};

// True when it is over: it is initialised anew by a call.
bool ComeToBarrier(Task& self, const pthread_barrier_t* barrier) {
  const Object* const known = self.execution->objects().Lookup(barrier);
  const bool over = known != nullptr && known->kind == ObjectKind::kBarrier &&
                    known->destroyed_by != nullptr;
  if (over) ReportUseOfDestroyed(self, barrier, ObjectKind::kBarrier);
  return over;
}

}  // namespace

DoorNames BarrierDoors() { return kBarrierNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

int pthread_barrier_init(pthread_barrier_t* barrier,
                         const pthread_barrierattr_t* attr,
                         unsigned count) noexcept {
  const int error = INTERLEAVE_REAL(pthread_barrier_init)(barrier, attr, count);
  if (error != 0) return error;
  if (Task* self = CurrentTask()) self->execution->objects().Forget(barrier);
  interleave::NoteBarrier(barrier, count);
  return 0;
}

int pthread_barrier_destroy(pthread_barrier_t* barrier) noexcept {
  if (Task* self = CurrentTask()) {
    if (interleave::ComeToBarrier(*self, barrier)) return EINVAL;
    const int error = interleave::DestroyObject(
        *self, barrier, interleave::ObjectKind::kBarrier, INTERLEAVE_CALLER());
    if (error != 0) return error;
  }
  interleave::ForgetBarrier(barrier);
  return INTERLEAVE_REAL(pthread_barrier_destroy)(barrier);
}

int pthread_barrier_wait(pthread_barrier_t* barrier) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_barrier_wait)(barrier);
  return interleave::WaitBarrier(*self, barrier, INTERLEAVE_CALLER());
}

}  // extern "C"
