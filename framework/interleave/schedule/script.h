// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Script: a schedule written by a person, in names.
//
// As text (docs/scripts.md), one line each, '#' begins a comment:
//
//   run reset until pool.reset.loaded      # stops before passing the point
//   run return until pool.return.loaded#2  # when it meets it a second time
//   run reset until blocked
//   run return to end
//   order pool.reset.stored before pool.return.added
//
// and the same in C++:
//
//   interleave::Script()
//       .Run("reset").Until("pool.reset.loaded")
//       .Run("return").Until("pool.return.loaded", 2)
//       .Run("reset").UntilBlocked()
//       .Run("return").ToEnd()
//       .Order("pool.reset.stored", "pool.return.added");

#ifndef INTERLEAVE_SCHEDULE_SCRIPT_H_
#define INTERLEAVE_SCHEDULE_SCRIPT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace interleave {

enum class Until : uint8_t {
  kPoint,    // the task is about to pass `point`
  kBlocked,  // the task cannot go on
  kEnd,      // the task has ended
};

struct ScriptStep {
  std::string task;
  Until until = Until::kEnd;
  std::string point;        // kPoint only
  uint32_t occurrence = 0;  // 0: the next time; n: the n-th time in the task
  int line = 0;             // in the text; 0 when built in C++

  friend bool operator==(const ScriptStep&, const ScriptStep&) = default;
};

// No task passes `after` for the `after_occurrence`-th time (0: at all) before
// some task has passed `before` that often (0: once).
struct OrderConstraint {
  std::string before;
  uint32_t before_occurrence = 0;
  std::string after;
  uint32_t after_occurrence = 0;
  int line = 0;

  friend bool operator==(const OrderConstraint&,
                         const OrderConstraint&) = default;
};

class Script {
 public:
  class StepBuilder;

  // Begins a step; its ending says how long the task runs.
  StepBuilder Run(std::string_view task);
  // Occurrences count over all tasks together.
  Script& Order(std::string_view before, std::string_view after);
  Script& Order(std::string_view before, uint32_t before_occurrence,
                std::string_view after, uint32_t after_occurrence);

  const std::vector<ScriptStep>& steps() const { return steps_; }
  const std::vector<OrderConstraint>& constraints() const {
    return constraints_;
  }
  bool empty() const { return steps_.empty() && constraints_.empty(); }

  friend bool operator==(const Script&, const Script&) = default;

 private:
  friend absl::StatusOr<Script> ParseScript(std::string_view text,
                                            std::string_view file);

  std::vector<ScriptStep> steps_;
  std::vector<OrderConstraint> constraints_;
};

class Script::StepBuilder {
 public:
  Script& Until(std::string_view point, uint32_t occurrence = 0);
  Script& UntilBlocked();
  Script& ToEnd();

 private:
  friend class Script;
  StepBuilder(Script& script, std::string_view task);

  Script& script_;
  ScriptStep step_;
};

// "run reset until pool.reset.loaded#2", as it stands in a script.
std::string FormatScriptStep(const ScriptStep& step);
// "order a.b before c.d".
std::string FormatOrderConstraint(const OrderConstraint& constraint);
// ENSURES: ParseScript(FormatScript(s), ...) equals s but for line numbers.
std::string FormatScript(const Script& script);

// Errors are kInvalidArgument, "FILE:LINE:COLUMN: expected ..., found ...".
absl::StatusOr<Script> ParseScript(std::string_view text,
                                   std::string_view file);

}  // namespace interleave

#endif  // INTERLEAVE_SCHEDULE_SCRIPT_H_
