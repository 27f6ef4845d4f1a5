// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// StepListStrategy: follows choices and keeps what each step depends on.
//
// Thread safety: none. Determinism: no randomness. Cost: some 100 bytes for
// each step.

#ifndef INTERLEAVE_EXPLAIN_STEP_LIST_H_
#define INTERLEAVE_EXPLAIN_STEP_LIST_H_

#include <utility>
#include <vector>

#include "interleave/explain/order.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/footprint.h"
#include "interleave/strategy/loose_rules.h"

namespace interleave {

struct ListedStep {
  StepKey key;
  Footprint footprint;
  // Its task could have taken it earlier, and another was let go on there.
  bool preempted = false;
};

class StepListStrategy final : public Strategy {
 public:
  explicit StepListStrategy(Choices choices) : rules_(std::move(choices)) {}

  // Always true.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult&) override {}
  bool WantsLonePoints() const override { return true; }

  // Of the execution under way or just over, in order.
  const std::vector<ListedStep>& steps() const { return steps_; }

 private:
  LooseRules rules_;
  std::vector<ListedStep> steps_;
  std::vector<TaskId> preempted_;  // stand where they were preempted
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_STEP_LIST_H_
