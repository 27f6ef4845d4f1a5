// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ExhaustiveStrategy: depth-first search over all choices, with or without a
// bound on preemptions or delays.
//
// Nothing is pruned but what lies beyond the bound (bound.h): this is the
// reference that the cleverer searches are tested against.
// Thread safety: none. Determinism: no randomness; the order of executions is
// fixed by the program. Cost: O(1) for a choice; 32 bytes for each choice of
// the longest execution, allocated once.

#ifndef INTERLEAVE_STRATEGY_EXHAUSTIVE_H_
#define INTERLEAVE_STRATEGY_EXHAUSTIVE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/bound.h"
#include "interleave/strategy/difference.h"

namespace interleave {

class ExhaustiveStrategy final : public Strategy {
 public:
  explicit ExhaustiveStrategy(std::optional<Bound> bound = std::nullopt);

  // False when the space within the bound is exhausted, or when the program
  // turned out to be nondeterministic.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;

  // Forgets everything and begins again with another bound.
  void Restart(std::optional<Bound> bound);

  // Everything within the bound was executed.
  bool exhausted() const { return finished_ && nondeterminism_.empty(); }
  // The bound left something out: exhausted() is then not a proof.
  bool bound_was_hit() const { return bound_was_hit_; }
  // Executions since the beginning, or since Restart.
  uint64_t executions() const { return executions_; }
  // The share of the space within the bound that was passed, 0 to 1: the
  // probability that a random walk within the bound ends in one of those
  // executions. Cost: linear in the number of choices of the present one.
  double done() const;
  // Preemptions or delays of the execution under way or just over.
  uint32_t cost() const { return cost_; }

  // How a choice that was to be repeated differs from the first time; empty
  // when it never did. The search ends there, because what it believed to have
  // covered isn't.
  const Difference& nondeterminism() const { return nondeterminism_; }

 private:
  // One choice of the path to the present execution.
  struct Node {
    // What was offered, to be recognised.
    uint32_t count = 0;
    uint32_t base = 0;
    TaskId announcer = kNoTask;
    ObjectId object = kNoObject;
    ChoiceKind kind = ChoiceKind::kSwitch;
    OperationKind operation = OperationKind::kStart;
    // What was answered: the rank in the order of trying, 0 is the default.
    uint32_t rank = 0;
    // Preemptions or delays before this choice.
    uint32_t spent = 0;

    bool SameOffer(const Node& other) const;
  };

  Node OfferOf(const ChoicePoint& point) const;
  uint32_t Take(const Node& node);
  void GiveUp(const Node& recorded, const Node& met, StepNumber step);
  void Advance();

  BoundedOrder order_;
  std::vector<Node> path_;
  size_t depth_ = 0;  // choices made in this execution
  uint32_t cost_ = 0;
  uint64_t executions_ = 0;
  bool finished_ = false;
  bool bound_was_hit_ = false;
  Difference nondeterminism_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_EXHAUSTIVE_H_
