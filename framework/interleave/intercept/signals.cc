// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: signals. Handlers are the system's; who has sent which to whom is
// kept by runtime/signals.h, since one thread carries all tasks.

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/signal_set.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/process_identity.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kSignalNames[] = {
    "raise",        "kill",       "pthread_kill", "pthread_sigmask",
    "sigprocmask",  "sigpending", "sigwait",      "sigwaitinfo",
    "sigtimedwait", "sigsuspend", "pause",        "pthread_sigqueue"};

int ChangeMask(Task& self, int how, const sigset_t* set, sigset_t* before) {
  const uint64_t blocked = self.signals_blocked;
  if (before != nullptr) WriteSignals(blocked, before);
  if (set == nullptr) return 0;
  const uint64_t bits = SignalsOf(*set);
  switch (how) {
    case SIG_BLOCK:
      BlockSignals(self, blocked | bits);
      return 0;
    case SIG_UNBLOCK:
      BlockSignals(self, blocked & ~bits);
      return 0;
    case SIG_SETMASK:
      BlockSignals(self, bits);
      return 0;
    default:
      return EINVAL;
  }
}

int TimedWait(Task& self, const sigset_t& set, siginfo_t* info,
              const timespec* timeout, const void* site) {
  VirtualTime deadline = kNoDeadline;
  if (timeout != nullptr) {
    if (!IsValidTimespec(*timeout)) {
      errno = EINVAL;
      return -1;
    }
    deadline = DeadlineAfter(self.execution->LookAtClock(self, site), *timeout);
  }
  const int signal = AwaitSignal(self, SignalsOf(set), site, deadline);
  if (signal <= 0) {
    errno = signal == 0 ? EAGAIN : EINTR;
    return -1;
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
  return interleave::SendToTask(*self, *self, signal);
}

int kill(pid_t process, int signal) noexcept {
  Task* const self = CurrentTask();
  const pid_t own = interleave::RealProcess();
  const bool is_own = process == own || process == interleave::kFirstThreadId;
  if (self == nullptr || !is_own || !interleave::IsSignal(signal) ||
      signal == SIGKILL || signal == SIGSTOP) {
    return INTERLEAVE_REAL(kill)(self != nullptr && is_own ? own : process,
                                 signal);
  }
  return interleave::SendToProcess(*self, signal);
}

int pthread_kill(pthread_t thread, int signal) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_kill)(thread, signal);
  Task* const target = self->execution->FindTask(thread);
  if (signal == 0) return target != nullptr ? 0 : ESRCH;
  if (!interleave::IsSignal(signal)) return EINVAL;
  if (target == nullptr) return ESRCH;
  return interleave::SendToTask(*self, *target, signal);
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
  return self == nullptr ? INTERLEAVE_REAL(pthread_sigmask)(how, set, before)
                         : interleave::ChangeMask(*self, how, set, before);
}

int sigprocmask(int how, const sigset_t* set, sigset_t* before) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sigprocmask)(how, set, before);
  const int error = interleave::ChangeMask(*self, how, set, before);
  if (error == 0) return 0;
  errno = error;
  return -1;
}

int sigpending(sigset_t* set) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sigpending)(set);
  interleave::WriteSignals(interleave::PendingSignals(*self), set);
  return 0;
}

int sigwait(const sigset_t* set, int* signal) {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sigwait)(set, signal);
  do {  // a handler in between does not end it
    *signal = interleave::AwaitSignal(*self, interleave::SignalsOf(*set),
                                      INTERLEAVE_CALLER());
  } while (*signal <= 0);
  return 0;
}

int sigtimedwait(const sigset_t* set, siginfo_t* info,
                 const struct timespec* timeout) {
  Task* const self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(sigtimedwait)(set, info, timeout);
  }
  return interleave::TimedWait(*self, *set, info, timeout, INTERLEAVE_CALLER());
}

int sigwaitinfo(const sigset_t* set, siginfo_t* info) {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sigwaitinfo)(set, info);
  return interleave::TimedWait(*self, *set, info, nullptr, INTERLEAVE_CALLER());
}

int sigsuspend(const sigset_t* set) {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sigsuspend)(set);
  interleave::AwaitHandler(*self, interleave::SignalsOf(*set),
                           INTERLEAVE_CALLER());
  errno = EINTR;
  return -1;
}

int pause() {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pause)();
  // What came before does not end it.
  interleave::BlockSignals(*self, self->signals_blocked);
  interleave::AwaitHandler(*self, self->signals_blocked, INTERLEAVE_CALLER());
  errno = EINTR;
  return -1;
}

}  // extern "C"
