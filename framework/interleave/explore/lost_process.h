// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// LostProcess: what is found when a process ended in the middle of an
// execution.
//
// Thread safety: none needed; a pure function.

#ifndef INTERLEAVE_EXPLORE_LOST_PROCESS_H_
#define INTERLEAVE_EXPLORE_LOST_PROCESS_H_

#include "interleave/runtime/crash_trap.h"
#include "interleave/schedule/finding.h"

namespace interleave {

// Of a process of which waitpid told `status` and which had left `crash`; the
// task and the step are for the execution to tell (Execution::ConcludeLost).
Finding FindingOfLostProcess(int status, const Crash& crash);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_LOST_PROCESS_H_
