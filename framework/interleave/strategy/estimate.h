// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// KnuthEstimator: how many schedules there are, from a few random walks.
//
// A uniform random walk down a tree reaches a leaf with the probability
// 1 / (product of the choices on its path), so the mean of that product over
// walks is the number of leaves. Source: Knuth, "Estimating the Efficiency of
// Backtrack Programs", Mathematics of Computation 29 (1975).
// The estimate has no bias but is spread widely: most walks lie below the
// mean, a few far above it. Say "about 10^n", no more.
// Thread safety: none. Determinism: the i-th walk depends on the seed and i
// alone. Cost: one draw and one multiplication for a choice; no memory.

#ifndef INTERLEAVE_STRATEGY_ESTIMATE_H_
#define INTERLEAVE_STRATEGY_ESTIMATE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"

namespace interleave {

// A strategy in its own right: its executions are those of RandomStrategy with
// the same seed, so that the walks are no waste.
class KnuthEstimator final : public Strategy {
 public:
  explicit KnuthEstimator(uint64_t seed, uint64_t first_execution = 0);

  // Always true.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override {
    product_ *= point.count;
    if (product_ > kLarge) Rescale();
    return random_.Below(point.count);
  }
  void End(const ExecutionResult& result) override;

  uint64_t walks() const { return walks_; }
  // The estimated number of schedules; infinite beyond 10^308, 0 before the
  // first walk.
  double schedules() const;
  // Its logarithm to the base 10, for numbers of any size.
  // REQUIRES: walks() > 0
  double schedules_log10() const;

  // What the walks came to, as text: their number and their sum.
  std::string Text() const;
  // Goes on from there. False: it is no such text.
  bool Load(std::string_view text);

 private:
  static constexpr double kLarge = 1e200;

  void Rescale();

  const uint64_t seed_;
  const uint64_t first_execution_;
  uint64_t execution_;
  Random random_;
  // The product of this walk is product_ * 2^product_exponent_.
  double product_ = 1;
  double product_exponent_ = 0;
  uint64_t walks_ = 0;
  // Logarithm to the base 2 of the sum of all products.
  double sum_log2_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_ESTIMATE_H_
