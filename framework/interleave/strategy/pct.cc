// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/pct.h"

#include <algorithm>
#include <limits>

#include "interleave/base/check.h"

namespace interleave {

PctStrategy::PctStrategy(uint64_t seed, uint32_t depth, uint64_t steps,
                         uint64_t first_execution)
    : seed_(seed), execution_(first_execution), random_(seed) {
  Aim(depth, steps);
}

PctStrategy::~PctStrategy() = default;

void PctStrategy::Aim(uint32_t depth, uint64_t steps) {
  INTERLEAVE_REQUIRE(depth > 0, "the depth of a bug is at least 1");
  depth_ = depth;
  steps_max_ = std::min<uint64_t>(steps, std::numeric_limits<uint32_t>::max());
  uniform_from_ = steps == 0 ? 1 : 2 * steps_max_ + kUniformFrom;
}

bool PctStrategy::Begin() {
  random_ = Random(ExecutionSeed(seed_, execution_));
  steps_ = 0;
  priorities_.clear();
  changes_.clear();
  changes_done_ = 0;
  if (steps_max_ > 0) {
    for (uint32_t i = 1; i < depth_; ++i) {
      const uint64_t step =
          1 + random_.Below(static_cast<uint32_t>(steps_max_));
      changes_.emplace_back(step, i);
    }
    std::sort(changes_.begin(), changes_.end());
  }
  FindNextEvent();
  return true;
}

void PctStrategy::End(const ExecutionResult&) { ++execution_; }

void PctStrategy::AddTasks(size_t count) {
  while (priorities_.size() < count) {
    priorities_.push_back(kLowest | random_.Next());
  }
}

void PctStrategy::FindNextEvent() {
  next_event_ = changes_done_ < changes_.size() ? changes_[changes_done_].first
                                                : uniform_from_;
}

uint32_t PctStrategy::ChooseAtEvent(const ChoicePoint& point) {
  if (steps_ >= uniform_from_) return random_.Below(point.count);
  for (; next_event_ == steps_; FindNextEvent()) {
    priorities_[point.enabled[Highest(point)]->id] =
        changes_[changes_done_++].second;
  }
  return Highest(point);
}

}  // namespace interleave
