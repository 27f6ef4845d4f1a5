// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/neighbourhood.h"

#include <algorithm>
#include <utility>

namespace interleave {

NeighbourhoodStrategy::NeighbourhoodStrategy(Choices base, uint32_t changes_max,
                                             StepNumber first_step)
    : base_(std::move(base)),
      changes_max_(changes_max),
      first_step_(first_step) {}

NeighbourhoodStrategy::~NeighbourhoodStrategy() = default;

bool NeighbourhoodStrategy::Begin() {
  base_.Begin();
  forks_.clear();
  depth_ = 0;
  changed_ = 0;
  is_expansion_ = false;
  if (!base_done_) return true;
  while (changes_ <= changes_max_) {
    const Frame& last = frames_.back();
    if (last.fork < last.forks.size()) {
      is_expansion_ = frames_.size() < changes_;
      return true;
    }
    if (frames_.size() > 1) {
      frames_.pop_back();
      Next(frames_.back());
      continue;
    }
    ++changes_;
    frames_.front().fork = 0;
    frames_.front().alternative = 0;
    Settle(frames_.front());
    if (frames_.front().forks.empty()) changes_ = changes_max_ + 1;
  }
  return false;
}

uint32_t NeighbourhoodStrategy::Choose(const ChoicePoint& point) {
  const size_t depth = depth_++;
  const uint32_t answer = base_.Answer(point);
  if (changed_ < frames_.size()) {
    const Frame& frame = frames_[changed_];
    if (frame.forks[frame.fork].depth != depth) return answer;
    ++changed_;
    return frame.alternative < point.count ? frame.alternative : answer;
  }
  // Only what comes behind the last change can be changed in addition.
  if (!base_done_ || is_expansion_) {
    forks_.push_back({depth, point.count, answer, point.step});
  }
  return answer;
}

void NeighbourhoodStrategy::End(const ExecutionResult&) {
  if (is_expansion_) {
    frames_.push_back({std::exchange(forks_, {})});
    Settle(frames_.back());
    return;
  }
  ++executed_;
  if (base_done_) {
    Next(frames_.back());
    return;
  }
  base_done_ = true;
  size_ = 1;
  for (const Fork& fork : forks_) size_ += fork.count - 1;
  PutFirst(forks_);
  frames_.push_back({std::exchange(forks_, {})});
  Settle(frames_.back());
}

void NeighbourhoodStrategy::PutFirst(std::vector<Fork>& forks) const {
  std::stable_partition(forks.begin(), forks.end(), [this](const Fork& fork) {
    return fork.step >= first_step_;
  });
}

void NeighbourhoodStrategy::Next(Frame& frame) {
  ++frame.alternative;
  Settle(frame);
}

// Passes over the answers that were given anyway.
void NeighbourhoodStrategy::Settle(Frame& frame) {
  for (; frame.fork < frame.forks.size(); ++frame.fork, frame.alternative = 0) {
    const Fork& fork = frame.forks[frame.fork];
    if (frame.alternative == fork.answer) ++frame.alternative;
    if (frame.alternative < fork.count) return;
  }
}

}  // namespace interleave
