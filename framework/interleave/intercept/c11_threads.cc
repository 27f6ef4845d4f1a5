// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: <threads.h> of C11, which glibc builds on its own inner functions and
// not on those of pthread that we define. Its objects are pthread's there
// (nptl/thrd_priv.h), so each does what its counterpart does.

#include <pthread.h>
#include <threads.h>

#include <cerrno>
#include <cstdint>
#include <memory>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/mutex_type.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/cleanup.h"
#include "interleave/runtime/condition.h"
#include "interleave/runtime/destroy.h"
#include "interleave/runtime/join.h"
#include "interleave/runtime/mutex.h"
#include "interleave/runtime/once.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/thread_exit.h"

namespace interleave {
namespace {

constexpr std::string_view kC11Names[] = {
    "thrd_create", "thrd_join",  "thrd_detach",   "thrd_exit",
    "thrd_sleep",  "thrd_yield", "mtx_init",      "mtx_lock",
    "mtx_trylock", "mtx_unlock", "mtx_timedlock", "mtx_destroy",
    "cnd_init",    "cnd_signal", "cnd_broadcast", "cnd_wait",
    "cnd_destroy", "call_once",  "cnd_timedwait", "tss_create",
    "tss_delete"};

int ResultOf(int error) {
  switch (error) {
    case 0:
      return thrd_success;
    case ENOMEM:
      return thrd_nomem;
    case ETIMEDOUT:
      return thrd_timedout;
    case EBUSY:
      return thrd_busy;
    default:
      return thrd_error;
  }
}

struct Started {
  thrd_start_t start;
  void* argument;
};

void* PointerOf(int result) {
  return reinterpret_cast<void*>(static_cast<intptr_t>(result));
}

void* Run(void* argument) {
  Started started{};
  {
    const std::unique_ptr<Started> given(static_cast<Started*>(argument));
    started = *given;
  }
  return PointerOf(started.start(started.argument));
}

pthread_mutex_t* MutexOf(mtx_t* mutex) {
  return reinterpret_cast<pthread_mutex_t*>(mutex);
}

// Of time by TIME_UTC.
VirtualTime UntilOf(const timespec& time) {
  return DeadlineAt(CLOCK_REALTIME, time);
}

int LockC11(Task& self, mtx_t* mutex, const void* site,
            VirtualTime deadline = kNoDeadline) {
  return ResultOf(LockMutex(self, mutex, MutexTypeOf(self, MutexOf(mutex)),
                            site, deadline));
}

int WaitC11(Task& self, cnd_t* condition, mtx_t* mutex, const void* site,
            VirtualTime deadline = kNoDeadline) {
  return ResultOf(WaitCondition(self, condition, mutex,
                                MutexTypeOf(self, MutexOf(mutex)), site,
                                deadline));
}

}  // namespace

DoorNames C11ThreadDoors() { return kC11Names; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::MutexOf;
using interleave::MutexTypeOf;
using interleave::ResultOf;
using interleave::Task;

extern "C" {

int thrd_create(thrd_t* thread, thrd_start_t start, void* argument) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(thrd_create)(thread, start, argument);
  }
  auto started = std::make_unique<interleave::Started>();
  *started = {start, argument};
  const Task& task =
      interleave::CreateTask(*self, &interleave::Run, started.release(),
                             /*detached=*/false, INTERLEAVE_CALLER());
  *thread = task.donor->handle();
  return thrd_success;
}

int thrd_join(thrd_t thread, int* result) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(thrd_join)(thread, result);
  void* returned = nullptr;
  const int error =
      interleave::JoinTask(*self, thread, &returned, INTERLEAVE_CALLER());
  if (error == 0 && result != nullptr) {
    *result = static_cast<int>(reinterpret_cast<intptr_t>(returned));
  }
  return ResultOf(error);
}

int thrd_detach(thrd_t thread) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(thrd_detach)(thread);
  return ResultOf(interleave::DetachTask(*self, thread, INTERLEAVE_CALLER()));
}

void thrd_exit(int result) {
  Task* self = CurrentTask();
  if (self == nullptr) INTERLEAVE_REAL(thrd_exit)(result);
  interleave::ExitTask(*self, interleave::PointerOf(result));
}

