// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/crash_trap.h"

#include <dlfcn.h>
#include <signal.h>
#include <ucontext.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/stack_trace.h"
#include "interleave/runtime/thread_pointer.h"

extern "C" void __sanitizer_set_death_callback(void (*callback)())
    __attribute__((weak));

namespace interleave {
namespace {

constexpr int kSignals[] = {SIGSEGV, SIGBUS,  SIGFPE, SIGILL,
                            SIGABRT, SIGTRAP, SIGSYS};
constexpr size_t kStackBytes = size_t{256} << 10;
// Below a stack: its guard page, and what one frame may leap over.
constexpr uintptr_t kGuardedBytes = uintptr_t{1} << 16;
constexpr uintptr_t kNearNull = 4096;

// The C library's own: ThreadSanitizer's keeps signals back, and would give the
// program's handlers to its own.
int SetAction(int signal, const struct sigaction& action) {
  using Function = int (*)(int, const struct sigaction*, struct sigaction*);
  static const auto real =
      reinterpret_cast<Function>(dlsym(RTLD_NEXT, "sigaction"));
  return real(signal, &action, nullptr);
}

void LetItEnd(int signal) {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  SetAction(signal, action);
}

bool IsBelowStack(const Donor& donor, uintptr_t address) {
  const auto limit = reinterpret_cast<uintptr_t>(donor.stack_limit());
  return address < limit + kNearNull && address >= limit - kGuardedBytes;
}

bool HasOverflown(const Task& self, int signal, const siginfo_t& info,
                  const arch::FaultingFrame& frame) {
  if (signal != SIGSEGV && signal != SIGBUS) return false;
  return IsBelowStack(*self.donor, reinterpret_cast<uintptr_t>(info.si_addr)) ||
         IsBelowStack(*self.donor, frame.stack_pointer);
}

std::string Explanation(int signal, const siginfo_t& info) {
  if (signal == SIGABRT) return ": abort was called";
  if (signal == SIGFPE && info.si_code == FPE_INTDIV) {
    return ": an integer was divided by zero";
  }
  if (signal != SIGSEGV) return {};
  const auto address = reinterpret_cast<uintptr_t>(info.si_addr);
  if (info.si_code == SEGV_MAPERR && address < kNearNull) {
    return absl::StrCat(": a null pointer was used (address ", address, ")");
  }
  if (info.si_code == SEGV_MAPERR) return ": there is no memory at the address";
  if (info.si_code == SEGV_ACCERR) return ": the memory may not be used so";
  return {};
}

std::string OverflowText(const Task& self) {
  return absl::StrCat(
      "stack overflow: ", self.name,
      " has used all of its stack; if it is meant to go that deep, give tasks "
      "larger ones with --stack-bytes (--interleave_stack_bytes)");
}

// The handler's own frames, and the one that the kernel made, come first.
std::vector<const void*> StackFrom(const arch::FaultingFrame& frame) {
  std::vector<const void*> stack = CaptureStack();
  const auto at = std::find(stack.begin(), stack.end(), frame.code);
  if (at == stack.end()) {
    // A call of what is no code: its caller is what counts.
    stack = {frame.return_address};
  } else {
    stack.erase(stack.begin(), at);
    // Places are those before a return address.
    stack.front() = static_cast<const char*>(stack.front()) + 1;
  }
  return stack;
}

void OnSignal(int signal, siginfo_t* info, void* context) {
  Task* const self = CurrentTask();
  if (self == nullptr) {
    LetItEnd(signal);
    return;
  }
  const arch::FaultingFrame frame = arch::FaultingFrameOf(*static_cast<ucontext_t*>(context));
  Finding finding;
  finding.kind = FindingKind::kCrash;
  finding.message =
      HasOverflown(*self, signal, *info, frame)
          ? OverflowText(*self)
          : absl::StrCat(CrashTrap::SignalText(signal),
                         Explanation(signal, *info));
  {
    const OutsideControl outside(*self);
    finding.stack = StackFrom(frame);
  }
  self->execution->AddFinding(*self, std::move(finding));
  self->execution->Cut(*self);
}

void OnDeath() {
  Task* const self = CurrentTask();
  if (self == nullptr) return;
  self->execution->AddFinding(
      *self, FindingKind::kCrash,
      "a sanitizer ended the process; its report is in the program's output");
  self->execution->Cut(*self);
}

}  // namespace

void CrashTrap::Set() {
  stack_t stack = {};
  stack.ss_sp = new char[kStackBytes];
  stack.ss_size = kStackBytes;
  sigaltstack(&stack, nullptr);
  struct sigaction action = {};
  action.sa_sigaction = &OnSignal;
  action.sa_flags = static_cast<int>(SA_SIGINFO | SA_ONSTACK | SA_NODEFER);
  for (const int signal : kSignals) SetAction(signal, action);
  if (__sanitizer_set_death_callback != nullptr) {
    __sanitizer_set_death_callback(&OnDeath);
  }
}

std::string CrashTrap::SignalText(int signal) {
  const char* const name = sigabbrev_np(signal);
  return absl::StrCat("SIG", name == nullptr ? "?" : name, " (",
                      strsignal(signal), ")");
}

}  // namespace interleave
