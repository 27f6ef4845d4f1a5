// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/watchdog.h"

#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/crash_trap.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/thread_pointer.h"

namespace interleave {
namespace {

uint32_t g_seconds = 0;
StepNumber g_step = 0;  // at the last look

// The C library keeps the last ones for itself from the other end.
int TimerSignal() { return SIGRTMAX - 1; }

std::string HangText(const ucontext_t& context) {
  const long number = arch::InterruptedSystemCall(context);
  const std::string what =
      number == arch::kNoSystemCall
          ? "the task computes and comes to no schedule point"
          : absl::StrCat("the task waits in ", Watchdog::SystemCallName(number),
                         ", which is not controlled");
  return absl::StrCat(what, ", for more than ", g_seconds,
                      " s; if it is meant to take that long, raise --hang");
}

void OnTimer(int, siginfo_t*, void* context_given) {
  Task* const self = CurrentTask();
  if (self == nullptr) return;
  Execution& execution = *self->execution;
  if (execution.step() != g_step) {
    g_step = execution.step();
    return;
  }
  const auto& context = *static_cast<const ucontext_t*>(context_given);
  Finding finding;
  {
    const OutsideControl outside(*self);
    finding.kind = FindingKind::kHang;
    finding.message = HangText(context);
    finding.stack = InterruptedStack(context);
  }
  execution.AddFinding(*self, std::move(finding));
  execution.Cut(*self);
}

}  // namespace

void Watchdog::Set(uint32_t seconds) {
  g_seconds = seconds;
  struct sigaction action = {};
  action.sa_sigaction = &OnTimer;
  // Restarted system calls are seen in what was interrupted.
  action.sa_flags = static_cast<int>(SA_SIGINFO | SA_ONSTACK | SA_RESTART);
  SetRealAction(TimerSignal(), action);
  sigevent event = {};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = TimerSignal();
  event._sigev_un._tid = gettid();
  timer_t timer;
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) return;
  itimerspec times = {};
  times.it_interval = {static_cast<time_t>(seconds), 0};
  times.it_value = times.it_interval;
  timer_settime(timer, 0, &times, nullptr);
}

std::string Watchdog::SystemCallName(long number) {
  switch (number) {
#ifdef SYS_poll  // of older architectures
    case SYS_poll:
      return "poll";
    case SYS_select:
      return "select";
    case SYS_epoll_wait:
      return "epoll_wait";
    case SYS_pause:
      return "pause";
#endif
    case SYS_read:
      return "read";
    case SYS_write:
      return "write";
    case SYS_readv:
      return "readv";
    case SYS_ppoll:
      return "ppoll";
    case SYS_pselect6:
      return "pselect";
    case SYS_epoll_pwait:
      return "epoll_wait";
    case SYS_recvfrom:
      return "recvfrom";
    case SYS_recvmsg:
      return "recvmsg";
    case SYS_sendto:
      return "sendto";
    case SYS_accept:
    case SYS_accept4:
      return "accept";
    case SYS_connect:
      return "connect";
    case SYS_wait4:
      return "wait4";
    case SYS_waitid:
      return "waitid";
    case SYS_futex:
      return "futex";
    case SYS_flock:
      return "flock";
    case SYS_openat:
      return "openat";
    case SYS_rt_sigtimedwait:
      return "sigtimedwait";
    case SYS_rt_sigsuspend:
      return "sigsuspend";
    case SYS_clock_nanosleep:
      return "clock_nanosleep";
    default:
      break;
  }
  if (number == arch::kSomeSystemCall) return "a system call";
  return absl::StrCat("system call ", number);
}

}  // namespace interleave
