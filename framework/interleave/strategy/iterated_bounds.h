// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// IteratedBoundsStrategy: all executions with 0 preemptions or delays, then all
// with at most 1, then 2, ...
//
// Most races need one or two of either, so this finds the simplest failing
// schedule first and can say "verified up to n preemptions" at any time.
// Sources: those of bound.h. Departure: Musuvathi & Qadeer keep every
// alternative beyond the bound in a queue for the next round, which takes
// memory with each execution; here each round starts afresh and passes again
// through the executions that cost less, a fraction of about
// bound / (schedule points) of the round. repeated() counts them.
// Thread safety: none. Determinism: as ExhaustiveStrategy. Cost: the same.

#ifndef INTERLEAVE_STRATEGY_ITERATED_BOUNDS_H_
#define INTERLEAVE_STRATEGY_ITERATED_BOUNDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "interleave/runtime/strategy.h"
#include "interleave/strategy/bound.h"
#include "interleave/strategy/divisible.h"
#include "interleave/strategy/exhaustive.h"

namespace interleave {

class IteratedBoundsStrategy final : public Strategy, public Divisible {
 public:
  // `last` is the last bound to try.
  explicit IteratedBoundsStrategy(Bound last);
  ~IteratedBoundsStrategy() override;

  // False when the last bound is completed, when a bound left nothing out, or
  // when the program turned out to be nondeterministic.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override {
    return search_.Choose(point);
  }
  void End(const ExecutionResult& result) override;

  // The bound of the execution under way or just over.
  const Bound& bound() const { return bound_; }
  // Every execution within this bound took place.
  std::optional<Bound> completed_bound() const { return completed_bound_; }
  // Every execution at all took place.
  bool exhausted() const { return exhausted_; }
  // Executions with the present bound, and the share of it that was passed, as
  // ExhaustiveStrategy has them.
  uint64_t executions() const { return search_.executions(); }
  double done() const { return search_.done(); }
  double left() const { return search_.left(); }
  // Executions that an earlier bound had already brought.
  uint64_t repeated() const { return repeated_; }
  // As ExhaustiveStrategy::nondeterminism.
  const Difference& nondeterminism() const { return search_.nondeterminism(); }

  // --- Divisible. A round is all of one bound; parts are those of a round.

  std::string Describe() const override;
  bool Load(std::string_view text) override;
  std::optional<Part> Split() override;
  uint64_t split_depth() const override { return search_.split_depth(); }
  bool is_done() const override {
    return search_.is_done() &&
           (exhausted_ || one_round_ || bound_.most >= last_.most ||
            !search_.nondeterminism().empty());
  }
  std::string Summary() const override;
  void Absorb(std::string_view summary) override;
  std::string NextRound() override;

 private:
  const Bound last_;
  Bound bound_;
  ExhaustiveStrategy search_;
  std::optional<Bound> completed_bound_;
  bool exhausted_ = false;
  uint64_t repeated_ = 0;
  bool one_round_ = false;  // what comes after it is decided elsewhere
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_ITERATED_BOUNDS_H_
