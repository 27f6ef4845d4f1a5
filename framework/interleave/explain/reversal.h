// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ReversalStrategy: a schedule as it was, but for two steps in the other order.
//
// The base is followed (loosely) until a task comes to the first step of an
// order. It is held there until the other task has taken the second step, and
// goes on at once then; whoever would be next by the base, and is held, gives
// way to the task that is waited for, and else to the one of lowest id. Several
// orders may be reversed in one execution. It gives up where nobody else can go
// on: then the program orders the two.
// Thread safety: none. Determinism: no randomness. Cost: as LooseRules, and
// linear in the orders for each choice.

#ifndef INTERLEAVE_EXPLAIN_REVERSAL_H_
#define INTERLEAVE_EXPLAIN_REVERSAL_H_

#include <vector>

#include "interleave/explain/order.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/loose_rules.h"

namespace interleave {

class ReversalStrategy final : public Strategy {
 public:
  // `orders` are as they are in the base.
  ReversalStrategy(Choices base, std::vector<Order> orders);

  // Always true.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult&) override {}
  bool WantsLonePoints() const override { return true; }

  // In the execution just over each first step came after its second.
  bool reversed() const;

 private:
  enum class Stage : uint8_t {
    kBefore,  // nobody was held yet
    kHeld,
    kOver,    // the second step was taken; the first may be, now
    kMissed,  // the second came first by itself, or the first was over
  };

  bool IsHeld(TaskId task) const;
  // Brings the stages up to date; whom to let go on at once, or kNoTask.
  TaskId Advance(const ChoicePoint& point);
  uint32_t WhoElse(const ChoicePoint& point) const;

  LooseRules rules_;
  const std::vector<Order> orders_;
  std::vector<Stage> stages_;  // by order
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_REVERSAL_H_
