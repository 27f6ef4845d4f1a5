// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/behaviour_rate.h"

namespace interleave {

void BehaviourRate::Note(double seconds, uint64_t traces) {
  if (samples_.empty() || traces < last_.traces) {
    // The first traces came in no time that is known.
    samples_.assign(1, {seconds, traces});
  } else if (seconds - samples_.back().seconds >= kSpacing) {
    samples_.push_back({seconds, traces});
  }
  last_ = {seconds, traces};
  while (samples_.size() > 1 && seconds - samples_[1].seconds >= kWindow) {
    samples_.pop_front();
  }
}

std::optional<double> BehaviourRate::per_minute() const {
  if (samples_.empty()) return std::nullopt;
  const Sample& first = samples_.front();
  const double seconds = last_.seconds - first.seconds;
  if (seconds < kSpacing) return std::nullopt;
  return static_cast<double>(last_.traces - first.traces) * kWindow / seconds;
}

}  // namespace interleave
