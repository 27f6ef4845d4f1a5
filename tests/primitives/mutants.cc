// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Each function stands before the one that its name says (CMakeLists.txt has
// the list for the linker), and calls that one unless its mutant is there.

#include "tests/primitives/mutants.h"

#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstdarg>
#include <cstdint>

namespace interleave {

Mutants g_mutants = 0;

namespace {

int64_t* g_guard = nullptr;  // the last that was begun

bool Is(Mutants mutant) { return (g_mutants & mutant) != 0; }

}  // namespace

void ForgetGuards() {
  if (g_guard != nullptr) *g_guard = 0;
}

}  // namespace interleave

using interleave::Is;

extern "C" {

// Locks.

#define INTERLEAVE_ADMITS(mutant, name, parameters, arguments) \
  int __real_##name parameters;                                \
  int __wrap_##name parameters {                               \
    return Is(mutant) ? 0 : __real_##name arguments;           \
  }

int __real_pthread_mutex_lock(pthread_mutex_t* mutex);
int __wrap_pthread_mutex_lock(pthread_mutex_t* mutex) {
  if (Is(interleave::kMutexAdmitsTwo)) return 0;
  const int error = __real_pthread_mutex_lock(mutex);
  const bool silent = Is(interleave::kOwnersEndIsSilent);
  return silent && error == EOWNERDEAD ? 0 : error;
}

INTERLEAVE_ADMITS(interleave::kMutexAdmitsTwo, pthread_mutex_trylock,
                  (pthread_mutex_t * mutex), (mutex))
INTERLEAVE_ADMITS(interleave::kMutexAdmitsTwo, pthread_mutex_clocklock,
                  (pthread_mutex_t * mutex, clockid_t clock,
                   const timespec* time),
                  (mutex, clock, time))
INTERLEAVE_ADMITS(interleave::kMutexAdmitsTwo | interleave::kUnlockIsLost,
                  pthread_mutex_unlock, (pthread_mutex_t * mutex), (mutex))
int __real_pthread_rwlock_rdlock(pthread_rwlock_t* lock);
int __wrap_pthread_rwlock_rdlock(pthread_rwlock_t* lock) {
  if (Is(interleave::kReadWriteLockAdmitsAll)) return 0;
  if (!Is(interleave::kReadersOvertake)) {
    return __real_pthread_rwlock_rdlock(lock);
  }
  pthread_rwlock_tryrdlock(lock);
  return 0;
}

INTERLEAVE_ADMITS(interleave::kReadWriteLockAdmitsAll, pthread_rwlock_wrlock,
                  (pthread_rwlock_t * lock), (lock))
INTERLEAVE_ADMITS(interleave::kReadWriteLockAdmitsAll, pthread_rwlock_unlock,
                  (pthread_rwlock_t * lock), (lock))

// Of those that are made where they are opened.
sem_t* __real_sem_open(const char* name, int flags, ...);
sem_t* __wrap_sem_open(const char* name, int flags, ...) {
  va_list list;
  va_start(list, flags);
  const mode_t mode = va_arg(list, mode_t);
  const unsigned value = va_arg(list, unsigned);
  va_end(list);
  if (Is(interleave::kNamesAreForgotten)) sem_unlink(name);
  return __real_sem_open(name, flags, mode, value);
}

int __real_pthread_once(pthread_once_t* once, void (*routine)());
int __wrap_pthread_once(pthread_once_t* once, void (*routine)()) {
  if (!Is(interleave::kOnceRunsAgain))
    return __real_pthread_once(once, routine);
  routine();
  return 0;
}

int __real___cxa_guard_acquire(int64_t* guard);
int __wrap___cxa_guard_acquire(int64_t* guard) {
  if (Is(interleave::kGuardRunsAgain)) {
    interleave::g_guard = guard;
    return 1;
  }
  return __real___cxa_guard_acquire(guard);
}

// Each block is larger than the one before.
void* __real_malloc(size_t bytes);
void* __wrap_malloc(size_t bytes) {
  static size_t more = 0;
  return __real_malloc(Is(interleave::kHeapMoves) ? bytes + (more += 16)
                                                  : bytes);
}

// Members, by their mangled names: `this` is the first argument.

#define INTERLEAVE_MEMBER(mutant, name, instead) \
  void __real_##name(void* self);                \
  void __wrap_##name(void* self) {               \
    if (Is(mutant)) {                            \
      instead;                                   \
    } else {                                     \
      __real_##name(self);                       \
    }                                            \
  }

INTERLEAVE_MEMBER(interleave::kDetachIsForgotten, _ZNSt6thread6detachEv,
                  *static_cast<pthread_t*>(self) = 0)
INTERLEAVE_MEMBER(interleave::kJoinDoesNotWait, _ZNSt6thread4joinEv,
                  __real__ZNSt6thread6detachEv(self))
INTERLEAVE_MEMBER(interleave::kNotifyIsLost,
                  _ZNSt18condition_variable10notify_oneEv, )
INTERLEAVE_MEMBER(interleave::kNotifyIsLost,
                  _ZNSt18condition_variable10notify_allEv, )
INTERLEAVE_MEMBER(interleave::kAbslMutexAdmitsTwo,
                  _ZN4absl7debian35Mutex4LockEv, )
