// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/watchdog.h"

#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/crash_trap.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/thread_pointer.h"

namespace interleave {
namespace {

struct SystemCall {
  long number;
  std::string_view name;  // of the function that makes it
};

// Those that may wait for somebody else.
constexpr SystemCall kSystemCalls[] = {
#ifdef SYS_poll  // of older architectures
    {SYS_poll, "poll"},
    {SYS_select, "select"},
    {SYS_epoll_wait, "epoll_wait"},
    {SYS_pause, "pause"},
    {SYS_open, "open"},
#endif
    {SYS_read, "read"},
    {SYS_write, "write"},
    {SYS_readv, "readv"},
    {SYS_writev, "writev"},
    {SYS_pread64, "pread"},
    {SYS_pwrite64, "pwrite"},
    {SYS_preadv, "preadv"},
    {SYS_pwritev, "pwritev"},
    {SYS_ppoll, "ppoll"},
    {SYS_pselect6, "pselect"},
    {SYS_epoll_pwait, "epoll_wait"},
    {SYS_recvfrom, "recvfrom"},
    {SYS_recvmsg, "recvmsg"},
    {SYS_recvmmsg, "recvmmsg"},
    {SYS_sendto, "sendto"},
    {SYS_sendmsg, "sendmsg"},
    {SYS_sendmmsg, "sendmmsg"},
    {SYS_accept, "accept"},
    {SYS_accept4, "accept"},
    {SYS_connect, "connect"},
    {SYS_wait4, "wait4"},
    {SYS_waitid, "waitid"},
    {SYS_futex, "futex"},
    {SYS_flock, "flock"},
    {SYS_fcntl, "fcntl"},
    {SYS_openat, "openat"},
    {SYS_fsync, "fsync"},
    {SYS_fdatasync, "fdatasync"},
    {SYS_splice, "splice"},
    {SYS_tee, "tee"},
    {SYS_vmsplice, "vmsplice"},
    {SYS_sendfile, "sendfile"},
    {SYS_copy_file_range, "copy_file_range"},
    {SYS_msgrcv, "msgrcv"},
    {SYS_msgsnd, "msgsnd"},
    {SYS_semop, "semop"},
    {SYS_semtimedop, "semtimedop"},
    {SYS_mq_timedreceive, "mq_receive"},
    {SYS_mq_timedsend, "mq_send"},
    {SYS_rt_sigtimedwait, "sigtimedwait"},
    {SYS_rt_sigsuspend, "sigsuspend"},
    {SYS_nanosleep, "nanosleep"},
    {SYS_clock_nanosleep, "clock_nanosleep"},
    {SYS_getrandom, "getrandom"},
    {SYS_io_getevents, "io_getevents"},
    {SYS_io_uring_enter, "io_uring_enter"},
    {SYS_sched_yield, "sched_yield"},
    {SYS_close, "close"},
    {SYS_ioctl, "ioctl"},
};

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
  for (const SystemCall& call : kSystemCalls) {
    if (call.number == number) return std::string(call.name);
  }
  if (number == arch::kSomeSystemCall) return "a system call";
  return absl::StrCat("system call ", number);
}

}  // namespace interleave
