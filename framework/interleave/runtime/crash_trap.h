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

#include <string>

namespace interleave {

class CrashTrap {
 public:
  // From now on, until the process ends, in the thread that calls: SIGSEGV,
  // SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP and SIGSYS, on a stack of their
  // own, and the end of the process by a sanitizer.
  static void Set();

  // "SIGSEGV (Segmentation fault)"
  static std::string SignalText(int signal);
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_CRASH_TRAP_H_
