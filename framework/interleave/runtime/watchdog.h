// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Watchdog: finds a task that no longer comes to a schedule point.
//
// A timer interrupts the process. When the execution has taken no step from one
// time to the next, the task that runs is cut off where it stands, with its
// stack: it computes, or waits in a system call that is not controlled, which
// is named. What it finds hangs on the speed of the machine only where a task
// needs that long between two steps.
//
// Thread safety: the handler runs on the thread that carries the tasks.

#ifndef INTERLEAVE_RUNTIME_WATCHDOG_H_
#define INTERLEAVE_RUNTIME_WATCHDOG_H_

#include <cstdint>
#include <string>

namespace interleave {

class Watchdog {
 public:
  // From now on, in the thread that calls, until the process ends. What is
  // found has lasted between one and two times as long.
  // REQUIRES: seconds > 0
  static void Set(uint32_t seconds);

  // "read", "futex"; "system call 999" of one that is seldom waited in.
  static std::string SystemCallName(long number);
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_WATCHDOG_H_
