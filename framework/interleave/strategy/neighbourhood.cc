// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/neighbourhood.h"

#include <utility>

namespace interleave {

NeighbourhoodStrategy::NeighbourhoodStrategy(Choices base)
    : base_(std::move(base)) {}

bool NeighbourhoodStrategy::Begin() {
  base_.Begin();
  depth_ = 0;
  return !base_done_ || fork_ < forks_.size();
}

uint32_t NeighbourhoodStrategy::Choose(const ChoicePoint& point) {
  const size_t depth = depth_++;
  const uint32_t answer = base_.Answer(point);
  if (!base_done_) {
    forks_.push_back({point.count, answer});
    return answer;
  }
  return depth == fork_ && alternative_ < point.count ? alternative_ : answer;
}

void NeighbourhoodStrategy::End(const ExecutionResult&) {
  ++executed_;
  if (base_done_) {
    ++alternative_;
  } else {
    base_done_ = true;
    size_ = 1;
    for (const Fork& fork : forks_) size_ += fork.count - 1;
  }
  Advance();
}

// To the next alternative that the base run did not take itself.
void NeighbourhoodStrategy::Advance() {
  for (; fork_ < forks_.size(); ++fork_, alternative_ = 0) {
    if (alternative_ == forks_[fork_].answer) ++alternative_;
    if (alternative_ < forks_[fork_].count) return;
  }
}

}  // namespace interleave
