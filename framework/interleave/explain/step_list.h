// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// StepListStrategy: follows choices and keeps what each step depends on.
//
// Of very many steps it keeps the last and those near preemptions and near what
// a task does seldom.
// Thread safety: none. Determinism: no randomness. Cost: some 100 bytes for
// each step that is kept.

#ifndef INTERLEAVE_EXPLAIN_STEP_LIST_H_
#define INTERLEAVE_EXPLAIN_STEP_LIST_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "interleave/explain/order.h"
#include "interleave/explain/seldom_steps.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/footprint.h"
#include "interleave/strategy/loose_rules.h"

namespace interleave {

struct ListedStep {
  StepKey key;
  Footprint footprint;
  // Its task could have taken it earlier, and another was let go on there.
  bool preempted = false;
  // Another task was preempted just before it.
  bool preempts = false;
  bool seldom = false;  // SeldomSteps
};

class StepListStrategy final : public Strategy {
 public:
  // Keeps so many of the last steps and half as many of those before.
  explicit StepListStrategy(Choices choices, size_t steps_max = 2'000)
      : rules_(std::move(choices)), steps_max_(steps_max) {}

  // Always true.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;
  bool WantsLonePoints() const override { return true; }

  // Of the execution just over, in order.
  const std::vector<ListedStep>& steps() const { return steps_; }

 private:
  void LeaveOut();

  LooseRules rules_;
  const size_t steps_max_;
  SeldomSteps seldom_;
  size_t passed_ = 0;  // so many of the steps were looked at, and are kept
  std::vector<ListedStep> steps_;
  std::vector<TaskId> preempted_;  // stand where they were preempted
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_STEP_LIST_H_
