// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// RandomStrategy: a uniform choice at every point, the baseline of the others.
//
// Uniform over the answers of each point, not over whole schedules: schedules
// with few choices come up more often (surw and pos do better there).
// Thread safety: none. Determinism: the i-th execution depends on the seed and
// on i alone, so one execution can be repeated without those before it.
// Cost: one draw for a choice, 1.5 ns; no memory.

#ifndef INTERLEAVE_STRATEGY_RANDOM_H_
#define INTERLEAVE_STRATEGY_RANDOM_H_

#include <cstdint>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/drawn_answer.h"

namespace interleave {

class RandomStrategy final : public Strategy {
 public:
  // `first_execution` is the number of the execution to begin with, from 0.
  explicit RandomStrategy(uint64_t seed, uint64_t first_execution = 0);

  // The number of the next execution.
  void SetExecution(uint64_t number) { execution_ = number; }

  // Always true: a random walk never knows that it has seen everything.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override {
    return DrawAnswer(point, random_);
  }
  void End(const ExecutionResult& result) override;

 private:
  const uint64_t seed_;
  uint64_t execution_;
  Random random_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_RANDOM_H_
