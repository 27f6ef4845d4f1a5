// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// BehaviourRate: how many new traces a minute an exploration meets at present.
//
// Over the last minute, or what there is of it. It reads no clock: who asks
// says what time it is. Thread safety: none. Cost: of Note, O(1) but for
// samples that are given up; at most some 60 are kept.

#ifndef INTERLEAVE_EXPLORE_BEHAVIOUR_RATE_H_
#define INTERLEAVE_EXPLORE_BEHAVIOUR_RATE_H_

#include <cstdint>
#include <deque>
#include <optional>

namespace interleave {

class BehaviourRate {
 public:
  // So many distinct traces are known by then. Fewer than before: the search
  // has begun again.
  // REQUIRES: `seconds` is no less than before
  void Note(double seconds, uint64_t traces);

  // New ones a minute; none before a second has passed.
  std::optional<double> per_minute() const;

 private:
  static constexpr double kWindow = 60;
  static constexpr double kSpacing = 1;

  struct Sample {
    double seconds = 0;
    uint64_t traces = 0;
  };

  std::deque<Sample> samples_;  // kSpacing and more between them
  Sample last_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_BEHAVIOUR_RATE_H_
