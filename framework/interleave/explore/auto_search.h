// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AutoSearch: proves what is small, else a portfolio of strategies that sample.
//
// It begins depth first. From the 33rd execution on, unless some hundred seem
// to be all, seven of eight are the portfolio's (explore/portfolio.h), so that
// a bug which that comes to soon is not found much later. When depth first has
// not ended after kTriesMax of its executions, or a tenth of the budget, random
// walks, which don't count, estimate the space (Knuth 1975); if the rest of the
// budget is enough, depth first goes on to the end, else the portfolio does. A
// body of a few thousand schedules so ends in an exact number.
//
// Thread safety: none. Determinism: the i-th execution depends on the options,
// the program and i alone.

#ifndef INTERLEAVE_EXPLORE_AUTO_SEARCH_H_
#define INTERLEAVE_EXPLORE_AUTO_SEARCH_H_

#include "interleave/explore/learning_search.h"
#include "interleave/explore/portfolio.h"
#include "interleave/explore/search.h"
#include "interleave/strategy/estimate.h"
#include "interleave/strategy/exhaustive.h"

namespace interleave {

// Its parts: only one process tries and estimates; then what is left of the
// depth-first search, or of a round of the portfolio, can be divided.
class AutoSearch final : public Search, public Divisible {
 public:
  // `race`: see pos.
  explicit AutoSearch(const Options& options,
                      PosStrategy::Race race = &WouldBeOrdered);

  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override {
    if (active_ == &samples_) return samples_.Choose(point);
    return point.count > 1 ? active_->Choose(point) : 0;
  }
  void End(const ExecutionResult& result) override;

  bool WantsLonePoints() const override { return true; }
  bool exhausted() const override { return exhaustive_.exhausted(); }
  std::optional<Bound> bound() const override {
    return exhaustive_.bound_was_hit() ? bound_ : std::nullopt;
  }
  std::optional<Bound> trying() const override { return bound_; }
  Estimate estimate() const override;
  std::optional<double> done() const override;
  // Those of the portfolio, when depth first has passed all.
  uint64_t repeated() const override {
    return exhausted() ? samples_.sampler().executions_of_all() : 0;
  }
  bool WasRedundant() const override { return was_walk_; }
  // Of the portfolio's executions of pct; none once all is proven.
  std::optional<Confidence> confidence() const override {
    return samples() ? samples_.confidence() : std::nullopt;
  }
  // Unless it is clear that it won't come to that.
  bool samples() const override {
    return phase_ != Phase::kProving && !exhausted();
  }
  Difference nondeterminism() const override {
    return exhaustive_.nondeterminism();
  }
  std::string name() const override;
  Divisible* divisible() override { return this; }

  std::string Describe() const override;
  bool Load(std::string_view text) override;
  std::optional<Part> Split() override;
  uint64_t split_depth() const override;
  bool is_done() const override {
    return phase_ == Phase::kSampling ? samples_.is_done()
                                      : exhaustive_.is_done();
  }
  std::string Summary() const override;
  void Absorb(std::string_view summary) override;
  void NoteLeft(const std::vector<std::string>& texts) override;
  std::string NextRound() override;

 private:
  enum class Phase : uint8_t { kTrying, kEstimating, kProving, kSampling };

  void NextPhase();
  // The portfolio's turn, while depth first tries.
  bool IsSamplesTurn() const;
  std::string Text(const std::string& samples,
                   const std::string& exhaustive) const;

  const std::optional<Bound> bound_;
  const uint64_t budget_;
  Phase phase_ = Phase::kTrying;
  uint64_t tried_ = 0;     // executions depth first, in the end, that try
  uint64_t sampled_ = 0;   // executions of the portfolio since the last one
  uint64_t absorbed_ = 0;  // depth-first executions of parts
  std::optional<double> left_;
  bool was_walk_ = false;
  ExhaustiveStrategy exhaustive_;
  KnuthEstimator estimator_;
  LearningSearch<Portfolio> samples_;
  Strategy* active_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_AUTO_SEARCH_H_
