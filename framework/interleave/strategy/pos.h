// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// PosStrategy: random priorities of operations, drawn again after a race.
//
// What each task would do next has a priority of its own, and the highest goes
// on. What could have been done in its place and depends on it then draws anew,
// so that an order of two racing operations says nothing of the next race.
// Source: Yuan, Yang & Gu, "Partial Order Aware Concurrency Sampling" (CAV
// 2018), algorithm POS.
// Departures: what depends on what is asked of strategy/footprint.h, so that
// locks and queues race as memory does. Code that isn't instrumented may do
// anything in a step; there each step is drawn among all tasks, as random does.
// Values are drawn uniformly.
//
// Thread safety: none. Determinism: the i-th execution depends on the seed and
// i alone. Cost: linear in the enabled tasks; 11 ns for two.

#ifndef INTERLEAVE_STRATEGY_POS_H_
#define INTERLEAVE_STRATEGY_POS_H_

#include <cstdint>
#include <vector>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/footprint.h"

namespace interleave {

class PosStrategy final : public Strategy {
 public:
  // What two tasks would do next depends on one another.
  using Race = bool (*)(const TaskState& one, const TaskState& other);

  // `race` is another only where tasks are not those of an execution.
  explicit PosStrategy(uint64_t seed, uint64_t first_execution = 0,
                       Race race = &WouldBeOrdered);

  // The number of the next execution.
  void SetExecution(uint64_t number) { execution_ = number; }

  // Always true.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;
  // Which memory an operation uses is known to those who ask for these.
  bool WantsLonePoints() const override { return true; }

 private:
  struct Pending {
    uint32_t at = 0;  // the task's count of points; 0: nothing was drawn
    uint64_t priority = 0;
  };

  const uint64_t seed_;
  const Race race_;
  uint64_t execution_;
  Random random_;
  std::vector<Pending> pending_;  // by task
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_POS_H_
