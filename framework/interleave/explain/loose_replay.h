// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// LooseReplayStrategy: follows choices as far as they fit, and counts.
//
// Thread safety: none. Determinism: no randomness. Cost: as LooseRules.

#ifndef INTERLEAVE_EXPLAIN_LOOSE_REPLAY_H_
#define INTERLEAVE_EXPLAIN_LOOSE_REPLAY_H_

#include <utility>
#include <vector>

#include "interleave/runtime/strategy.h"
#include "interleave/strategy/loose_rules.h"

namespace interleave {

class LooseReplayStrategy final : public Strategy {
 public:
  explicit LooseReplayStrategy(Choices choices) : rules_(std::move(choices)) {}

  // Always true.
  bool Begin() override {
    rules_.Begin();
    preemptions_ = 0;
    return true;
  }
  uint32_t Choose(const ChoicePoint& point) override {
    const uint32_t answer = rules_.Answer(point);
    if (IsPreemption(point, answer)) ++preemptions_;
    return answer;
  }
  void End(const ExecutionResult&) override {}

  // Of the execution under way or just over.
  uint32_t preemptions() const { return preemptions_; }

  static bool IsPreemption(const ChoicePoint& point, uint32_t answer) {
    return point.kind == ChoiceKind::kSwitch &&
           point.current != ChoicePoint::kNotEnabled && answer != point.current;
  }

 private:
  LooseRules rules_;
  uint32_t preemptions_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_LOOSE_REPLAY_H_
