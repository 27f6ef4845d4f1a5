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

#include "interleave/explore/sampling_search.h"
#include "interleave/explore/search.h"
#include "interleave/strategy/estimate.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/sticky_random.h"

namespace interleave {

// Its parts: only one process tries and estimates; then what is left of the
// depth-first search, or the numbers of the samples, can be divided.
class AutoSearch final : public Search, public Divisible {
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
    return phase_ == Phase::kSampling ? executions_ >= sampling_end_
                                      : exhaustive_.is_done();
  }
  std::string Summary() const override;
  void Absorb(std::string_view summary) override;
  void NoteLeft(const std::vector<std::string>& texts) override;
  std::string NextRound() override;

 private:
  enum class Phase : uint8_t { kTrying, kEstimating, kProving, kSampling };

  void NextPhase();
  // Takes up sampling, which began with execution `sampling_begin_`, with
  // execution `executions_`.
  void LoadSamples();
  std::string SamplesText(ExecutionRange range) const;

  const std::optional<Bound> bound_;
  const uint64_t budget_;
  Phase phase_ = Phase::kTrying;
  uint64_t executions_ = 0;
  uint64_t sampling_begin_ = 0;
  uint64_t sampling_end_;
  uint64_t absorbed_ = 0;  // depth-first executions of parts
  std::optional<double> left_;
  bool was_walk_ = false;
  ExhaustiveStrategy exhaustive_;
  KnuthEstimator estimator_;
  const uint64_t seed_;
  const uint32_t slice_;
  std::optional<KnuthEstimator> random_;  // does as RandomStrategy does
  std::optional<StickyRandomStrategy> sticky_;
  Strategy* active_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_AUTO_SEARCH_H_
