// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ExecutionLimits: within what an execution stays, and what of it is asked.

#ifndef INTERLEAVE_RUNTIME_EXECUTION_LIMITS_H_
#define INTERLEAVE_RUNTIME_EXECUTION_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "interleave/base/ids.h"
#include "interleave/schedule/liberty.h"

namespace interleave {

// When a deadline may let a task go on.
enum class Timeouts : uint8_t {
  kWhenIdle,  // when nobody else can go on: the clock moves then
  kAnytime,   // at any schedule point: others may be that slow
};

// Which operations of instrumented code are schedule points; each includes
// those before it. All are counted, so that a schedule holds for every setting.
enum class Points : uint8_t {
  kSync,     // synchronisation and named points
  kAtomics,  // atomic operations, fences, readings of a clock
  kShared,   // plain accesses to memory that tasks share with no order
  kAll,      // every access
};

// What becomes of a data race.
enum class Races : uint8_t {
  kFail,     // it is a finding
  kExplore,  // it is noted, and what it leads to is explored
  kOff,      // nobody asks
};

// What becomes of an execution that only a timeout let go on.
enum class OnlyTimeouts : uint8_t {
  kNote,
  kFail,  // it is a finding: a deadlock, but for the timeout
  kOff,   // nobody asks
};

struct ExecutionLimits {
  LibertyBudgets liberties;
  StepNumber steps_max = 1'000'000;
  size_t stack_bytes = 0;  // of each task; 0: the system's default
  Timeouts timeouts = Timeouts::kWhenIdle;
  OnlyTimeouts only_timeouts = OnlyTimeouts::kNote;
  Points points = Points::kShared;
  Races races = Races::kFail;
  // Of instrumented code every access is kept and judged, not only those to
  // memory that an earlier execution showed to be shared.
  bool watches_all = false;
  // What tasks gave back is kept, and who uses it is found (task_heap.h).
  bool checks_heap = false;
  // The body is the `main` of a program, in a process of its own that ends with
  // the execution: nothing is put right for another one.
  bool whole_program = false;
  // ... and an exit code that isn't 0 is a finding.
  bool fails_on_exit_code = false;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_EXECUTION_LIMITS_H_
