// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/crash_trap.h"

#include <dlfcn.h>
#include <signal.h>
#include <ucontext.h>
#include <unwind.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/thread_pointer.h"

extern "C" {
void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));
void __asan_set_error_report_callback(void (*callback)(const char*))
    __attribute__((weak));
}

namespace interleave {
namespace {

constexpr int kSignals[] = {SIGSEGV, SIGBUS,  SIGFPE, SIGILL,
                            SIGABRT, SIGTRAP, SIGSYS};
constexpr size_t kStackBytes = size_t{256} << 10;
constexpr uintptr_t kNearNull = 4096;

using SigactionFunction = int (*)(int, const struct sigaction*,
                                  struct sigaction*);

SigactionFunction RealSigaction() {
  static const auto real =
      reinterpret_cast<SigactionFunction>(dlsym(RTLD_NEXT, "sigaction"));
  return real;
}

// Before any process is forked, which would look it up anew.
[[maybe_unused]] const SigactionFunction g_real_sigaction = RealSigaction();

void LetItEnd(int signal) {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  SetRealAction(signal, action);
}

bool IsBelowStack(const Donor& donor, uintptr_t address) {
  const auto limit = reinterpret_cast<uintptr_t>(donor.stack_limit());
  return address < limit + kNearNull && address >= limit - kStackGuardBytes;
}

bool HasOverflown(const Task& self, int signal, const siginfo_t& info,
                  const arch::FaultingFrame& frame) {
  if (signal != SIGSEGV && signal != SIGBUS) return false;
  return IsBelowStack(*self.donor, reinterpret_cast<uintptr_t>(info.si_addr)) ||
         IsBelowStack(*self.donor, frame.stack_pointer);
}

std::string Explanation(const Crash& crash) {
  if (crash.signal == SIGABRT) return ": abort was called";
  if (crash.signal == SIGFPE && crash.code == FPE_INTDIV) {
    return ": an integer was divided by zero";
  }
  if (crash.signal != SIGSEGV) return {};
  const auto address = reinterpret_cast<uintptr_t>(crash.address);
  if (crash.code == SEGV_MAPERR && address < kNearNull) {
    return absl::StrCat(": a null pointer was used (address ", address, ")");
  }
  if (crash.code == SEGV_MAPERR) return ": there is no memory at the address";
  if (crash.code == SEGV_ACCERR) return ": the memory may not be used so";
  return {};
}

// Where a walk over frames has come to.
struct Walk {
  Crash* crash;
  const void* from;  // the frame at fault: those before it are the handler's
  bool begun = false;
};

_Unwind_Reason_Code TakeFrame(_Unwind_Context* context, void* argument) {
  auto& walk = *static_cast<Walk*>(argument);
  Crash& crash = *walk.crash;
  auto* const code = reinterpret_cast<const char*>(_Unwind_GetIP(context));
  if (code == nullptr || crash.stack_size == Crash::kStackMax) {
    return _URC_END_OF_STACK;
  }
  const bool is_first = !walk.begun && code == walk.from;
  walk.begun |= is_first;
  // Places are those before a return address.
  if (walk.begun) {
    crash.stack[crash.stack_size++] = is_first ? code + 1 : code;
  }
  return _URC_NO_REASON;
}

void TakeFrames(const ucontext_t& context, Crash* crash) {
  const arch::FaultingFrame frame = arch::FaultingFrameOf(context);
  crash->stack_size = 0;
  Walk walk{crash, frame.code};
  _Unwind_Backtrace(&TakeFrame, &walk);
  // A call of what is no code: its caller is what counts.
  if (crash->stack_size == 0 && frame.return_address != nullptr) {
    crash->stack[crash->stack_size++] = frame.return_address;
  }
}

// Allocates nothing: whatever was interrupted may be what allocates.
void Describe(int signal, const siginfo_t& info, const ucontext_t& context,
              Crash* crash) {
  const arch::FaultingFrame frame = arch::FaultingFrameOf(context);
  crash->signal = signal;
  crash->code = info.si_code;
  crash->address = info.si_addr;
  const Task* const self = internal::current_task;
  crash->overflow = self != nullptr && HasOverflown(*self, signal, info, frame);
  TakeFrames(context, crash);
}

void OnSignal(int signal, siginfo_t* info, void* context) {
  Task* const running = internal::current_task;
  if (running == nullptr) {
    LetItEnd(signal);
    return;
  }
  Crash& crash = running->execution->crash();
  crash.breaks_process = true;
  Describe(signal, *info, *static_cast<const ucontext_t*>(context), &crash);
  Task* const self = CurrentTask();
  if (self == nullptr) {
    // The scheduler itself, which may not be called: whoever waits for this
    // process says so.
    LetItEnd(signal);
    return;
  }
  Finding finding;
  {
    const OutsideControl outside(*self);
    finding = CrashTrap::FindingOf(crash);
  }
  self->execution->AddFinding(*self, std::move(finding));
  self->execution->Cut(*self);
}

constinit char g_summary[512] = "";  // of the sanitizer's report

// "... SUMMARY: AddressSanitizer: heap-use-after-free a.cc:7 in main ..."
void OnReport(const char* report) {
  constexpr std::string_view kTitle = "SUMMARY: ";
  const char* const found = std::strstr(report, kTitle.data());
  if (found == nullptr) return;
  const char* const begin = found + kTitle.size();
  const size_t length =
      std::min(std::strcspn(begin, "\n"), std::size(g_summary) - 1);
  std::copy_n(begin, length, g_summary);
  g_summary[length] = '\0';
}

void OnDeath() {
  Task* const self = CurrentTask();
  if (self == nullptr) return;
  self->execution->crash().breaks_process = true;
  self->execution->AddFinding(
      *self, FindingKind::kCrash,
      g_summary[0] == '\0'
          ? "a sanitizer ended the process; its report is in the program's "
            "output"
          : absl::StrCat(g_summary,
                         "; the whole report is in the program's "
                         "output"));
  self->execution->Cut(*self);
}

}  // namespace

int SetRealAction(int signal, const struct sigaction& action) {
  return RealSigaction()(signal, &action, nullptr);
}

std::vector<const void*> InterruptedStack(const ucontext_t& context) {
  Crash crash;
  TakeFrames(context, &crash);
  const auto* const begin = crash.stack.data();
  return std::vector<const void*>(begin, begin + crash.stack_size);
}

void CrashTrap::Set() {
  stack_t stack = {};
  stack.ss_sp = new char[kStackBytes];
  stack.ss_size = kStackBytes;
  sigaltstack(&stack, nullptr);
  struct sigaction action = {};
  action.sa_sigaction = &OnSignal;
  action.sa_flags = static_cast<int>(SA_SIGINFO | SA_ONSTACK | SA_NODEFER);
  for (const int signal : kSignals) SetRealAction(signal, action);
  if (__sanitizer_set_death_callback != nullptr) {
    __sanitizer_set_death_callback(&OnDeath);
  }
  if (__asan_set_error_report_callback != nullptr) {
    __asan_set_error_report_callback(&OnReport);
  }
}

Finding CrashTrap::FindingOf(const Crash& crash) {
  Finding finding;
  finding.kind = FindingKind::kCrash;
  finding.message =
      crash.overflow
          ? "stack overflow: the task has used all of its stack; if it is "
            "meant to go that deep, give tasks larger ones with --stack-bytes "
            "(--interleave_stack_bytes)"
          : absl::StrCat(SignalText(crash.signal), Explanation(crash));
  finding.stack.assign(
      crash.stack.begin(),
      crash.stack.begin() + static_cast<ptrdiff_t>(crash.stack_size));
  return finding;
}

std::string CrashTrap::SignalText(int signal) {
  const char* const name = sigabbrev_np(signal);
  return absl::StrCat("SIG", name == nullptr ? "?" : name, " (",
                      strsignal(signal), ")");
}

}  // namespace interleave
