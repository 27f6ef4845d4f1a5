// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ExhaustiveStrategy: depth-first search over all choices, with or without a
// bound on preemptions or delays.
//
// Nothing is pruned but what lies beyond the bound (bound.h): this is the
// reference that the cleverer searches are tested against.
// Thread safety: none. Determinism: no randomness; the order of executions is
// fixed by the program. Cost: O(1) for a choice; 36 bytes for each choice of
// the longest execution, allocated once.

#ifndef INTERLEAVE_STRATEGY_EXHAUSTIVE_H_
#define INTERLEAVE_STRATEGY_EXHAUSTIVE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/bound.h"
#include "interleave/strategy/difference.h"
#include "interleave/strategy/divisible.h"

namespace interleave {

class ExhaustiveStrategy final : public Strategy, public Divisible {
 public:
  explicit ExhaustiveStrategy(std::optional<Bound> bound = std::nullopt);
  ~ExhaustiveStrategy() override;

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
  // The share of that space that is still to be passed here: what belongs to
  // other parts is neither done nor left. Cost: the same.
  double left() const;
  // Preemptions or delays of the execution under way or just over.
  uint32_t cost() const { return cost_; }

  // How a choice that was to be repeated differs from the first time; empty
  // when it never did. The search ends there, because what it believed to have
  // covered isn't.
  const Difference& nondeterminism() const { return nondeterminism_; }

  // --- Divisible; the bound is not part of the text. Cost: linear in the path.

  std::string Describe() const override;
  bool Load(std::string_view text) override;
  std::optional<Part> Split() override;
  uint64_t split_depth() const override;
  bool is_done() const override { return finished_; }
  std::string Summary() const override;
  void Absorb(std::string_view summary) override;
  std::string NextRound() override;

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
    // Ranks from here on belong to others; `count` when all are ours.
    uint32_t limit = 0;
    // Preemptions or delays before this choice.
    uint32_t spent = 0;

    bool SameOffer(const Node& other) const;
    std::string Text() const;
    bool Parse(std::string_view text);
  };

  void StartAfresh();  // within the same bound
  Node OfferOf(const ChoicePoint& point) const;
  uint32_t Take(const Node& node);
  void GiveUp(const Node& recorded, const Node& met, StepNumber step);
  void Advance();
  // Ranks from here on are beyond the bound or belong to others.
  uint32_t EndOf(const Node& node) const;
  // Has an alternative of ours left, within the bound.
  bool IsOpen(const Node& node) const;
  // The index in path_ of the first that is open; its size when none is.
  size_t FirstOpen() const;

  BoundedOrder order_;
  std::vector<Node> path_;
  size_t depth_ = 0;       // choices made in this execution
  size_t first_open_ = 0;  // none before it is open, nor will ever be
  uint32_t cost_ = 0;
  uint64_t executions_ = 0;
  bool finished_ = false;
  bool bound_was_hit_ = false;
  Difference nondeterminism_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_EXHAUSTIVE_H_
