// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// CrashTrap: makes findings of the signals and reports that end a process.
//
// A task that is at fault is cut off where it stands, and its execution is
// concluded as after any finding: with the task, its stack and its step. What
// the program left of its memory may be broken by then, so the process is to
// run no other execution. Handlers that the program sets itself take the place
// of these; and a fault while the scheduler runs, or of no task, ends the
// process by its signal, for whoever waits for it to tell.
//
// Thread safety: the handlers run on the thread that carries the tasks.

#ifndef INTERLEAVE_RUNTIME_CRASH_TRAP_H_
#define INTERLEAVE_RUNTIME_CRASH_TRAP_H_

#include <signal.h>
#include <ucontext.h>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "interleave/schedule/finding.h"

namespace interleave {

struct Task;

// The C library's sigaction: ThreadSanitizer's keeps signals back, and would
// give the program's handlers to its own.
int SetRealAction(int signal, const struct sigaction& action);
// Of a signal's handler: the frames that were interrupted, innermost first.
std::vector<const void*> InterruptedStack(const ucontext_t& context);

// What a signal came for. Plain data, so that a process that is at fault itself
// can leave it to another one.
struct Crash {
  static constexpr size_t kStackMax = 64;

  int signal = 0;  // 0: none has come
  int code = 0;    // siginfo_t's si_code
  // The process is to run no other execution.
  bool breaks_process = false;
  const void* address = nullptr;
  bool overflow = false;  // of the task's stack
  size_t stack_size = 0;
  std::array<const void*, kStackMax> stack;  // innermost first
};

class CrashTrap {
 public:
  // From now on, until the process ends, in the thread that calls: SIGSEGV,
  // SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP and SIGSYS, on a stack of their
  // own, and the end of the process by a sanitizer.
  static void Set();

  // What is said of it, without the task and the step.
  static Finding FindingOf(const Crash& crash);

  // "SIGSEGV (Segmentation fault)"
  static std::string SignalText(int signal);
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_CRASH_TRAP_H_
