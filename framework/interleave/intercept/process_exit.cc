// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: the end of the process, and failed assertions.
//
// A whole program that exits does so under control: its handlers and the
// destructors of its static objects run in the task that exits, others may go
// on between their steps, and the last handler of all, which is ours, ends the
// execution. In the body of a test each of these is a finding.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "interleave/intercept/doors.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/real.h"
#include "interleave/runtime/thread_exit.h"

namespace interleave {
namespace {

constexpr std::string_view kProcessExitNames[] = {
    "exit", "_exit", "_Exit", "quick_exit", "__assert_fail"};

int g_exit_code = 0;
const void* g_exit_site = nullptr;

// Where handlers would end; nothing outside of whole programs.
void EndAfterHandlers() {
  Task* const self = CurrentTask();
  if (self == nullptr || !self->execution->is_whole_program()) return;
  self->execution->EndProcess(*self, g_exit_code, g_exit_site);
}

// Before all others, so that it is called after them.
__attribute__((constructor(101))) void BeTheLastHandler() {
  static_cast<void>(std::atexit(&EndAfterHandlers));
  static_cast<void>(std::at_quick_exit(&EndAfterHandlers));
}

// Only a whole program may end the process.
void ComeToExit(Task& self, std::string_view how, int code, const void* site) {
  if (!self.execution->is_whole_program()) {
    self.execution->AddFinding(
        self, FindingKind::kCrash,
        absl::StrCat("the body called ", std::string(how), "(", code,
                     "), which would end the test binary"));
    self.execution->Cut(self);
  }
  g_exit_code = code & 0xff;  // what others see of it
  g_exit_site = site;
}

[[noreturn]] void EndAtOnce(Task& self, std::string_view how, int code,
                            const void* site) {
  ComeToExit(self, how, code, site);
  self.execution->EndProcess(self, g_exit_code, site);
}

}  // namespace

DoorNames ProcessExitDoors() { return kProcessExitNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

void exit(int code) noexcept {
  if (Task* const self = CurrentTask()) {
    interleave::ComeToExit(*self, "exit", code, INTERLEAVE_CALLER());
    interleave::RunThreadLocalDestructors(*self);
  }
  INTERLEAVE_REAL(exit)(code);
  __builtin_unreachable();  // gcc takes the type alone
}

void quick_exit(int code) noexcept {
  if (Task* const self = CurrentTask()) {
    interleave::ComeToExit(*self, "quick_exit", code, INTERLEAVE_CALLER());
  }
  INTERLEAVE_REAL(quick_exit)(code);
  __builtin_unreachable();  // gcc takes the type alone
}

void _exit(int code) {
  if (Task* const self = CurrentTask()) {
    interleave::EndAtOnce(*self, "_exit", code, INTERLEAVE_CALLER());
  }
  INTERLEAVE_REAL(_exit)(code);
  __builtin_unreachable();  // gcc takes the type alone
}

void _Exit(int code) noexcept {
  if (Task* const self = CurrentTask()) {
    interleave::EndAtOnce(*self, "_Exit", code, INTERLEAVE_CALLER());
  }
  INTERLEAVE_REAL(_Exit)(code);
  __builtin_unreachable();  // gcc takes the type alone
}

void __assert_fail(const char* condition, const char* file, unsigned line,
                   const char* function) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) {
    INTERLEAVE_REAL(__assert_fail)(condition, file, line, function);
  }
  {
    const interleave::OutsideControl outside(*self);
    std::fprintf(stderr, "%s:%u: %s: Assertion `%s' failed.\n", file, line,
                 function, condition);
  }
  interleave::ReportAssertion(
      file, static_cast<int>(line),
      absl::StrCat("Assertion `", condition, "' failed"));
  self->execution->Cut(*self);
}

}  // extern "C"