int thrd_sleep(const timespec* duration, timespec* remaining) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(thrd_sleep)(duration, remaining);
  if (!interleave::IsValidTimespec(*duration) || duration->tv_sec < 0) {
    return -2;  // as glibc says: an error, and not a signal
  }
  const void* const site = INTERLEAVE_CALLER();
  interleave::YieldTask(
      *self, site,
      interleave::DeadlineAfter(self->execution->LookAtClock(*self, site),
                                *duration));
  return 0;
}

void thrd_yield() {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(thrd_yield)();
  interleave::YieldTask(*self, INTERLEAVE_CALLER());
}

int mtx_init(mtx_t* mutex, int type) {
  if (Task* self = CurrentTask()) self->execution->objects().Forget(mutex);
  return INTERLEAVE_REAL(mtx_init)(mutex, type);
}

void mtx_destroy(mtx_t* mutex) {
  Task* self = CurrentTask();
  if (self != nullptr && interleave::DestroyMutex(*self, MutexOf(mutex),
                                                  INTERLEAVE_CALLER()) != 0) {
    return;
  }
  INTERLEAVE_REAL(mtx_destroy)(mutex);
}

int mtx_lock(mtx_t* mutex) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(mtx_lock)(mutex);
  return interleave::LockC11(*self, mutex, INTERLEAVE_CALLER());
}

int mtx_timedlock(mtx_t* __restrict mutex, const timespec* __restrict time) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(mtx_timedlock)(mutex, time);
  if (!interleave::IsValidTimespec(*time)) return thrd_error;
  return interleave::LockC11(*self, mutex, INTERLEAVE_CALLER(),
                             interleave::UntilOf(*time));
}

int mtx_trylock(mtx_t* mutex) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(mtx_trylock)(mutex);
  return ResultOf(interleave::TryLockMutex(
      *self, mutex, MutexTypeOf(*self, MutexOf(mutex)), INTERLEAVE_CALLER()));
}

int mtx_unlock(mtx_t* mutex) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(mtx_unlock)(mutex);
  return ResultOf(interleave::UnlockMutex(
      *self, mutex, MutexTypeOf(*self, MutexOf(mutex)), INTERLEAVE_CALLER()));
}

int cnd_init(cnd_t* condition) {
  if (Task* self = CurrentTask()) self->execution->objects().Forget(condition);
  return INTERLEAVE_REAL(cnd_init)(condition);
}

void cnd_destroy(cnd_t* condition) {
  Task* self = CurrentTask();
  if (self != nullptr &&
      interleave::DestroyObject(*self, condition,
                                interleave::ObjectKind::kCondition,
                                INTERLEAVE_CALLER()) != 0) {
    return;
  }
  INTERLEAVE_REAL(cnd_destroy)(condition);
}

int cnd_signal(cnd_t* condition) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(cnd_signal)(condition);
  interleave::SignalCondition(*self, condition, INTERLEAVE_CALLER());
  return thrd_success;
}

int cnd_broadcast(cnd_t* condition) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(cnd_broadcast)(condition);
  interleave::BroadcastCondition(*self, condition, INTERLEAVE_CALLER());
  return thrd_success;
}

int cnd_wait(cnd_t* condition, mtx_t* mutex) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(cnd_wait)(condition, mutex);
  return interleave::WaitC11(*self, condition, mutex, INTERLEAVE_CALLER());
}

int cnd_timedwait(cnd_t* __restrict condition, mtx_t* __restrict mutex,
                  const timespec* __restrict time) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(cnd_timedwait)(condition, mutex, time);
  }
  if (!interleave::IsValidTimespec(*time)) return thrd_error;
  return interleave::WaitC11(*self, condition, mutex, INTERLEAVE_CALLER(),
                             interleave::UntilOf(*time));
}

void call_once(once_flag* flag, void (*routine)()) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(call_once)(flag, routine);
  interleave::CallOnce(*self, reinterpret_cast<pthread_once_t*>(flag), routine,
                       INTERLEAVE_CALLER());
}

int tss_create(tss_t* key, tss_dtor_t destructor) {
  const int result = INTERLEAVE_REAL(tss_create)(key, destructor);
  if (result == thrd_success) interleave::RememberKey(*key, destructor);
  return result;
}

void tss_delete(tss_t key) {
  interleave::ForgetKey(key);
  INTERLEAVE_REAL(tss_delete)(key);
}

}  // extern "C"