INTERLEAVE_MEMBER(interleave::kAbslMutexAdmitsTwo,
                  _ZN4absl7debian35Mutex6UnlockEv, )
INTERLEAVE_MEMBER(interleave::kAbslSignalIsLost,
                  _ZN4absl7debian37CondVar6SignalEv, )
INTERLEAVE_MEMBER(interleave::kAbslNotificationIsEarly,
                  _ZNK4absl7debian312Notification19WaitForNotificationEv, )
INTERLEAVE_MEMBER(interleave::kAbslCounterIsEarly,
                  _ZN4absl7debian315BlockingCounter4WaitEv, )

bool __real__ZN4absl7debian37Barrier5BlockEv(void* self);
bool __wrap__ZN4absl7debian37Barrier5BlockEv(void* self) {
  return !Is(interleave::kAbslBarrierOpensEarly) &&
         __real__ZN4absl7debian37Barrier5BlockEv(self);
}

// Of std::future's state.
void __real__ZNSt28__atomic_futex_unsigned_base19_M_futex_notify_allEPj(
    unsigned* word);
void __wrap__ZNSt28__atomic_futex_unsigned_base19_M_futex_notify_allEPj(
    unsigned* word) {
  if (Is(interleave::kFutureIsDeaf)) return;
  __real__ZNSt28__atomic_futex_unsigned_base19_M_futex_notify_allEPj(word);
}

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...) {
  va_list list;
  va_start(list, number);
  long a[6];
  for (long& argument : a) argument = va_arg(list, long);
  va_end(list);
  const bool wakes =
      number == SYS_futex && (a[1] & FUTEX_CMD_MASK) == FUTEX_WAKE;
  if (wakes && Is(interleave::kFutexWakeIsLost)) return 0;
  return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

// Atomic operations of instrumented code.

#define INTERLEAVE_TWO_STEPS(bits)                                           \
  uint##bits##_t __tsan_atomic##bits##_load(const volatile uint##bits##_t*,  \
                                            int);                            \
  void __tsan_atomic##bits##_store(volatile uint##bits##_t*, uint##bits##_t, \
                                   int);                                     \
  uint##bits##_t __real___tsan_atomic##bits##_fetch_add(                     \
      volatile uint##bits##_t*, uint##bits##_t, int);                        \
  uint##bits##_t __wrap___tsan_atomic##bits##_fetch_add(                     \
      volatile uint##bits##_t* memory, uint##bits##_t value, int order) {    \
    if (!Is(interleave::kChangeTakesTwoSteps)) {                             \
      return __real___tsan_atomic##bits##_fetch_add(memory, value, order);   \
    }                                                                        \
    const auto before = __tsan_atomic##bits##_load(memory, order);           \
    __tsan_atomic##bits##_store(                                             \
        memory, static_cast<uint##bits##_t>(before + value), order);         \
    return before;                                                           \
  }                                                                          \
  uint##bits##_t __real___tsan_atomic##bits##_exchange(                      \
      volatile uint##bits##_t*, uint##bits##_t, int);                        \
  uint##bits##_t __wrap___tsan_atomic##bits##_exchange(                      \
      volatile uint##bits##_t* memory, uint##bits##_t value, int order) {    \
    if (!Is(interleave::kChangeTakesTwoSteps)) {                             \
      return __real___tsan_atomic##bits##_exchange(memory, value, order);    \
    }                                                                        \
    const auto before = __tsan_atomic##bits##_load(memory, order);           \
    __tsan_atomic##bits##_store(memory, value, order);                       \
    return before;                                                           \
  }                                                                          \
  uint##bits##_t __real___tsan_atomic##bits##_compare_exchange_val(          \
      volatile uint##bits##_t*, uint##bits##_t, uint##bits##_t, int, int);   \
  uint##bits##_t __wrap___tsan_atomic##bits##_compare_exchange_val(          \
      volatile uint##bits##_t* memory, uint##bits##_t expected,              \
      uint##bits##_t value, int order, int failure_order) {                  \
    if (!Is(interleave::kChangeTakesTwoSteps)) {                             \
      return __real___tsan_atomic##bits##_compare_exchange_val(              \
          memory, expected, value, order, failure_order);                    \
    }                                                                        \
    const auto before = __tsan_atomic##bits##_load(memory, order);           \
    if (before == expected) {                                                \
      __tsan_atomic##bits##_store(memory, value, order);                     \
    }                                                                        \
    return before;                                                           \
  }

INTERLEAVE_TWO_STEPS(8)
INTERLEAVE_TWO_STEPS(16)
INTERLEAVE_TWO_STEPS(32)
INTERLEAVE_TWO_STEPS(64)

__extension__ using Bits128 = unsigned __int128;
Bits128 __real___tsan_atomic128_load(const volatile Bits128* memory, int order);
Bits128 __wrap___tsan_atomic128_load(const volatile Bits128* memory,
                                     int order) {
  if (!Is(interleave::kWideLoadTakesTwoSteps)) {
    return __real___tsan_atomic128_load(memory, order);
  }
  const auto* const halves = reinterpret_cast<const volatile uint64_t*>(memory);
  const Bits128 low = __tsan_atomic64_load(halves, order);
  const Bits128 high = __tsan_atomic64_load(halves + 1, order);
  return low | high << 64;
}

}  // extern "C"
