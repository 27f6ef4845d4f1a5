// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// StickyRandomStrategy: random time slices of a geometric length.
//
// A uniform choice at every step keeps all tasks abreast: no queue ever fills
// and no task ever overtakes another by much. Here a task keeps running for
// `mean_slice` schedule points on average before another one, drawn uniformly,
// takes over. Values are drawn uniformly.
// Thread safety: none. Determinism: the i-th execution depends on the seed,
// the mean and i alone. Cost: one or two draws for a choice; no memory.

#ifndef INTERLEAVE_STRATEGY_STICKY_RANDOM_H_
#define INTERLEAVE_STRATEGY_STICKY_RANDOM_H_

#include <cstdint>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/drawn_answer.h"

namespace interleave {

class StickyRandomStrategy final : public Strategy {
 public:
  // At each point where it could go on, a task does so with the probability
  // 1 - 1/mean_slice. A mean of 1 never lets a task go on twice.
  // REQUIRES: mean_slice > 0
  StickyRandomStrategy(uint64_t seed, uint32_t mean_slice,
                       uint64_t first_execution = 0);

  // The number of the next execution.
  void SetExecution(uint64_t number) { execution_ = number; }

  // Always true.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override {
    const bool stays_or_leaves = point.kind == ChoiceKind::kSwitch &&
                                 point.current != ChoicePoint::kNotEnabled;
    if (!stays_or_leaves) return DrawAnswer(point, random_);
    if (point.count == 1 || !random_.OneIn(mean_slice_)) return point.current;
    const uint32_t other = random_.Below(point.count - 1);
    return other < point.current ? other : other + 1;
  }
  void End(const ExecutionResult& result) override;

 private:
  const uint64_t seed_;
  const uint32_t mean_slice_;
  uint64_t execution_;
  Random random_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_STICKY_RANDOM_H_
