// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: signals.
//
// What a task sends to itself (raise, pthread_kill of its own handle) comes at
// once, on its own stack, as in any thread: the system does that, since the
// thread that carries the tasks is the one that asks. For the same reason that
// thread has the signal mask of all tasks, so each task's own is kept here, and
// a signal that it blocks waits until it does so no more or takes it. Whatever
// would come from elsewhere, at a time that no schedule says, is refused by
// name.

#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kSignalNames[] = {
    "raise",       "pthread_kill", "pthread_sigmask", "sigpending", "sigwait",
    "sigwaitinfo", "sigtimedwait", "sigsuspend",      "pause",      "alarm",
    "setitimer",   "timer_create", "pthread_sigqueue"};

constexpr int kSignalsEnd = 65;  // signals are 1 to 64

uint64_t BitOf(int signal) { return uint64_t{1} << (signal - 1); }
bool IsSignal(int signal) { return signal > 0 && signal < kSignalsEnd; }

uint64_t BitsOf(const sigset_t& set) {
  uint64_t bits = 0;
  for (int signal = 1; signal < kSignalsEnd; ++signal) {
    if (sigismember(&set, signal) == 1) bits |= BitOf(signal);
  }
  return bits;
}

uint64_t BlockableBitsOf(const sigset_t& set) {
  return BitsOf(set) & ~(BitOf(SIGKILL) | BitOf(SIGSTOP));
}

void WriteBits(uint64_t bits, sigset_t* set) {
  sigemptyset(set);
  for (int signal = 1; signal < kSignalsEnd; ++signal) {
    if ((bits & BitOf(signal)) != 0) sigaddset(set, signal);
  }
}

// Its handler, or what else the signal does, comes before this returns.
int Send(Task& self, int signal) {
  if ((self.signals_blocked & BitOf(signal)) == 0) {
    return INTERLEAVE_REAL(raise)(signal);
  }
  self.signals_pending |= BitOf(signal);
  return 0;
}

void SendPending(Task& self) {
  for (int signal = 1; signal < kSignalsEnd; ++signal) {
    if ((self.signals_pending & ~self.signals_blocked & BitOf(signal)) == 0) {
      continue;
    }
    self.signals_pending &= ~BitOf(signal);
    INTERLEAVE_REAL(raise)(signal);
  }
}

// One of `set` that waits for the task, or 0.
int TakePending(Task& self, const sigset_t& set) {
  const uint64_t bits = self.signals_pending & BitsOf(set);
  if (bits == 0) return 0;
  const int signal = __builtin_ctzll(bits) + 1;
  self.signals_pending &= ~BitOf(signal);
  return signal;
}

void NoteWait(Task& self, std::string_view name) {
  self.execution->NoteUnmodelled(
      name,
      "it fails with ENOSYS: a task has no signals but those it sent itself");
}

void NoteTimer(Task& self, std::string_view name) {
  self.execution->NoteUnmodelled(
      name,
      "no signal is sent: it would come by real time, which no schedule tells");
}

int Refuse() {
  errno = ENOSYS;
  return -1;
}

}  // namespace

DoorNames SignalDoors() { return kSignalNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

int raise(int signal) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr || !interleave::IsSignal(signal)) {
    return INTERLEAVE_REAL(raise)(signal);
  }
  return interleave::Send(*self, signal);
}

int pthread_kill(pthread_t thread, int signal) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_kill)(thread, signal);
  const Task* const target = self->execution->FindTask(thread);
  if (signal == 0) return target != nullptr ? 0 : ESRCH;
  if (!interleave::IsSignal(signal)) return EINVAL;
  if (target == self) {
    return interleave::Send(*self, signal) == 0 ? 0 : errno;
  }
  self->execution->NoteUnmodelled(
      "pthread_kill",
      "to another task it fails with ENOSYS; no signal is sent");
  return ENOSYS;
}

int pthread_sigqueue(pthread_t thread, int signal,
                     const union sigval value) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_sigqueue)(thread, signal, value);
  }
  self->execution->NoteUnmodelled("pthread_sigqueue",
                                  "it fails with ENOSYS; no signal is sent");
  return ENOSYS;
}

int pthread_sigmask(int how, const sigset_t* set, sigset_t* before) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(pthread_sigmask)(how, set, before);
  }
  const uint64_t blocked = self->signals_blocked;
  if (set != nullptr) {
    const uint64_t bits = interleave::BlockableBitsOf(*set);
    if (how == SIG_BLOCK) {
      self->signals_blocked |= bits;
    } else if (how == SIG_UNBLOCK) {
      self->signals_blocked &= ~bits;
    } else if (how == SIG_SETMASK) {
      self->signals_blocked = bits;
    } else {
      return EINVAL;
    }
  }
  if (before != nullptr) interleave::WriteBits(blocked, before);
  interleave::SendPending(*self);
  return 0;
}

int sigpending(sigset_t* set) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sigpending)(set);
  interleave::WriteBits(self->signals_pending, set);
  return 0;
}

int sigwait(const sigset_t* set, int* signal) {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sigwait)(set, signal);
  *signal = interleave::TakePending(*self, *set);
  if (*signal != 0) return 0;
  interleave::NoteWait(*self, "sigwait");
  return ENOSYS;
}

int sigtimedwait(const sigset_t* set, siginfo_t* info,
                 const struct timespec* timeout) {
  Task* const self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(sigtimedwait)(set, info, timeout);
  }
  const int signal = interleave::TakePending(*self, *set);
  if (signal == 0) {
    interleave::NoteWait(*self, "sigtimedwait");
    return interleave::Refuse();
  }
  if (info != nullptr) {
    *info = {};
    info->si_signo = signal;
    info->si_code = SI_TKILL;
    info->si_pid = getpid();
    info->si_uid = getuid();
  }
  return signal;
}

int sigwaitinfo(const sigset_t* set, siginfo_t* info) {
  return CurrentTask() == nullptr ? INTERLEAVE_REAL(sigwaitinfo)(set, info)
                                  : sigtimedwait(set, info, nullptr);
}

int sigsuspend(const sigset_t* set) {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sigsuspend)(set);
  interleave::NoteWait(*self, "sigsuspend");
  return interleave::Refuse();
}

int pause() {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pause)();
  interleave::NoteWait(*self, "pause");
  return interleave::Refuse();
}

unsigned alarm(unsigned seconds) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(alarm)(seconds);
  if (seconds != 0) interleave::NoteTimer(*self, "alarm");
  return 0;
}

int setitimer(__itimer_which_t which, const struct itimerval* value,
              struct itimerval* before) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(setitimer)(which, value, before);
  interleave::NoteTimer(*self, "setitimer");
  return interleave::Refuse();
}

int timer_create(clockid_t clock, struct sigevent* event,
                 timer_t* timer) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr)
    return INTERLEAVE_REAL(timer_create)(clock, event, timer);
  interleave::NoteTimer(*self, "timer_create");
  return interleave::Refuse();
}

}  // extern "C"
