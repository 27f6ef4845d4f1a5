// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// StepListener: is told of every step of explorations at full speed.
//
// It sees what a Strategy sees of a step, also where there is but one answer,
// and accesses to shared memory and fences when all other tasks have ended. It
// changes nothing: executions are the same with and without one. (An Observer
// is told more, in words, and is too slow for an exploration.) Calls come in
// the scheduler: a listener may allocate, but must not call the program,
// synchronise or let an exception out.

#ifndef INTERLEAVE_RUNTIME_STEP_LISTENER_H_
#define INTERLEAVE_RUNTIME_STEP_LISTENER_H_

#include <cstdint>
#include <optional>

#include "interleave/runtime/strategy.h"

namespace interleave {

class StepListener {
 public:
  virtual ~StepListener() = default;

  // `task` goes on and carries out `task.next`. Of `point` the fields `step`
  // and `tasks` hold.
  virtual void OnStep(const ChoicePoint& point, const TaskState& task) = 0;
  // The running task drew `value`, where there was a choice.
  virtual void OnDraw(const TaskState& task, uint32_t value) = 0;
  // Asked when an execution ends: for ExecutionResult::trace.
  virtual std::optional<uint64_t> trace() const { return std::nullopt; }
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_STEP_LISTENER_H_
