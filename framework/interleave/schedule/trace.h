// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Trace: what one execution did, step by step, for people to read.
//
// Exploration doesn't record traces; one comes from replaying a schedule.

#ifndef INTERLEAVE_SCHEDULE_TRACE_H_
#define INTERLEAVE_SCHEDULE_TRACE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/schedule/liberty.h"
#include "interleave/schedule/operation.h"

namespace interleave {

struct TraceStep {
  StepNumber number = 0;
  TaskId task = kNoTask;
  // How many schedule points the task had met; the key of recorded choices.
  uint32_t at = 0;
  OperationKind kind = OperationKind::kStart;
  // "mutex 1", "T2", the text of a user's object; empty when there is none.
  std::string object;
  // The task that kCreate starts; it may get its name later.
  TaskId created = kNoTask;
  // The name of the yield point, for kPoint.
  std::string point;
  // Where it was called, innermost first. For kPoint also `file` and `line`.
  std::vector<const void*> stack;
  std::string file;
  int line = 0;
  // The task could not go on when it came here and had to wait.
  bool waited = false;
  // What was taken in it.
  Liberty liberty = Liberty::kNone;
  // Another task was running just before this step.
  bool switched = false;
  // Its task had not done the same often before; known to the recorder only.
  bool seldom = false;
  // So many steps before it, back to the one that the trace has before it, are
  // left out. (Numbers alone don't tell: what concerns one task alone has one.)
  uint64_t left_out = 0;

  // Same step, whatever the addresses are.
  bool SameOperation(const TraceStep& other) const {
    return task == other.task && at == other.at && kind == other.kind &&
           object == other.object && point == other.point &&
           liberty == other.liberty;
  }
};

// What instrumented code did to memory that several tasks used.
struct TraceAccess {
  TaskId task = kNoTask;
  // The task's last step until then; the access itself when `is_step`.
  StepNumber step = 0;
  bool is_step = false;
  OperationKind kind = OperationKind::kRead;
  const void* address = nullptr;
  size_t bytes = 0;
  uint32_t life = 0;               // how often that memory had been given anew
  std::vector<const void*> stack;  // innermost first
  // What was there before it and after it, as the processor stores it; unknown
  // where `bytes` is above 8 or the memory is gone.
  bool known = false;
  uint64_t before = 0;
  uint64_t after = 0;

  // A compare-exchange that left what was there is a read.
  bool writes() const {
    return kind == OperationKind::kWrite ||
           kind == OperationKind::kAtomicStore ||
           (kind == OperationKind::kAtomicChange &&
            !(known && before == after));
  }
  bool Overlaps(const TraceAccess& other) const {
    const auto begin = reinterpret_cast<uintptr_t>(address);
    const auto others = reinterpret_cast<uintptr_t>(other.address);
    return life == other.life && begin < others + other.bytes &&
           others < begin + bytes;
  }
};

struct Trace {
  std::vector<std::string> task_names;  // by TaskId
  std::vector<TraceStep> steps;         // in order of their numbers
  std::vector<TraceAccess> accesses;    // in order; none of a step left out
  // Of a very long execution, steps far from its end, from changes of control
  // and from what is done seldom are left out.
  uint64_t steps_left_out = 0;

  // All that the execution had.
  uint64_t step_count() const { return steps_left_out + steps.size(); }
};

// Where a task stood when an execution was over.
struct TaskStanding {
  TaskId task = kNoTask;
  std::string name;
  bool finished = false;
  bool enabled = false;
  OperationKind next = OperationKind::kStart;  // what it was about to do
  std::string point;                           // for kPoint
  std::string object;                          // "mutex 1", "T2"
  const void* site = nullptr;                  // program counter, not kPoint
  // Who holds what it waits for, and where that was taken.
  TaskId holder = kNoTask;
  std::string holder_name;
  const void* holder_site = nullptr;
};

}  // namespace interleave

#endif  // INTERLEAVE_SCHEDULE_TRACE_H_
