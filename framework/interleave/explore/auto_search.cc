// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/auto_search.h"

#include <algorithm>
#include <limits>

namespace interleave {
namespace {

constexpr uint64_t kTriesMax = 2'000;
constexpr uint64_t kWalks = 64;

uint64_t BudgetOf(const Options& options) {
  return options.executions == 0 ? std::numeric_limits<uint64_t>::max()
                                 : options.executions;
}

// The walks that estimate draw from the same seed as the sampling later, so
// that begins behind them.
uint64_t Tries(uint64_t budget) { return std::min(kTriesMax, budget / 10 + 1); }

}  // namespace

AutoSearch::AutoSearch(const Options& options)
    : bound_(PreemptionBound(options)),
      budget_(BudgetOf(options)),
      exhaustive_(bound_),
      estimator_(options.seed, /*first_execution=*/0, bound_),
      random_(options.seed, kWalks),
      sticky_(options.seed, options.slice, kWalks),
      active_(&exhaustive_) {}

bool AutoSearch::Begin() {
  NextPhase();
  switch (phase_) {
    case Phase::kTrying:
    case Phase::kProving:
      active_ = &exhaustive_;
      break;
    case Phase::kEstimating:
      active_ = &estimator_;
      break;
    case Phase::kSampling:
      if (executions_ % 2 != 0) {
        active_ = &sticky_;
      } else if (bound_.has_value()) {
        active_ = &random_;
      } else {
        active_ = &estimator_;
      }
      break;
  }
  return active_->Begin();
}

void AutoSearch::NextPhase() {
  if (phase_ == Phase::kTrying && executions_ >= Tries(budget_)) {
    phase_ = Phase::kEstimating;
  }
  if (phase_ == Phase::kEstimating && estimator_.walks() >= kWalks) {
    const bool fits =
        estimator_.schedules() <= static_cast<double>(budget_ - executions_);
    phase_ = fits ? Phase::kProving : Phase::kSampling;
  }
}

void AutoSearch::End(const ExecutionResult& result) {
  was_walk_ = phase_ == Phase::kEstimating;
  if (!was_walk_) ++executions_;
  active_->End(result);
}

Estimate AutoSearch::estimate() const {
  if (phase_ == Phase::kSampling) return estimator_.estimate();
  const Estimate walked =
      phase_ == Phase::kProving ? estimator_.estimate() : Estimate();
  return WhileSearching(walked, exhaustive_.executions(), exhaustive_.done());
}

std::optional<double> AutoSearch::done() const {
  if (phase_ == Phase::kSampling) return std::nullopt;
  return exhaustive_.done();
}

std::string AutoSearch::name() const {
  if (active_ == &exhaustive_) return "exhaustive";
  return active_ == &sticky_ ? "sticky-random" : "random";
}

}  // namespace interleave
