// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// StepNames: what the steps of a recorded execution are called, so that they
// are known again in a changed program.
//
// Thread safety: none. Cost: a look-up in the debug information for each place,
// once; a map of the steps.

#ifndef INTERLEAVE_EXPLORE_STEP_NAMES_H_
#define INTERLEAVE_EXPLORE_STEP_NAMES_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "interleave/schedule/schedule.h"
#include "interleave/schedule/trace.h"

namespace interleave {

// A function's name alone: "void pool::Reset<int>(Pool&)" is
// "pool::Reset<int>", and a lambda is the function it stands in.
std::string FunctionName(std::string_view demangled);

class StepNames {
 public:
  // REQUIRES: `trace` outlives this, and its stacks are of this process.
  explicit StepNames(const Trace& trace);

  // Of the step of `task` at its `at`-th schedule point; nothing where that was
  // not taken, or the program has no debug information.
  Identity Of(TaskId task, uint32_t at) const;
  // The step of `task` of that kind and function, the `occurrence`-th there;
  // null when there is none.
  const TraceStep* Find(TaskId task, OperationKind kind,
                        const Identity& identity) const;

  // Gives each switch its identity. REQUIRES: they are of this execution.
  void Identify(std::vector<RecordedChoice>& choices) const;

 private:
  const Trace& trace_;
  std::vector<Identity> identities_;  // by step
  std::map<std::pair<TaskId, uint32_t>, size_t> by_point_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_STEP_NAMES_H_
