// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// WalkedSearch: a strategy that searches a space to its end, and random walks
// that tell how large the space is.
//
// The walks come once it is clear that the search is no matter of a moment.
// They are executions like others, in which findings are found, but they don't
// count: the search itself comes to what they met.
// There are none in instrumented programs without ThreadSanitizer's runtime.
// Cost: a comparison for each choice; kWalks executions for each space.

#ifndef INTERLEAVE_EXPLORE_WALKED_SEARCH_H_
#define INTERLEAVE_EXPLORE_WALKED_SEARCH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "interleave/explore/search.h"
#include "interleave/strategy/bound.h"
#include "interleave/strategy/estimate.h"

namespace interleave {

template <typename Inner>
class WalkedSearch : public Search {
 public:
  static constexpr uint64_t kWalks = 64;

  bool Begin() final {
    if (walking_ && walker_->walks() < kWalks) return walker_->Begin();
    walking_ = false;
    if (WalksAreDue(/*at_end=*/false)) return BeginWalks();
    if (inner_.Begin()) return true;
    return WalksAreDue(/*at_end=*/true) && BeginWalks();
  }
  uint32_t Choose(const ChoicePoint& point) final {
    if (walking_) return walker_->Choose(point);
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) final {
    was_walk_ = walking_;
    if (walking_) {
      walker_->End(result);
    } else {
      inner_.End(result);
      ++runs_;
      counted_ += !inner_.WasRedundant();
    }
  }
  bool WantsLonePoints() const final { return inner_.WantsLonePoints(); }
  bool KeepsLocations() const final { return inner_.KeepsLocations(); }
  bool WasRedundant() const final { return was_walk_ || inner_.WasRedundant(); }
  Difference nondeterminism() const final { return inner_.nondeterminism(); }

 protected:
  template <typename... Arguments>
  explicit WalkedSearch(uint64_t seed, Arguments... arguments)
      : inner_(arguments...), seed_(seed) {}

  // Walks are wanted now: asked before each execution of the search, and when
  // it has ended. REQUIRES: false once has_walked() is true
  virtual bool WalksAreDue(bool at_end) const = 0;
  // The bound of the present space, within which walks stay.
  virtual std::optional<Bound> WalkBound() const { return std::nullopt; }

  // There were walks in the present space.
  bool has_walked() const {
    return walker_.has_value() && walked_within_ == WalkBound();
  }
  // What they say; not known without them.
  Estimate walked() const {
    return has_walked() ? walker_->estimate() : Estimate();
  }
  // Executions of the search, redundant ones included, and without them.
  uint64_t runs() const { return runs_; }
  uint64_t counted() const { return counted_; }

  // They are under way.
  bool is_walking() const { return walking_; }

  // The walks of the present space as text; "-" without them.
  std::string WalksText() const {
    return has_walked() ? walker_->Text() : std::string(kNoWalks);
  }
  // Goes on from there, within WalkBound(). False: it is no such text.
  bool LoadWalks(std::string_view text) {
    walker_.reset();
    walking_ = false;
    if (text == kNoWalks) return true;
    walked_within_ = WalkBound();
    walker_.emplace(seed_, /*first_execution=*/0, walked_within_);
    if (!walker_->Load(text)) return false;
    walking_ = walker_->walks() < kWalks;
    return true;
  }
  // Those of a part, unless more are known here.
  void AbsorbWalks(std::string_view text) {
    KnuthEstimator other(seed_);
    if (!other.Load(text)) return;
    if (!has_walked() || walker_->walks() < other.walks()) LoadWalks(text);
  }

  Inner inner_;

 private:
  static constexpr std::string_view kNoWalks = "-";

  bool BeginWalks() {
    walked_within_ = WalkBound();
    walker_.emplace(seed_, /*first_execution=*/0, walked_within_);
    walking_ = true;
    return walker_->Begin();
  }

  const uint64_t seed_;
  std::optional<KnuthEstimator> walker_;
  std::optional<Bound> walked_within_;
  uint64_t runs_ = 0;
  uint64_t counted_ = 0;
  bool walking_ = false;
  bool was_walk_ = false;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_WALKED_SEARCH_H_
