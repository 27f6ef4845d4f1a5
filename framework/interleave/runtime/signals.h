// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The model of signals: who has sent which to whom, and when they come.
//
// All tasks are carried by one thread of the system, so what each blocks and
// what waits for it is kept here. A signal that a task sends to itself comes at
// once. One that another sends comes at the task's next schedule point, before
// what it does there, on its stack; it ends a wait that signals end. Handlers,
// and what else a signal does, are the system's. Results are errno values.
// Thread safety: none. Cost: nothing where no signal is sent, but a test of a
// flag at each schedule point.

#ifndef INTERLEAVE_RUNTIME_SIGNALS_H_
#define INTERLEAVE_RUNTIME_SIGNALS_H_

#include <cstdint>

#include "interleave/runtime/execution.h"

namespace interleave {

inline constexpr int kSignalsEnd = 65;  // signals are 1 to 64
constexpr uint64_t SignalBit(int signal) { return uint64_t{1} << (signal - 1); }
constexpr bool IsSignal(int signal) {
  return signal > 0 && signal < kSignalsEnd;
}

// REQUIRES: IsSignal(signal)
int SendToTask(Task& self, Task& target, int signal);
int SendToProcess(Task& self, int signal);
// The same with no schedule point, by nobody: a timer's. False: it waits
// already, so that nothing changes.
bool SendByTimer(Execution& execution, Task* target, int signal);

// The task blocks exactly these from now on.
void BlockSignals(Task& self, uint64_t blocked);
// Those that wait for it.
uint64_t PendingSignals(const Task& self);

// Waits for one of the set and takes it; 0 when `deadline` comes first, and -1
// when another signal does.
int AwaitSignal(Task& self, uint64_t set, const void* site,
                VirtualTime deadline = kNoDeadline);
// Waits for any that has a handler, and that `blocked` does not hold.
void AwaitHandler(Task& self, uint64_t blocked, const void* site);

// The signals that ended a wait come. True: their handlers say that what was
// interrupted begins anew.
bool DeliverAndRestart(Task& self);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_SIGNALS_H_
