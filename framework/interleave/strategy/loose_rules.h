// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// LooseRules: follows recorded choices as far as they still fit.
//
// Where the task and its count of points match a recorded switch and its target
// can go on, that switch is made, else the announcer goes on, else the lowest
// id. So it works on changed code and on lists of choices from which some were
// taken out, and it never gives up.
// Thread safety: none. Determinism: no randomness. Cost: a binary search in the
// choices for each answer.

#ifndef INTERLEAVE_STRATEGY_LOOSE_RULES_H_
#define INTERLEAVE_STRATEGY_LOOSE_RULES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/runtime/strategy.h"
#include "interleave/schedule/choice.h"

namespace interleave {

class LooseRules {
 public:
  explicit LooseRules(Choices base);

  // Before each execution.
  void Begin() { drawn_.assign(rules_.size(), false); }
  // Of a switch or a value.
  uint32_t Answer(const ChoicePoint& point);

 private:
  uint32_t DrawnValue(const ChoicePoint& point, size_t rule);

  Choices rules_;  // sorted by kind, task and count; values in order drawn
  std::vector<bool> drawn_;  // by rule; values only, of this execution
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_LOOSE_RULES_H_
