// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// WeightedDraw: one of several, each with the probability of its weight's share
// of their sum.
//
// Which one is drawn is found without a branch on it: the processor would
// mispredict half of them, at the price of all the rest of a choice.
// Thread safety: none. Determinism: of the weights and the draw alone.
// Cost: linear; nothing is allocated once its memory has grown.

#ifndef INTERLEAVE_STRATEGY_WEIGHTED_DRAW_H_
#define INTERLEAVE_STRATEGY_WEIGHTED_DRAW_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/base/random.h"

namespace interleave {

class WeightedDraw {
 public:
  // Of so many, where the weight of the i-th is weight_of(i). Returns their
  // sum. REQUIRES: it is below 2^64
  template <typename WeightOf>
  uint64_t Weigh(size_t count, WeightOf weight_of) {
    if (ends_.size() < count) ends_.resize(count);
    uint64_t* const ends = ends_.data();
    uint64_t sum = 0;
    for (size_t i = 0; i < count; ++i) ends[i] = sum += weight_of(i);
    count_ = count;
    sum_ = sum;
    return sum;
  }

  // The index of one. REQUIRES: their sum is not 0
  uint32_t Draw(Random& random) const {
    return IndexAt(random.BelowLarge(sum_));
  }
  // Whose share `drawn` is in, when they lie side by side. REQUIRES: it is
  // below their sum
  uint32_t IndexAt(uint64_t drawn) const {
    const uint64_t* const ends = ends_.data();
    uint32_t index = 0;
    for (size_t i = 0; i < count_; ++i) index += ends[i] <= drawn;
    return index;
  }

 private:
  std::vector<uint64_t> ends_;  // of the shares; the first count_ count
  size_t count_ = 0;
  uint64_t sum_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_WEIGHTED_DRAW_H_
