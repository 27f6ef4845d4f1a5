// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AutoSearch: exhaustive when the space is small, else random.
//
// It begins depth first. When that has not ended after a tenth of the budget,
// random walks, which don't count, estimate the space (Knuth 1975); if the rest
// of the budget is enough, depth first goes on to the end, else random and
// sticky random take turns. A body of a few hundred schedules so ends in an
// exact number.

#ifndef INTERLEAVE_EXPLORE_AUTO_SEARCH_H_
#define INTERLEAVE_EXPLORE_AUTO_SEARCH_H_

#include "interleave/explore/search.h"
#include "interleave/strategy/estimate.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/sticky_random.h"

namespace interleave {

class AutoSearch final : public Search {
 public:
  explicit AutoSearch(const Options& options);

  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override {
    return active_->Choose(point);
  }
  void End(const ExecutionResult& result) override;

  bool exhausted() const override { return exhaustive_.exhausted(); }
  std::optional<Bound> bound() const override {
    return exhaustive_.bound_was_hit() ? bound_ : std::nullopt;
  }
  std::optional<Bound> trying() const override { return bound_; }
  // Random executions are further walks.
  Estimate estimate() const override;
  std::optional<double> done() const override;
  bool WasRedundant() const override { return was_walk_; }
  Difference nondeterminism() const override {
    return exhaustive_.nondeterminism();
  }
  std::string name() const override;

 private:
  enum class Phase : uint8_t { kTrying, kEstimating, kProving, kSampling };

  void NextPhase();

  const std::optional<Bound> bound_;
  const uint64_t budget_;
  Phase phase_ = Phase::kTrying;
  uint64_t executions_ = 0;
  bool was_walk_ = false;
  ExhaustiveStrategy exhaustive_;
  KnuthEstimator estimator_;
  RandomStrategy random_;  // where the estimator stays within a bound
  StickyRandomStrategy sticky_;
  Strategy* active_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_AUTO_SEARCH_H_
