// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ScriptPoints: how often each task has met the yield points of a script.
//
// Thread safety: none. Determinism: names and counts only. Cost: one string
// comparison for each name of the script at each yield point.

#ifndef INTERLEAVE_STRATEGY_SCRIPT_POINTS_H_
#define INTERLEAVE_STRATEGY_SCRIPT_POINTS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/runtime/strategy.h"
#include "interleave/schedule/script.h"

namespace interleave {

class ScriptPoints {
 public:
  explicit ScriptPoints(const Script& script);

  // A new execution begins. What was ever met stays known.
  void Reset();

  // `task` has come to `task.next`. A second call for the same schedule point
  // does nothing.
  void Announce(const TaskState& task);

  // How often `task` has come to the point, this time included.
  // REQUIRES: the script names `point`.
  uint32_t TimesMet(TaskId task, std::string_view point) const;

  // The names that no task has met in any execution, in the script's order.
  std::vector<std::string> NeverMet() const;

 private:
  struct Counts {
    uint32_t points = 0;             // TaskState::points when last announced
    std::vector<uint32_t> met = {};  // by name
  };

  void Add(const std::string& name);
  size_t Find(std::string_view name) const;  // names_.size(): not there

  std::vector<std::string> names_;
  std::vector<bool> ever_met_;  // by name
  std::vector<Counts> tasks_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_SCRIPT_POINTS_H_
