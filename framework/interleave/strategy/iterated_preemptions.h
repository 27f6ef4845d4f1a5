// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// IteratedPreemptionsStrategy: all executions with 0 preemptions, then all
// with at most 1, then 2, ...
//
// Most races need one or two preemptions, so this finds the simplest failing
// schedule first and can say "verified up to n preemptions" at any time.
// Source: Musuvathi & Qadeer, PLDI 2007. Departure: the paper keeps every
// alternative beyond the bound in a queue for the next round, which takes
// memory with each execution; here each round starts afresh and passes again
// through the executions with fewer preemptions, a fraction of about
// bound / (schedule points) of the round. repeated() counts them.
// Thread safety: none. Determinism: as ExhaustiveStrategy. Cost: the same.

#ifndef INTERLEAVE_STRATEGY_ITERATED_PREEMPTIONS_H_
#define INTERLEAVE_STRATEGY_ITERATED_PREEMPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "interleave/runtime/strategy.h"
#include "interleave/strategy/divisible.h"
#include "interleave/strategy/exhaustive.h"

namespace interleave {

class IteratedPreemptionsStrategy final : public Strategy, public Divisible {
 public:
  // `preemptions_max` is the last bound to try.
  explicit IteratedPreemptionsStrategy(uint32_t preemptions_max);

  // False when the last bound is completed, when a bound left nothing out, or
  // when the program turned out to be nondeterministic.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override {
    return search_.Choose(point);
  }
  void End(const ExecutionResult& result) override;

  // The bound of the execution under way or just over.
  uint32_t bound() const { return bound_; }
  // Every execution with at most so many preemptions took place.
  std::optional<uint32_t> completed_bound() const { return completed_bound_; }
  // Every execution at all took place.
  bool exhausted() const { return exhausted_; }
  // Executions that an earlier bound had already brought.
  uint64_t repeated() const { return repeated_; }
  // As ExhaustiveStrategy::nondeterminism.
  const std::string& nondeterminism() const { return search_.nondeterminism(); }

  // --- Divisible. A round is all of one bound; parts are those of a round.

  std::string Describe() const override;
  bool Load(std::string_view text) override;
  std::optional<Part> Split() override;
  uint64_t split_depth() const override { return search_.split_depth(); }
  bool done() const override {
    return search_.done() &&
           (exhausted_ || one_round_ || bound_ >= preemptions_max_ ||
            !search_.nondeterminism().empty());
  }
  std::string Summary() const override { return search_.Summary(); }
  void Absorb(std::string_view summary) override { search_.Absorb(summary); }
  std::string NextRound() override;

 private:
  const uint32_t preemptions_max_;
  uint32_t bound_ = 0;
  ExhaustiveStrategy search_;
  std::optional<uint32_t> completed_bound_;
  bool exhausted_ = false;
  uint64_t repeated_ = 0;
  bool one_round_ = false;  // what comes after it is decided elsewhere
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_ITERATED_PREEMPTIONS_H_
