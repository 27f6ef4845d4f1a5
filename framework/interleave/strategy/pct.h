// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// PctStrategy: random priorities, lowered at a few random points.
//
// The enabled task of the highest priority always goes on. Priorities are
// random, and at depth - 1 steps, drawn anew for each execution, the task that
// is about to go on gets one below all others. A bug of depth d needs d
// orderings of steps; it is met with a probability of at least
// 1 / (n k^(d - 1)), where n is the number of tasks and k that of steps.
// Source: Burckhardt, Kothari, Musuvathi & Nagarakatte, "A Randomized Scheduler
// with Probabilistic Guarantees of Finding Bugs" (ASPLOS 2010).
// Departures:
// - A step is a point where more than one task could go on. To lower the only
//   one that can comes to the same as to lower it where it is chosen next, so
//   the bound holds with this smaller k.
// - n is not needed in advance: a task draws its priority when it is created.
// - Behind 2 k + 1000 steps all choices are uniform. Tasks that wait in a loop
//   are not enabled (runtime/fairness.h), but one whose loop does something in
//   each round would else keep the others from ever going on.
// - Values are drawn uniformly.
//
// Thread safety: none. Determinism: the i-th execution depends on the seed, its
// depth, its k, and i alone. Cost: linear in the enabled tasks; 3 ns for two.

#ifndef INTERLEAVE_STRATEGY_PCT_H_
#define INTERLEAVE_STRATEGY_PCT_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/drawn_answer.h"

namespace interleave {

class PctStrategy final : public Strategy {
 public:
  // `steps`: k; 0: not known yet, and all choices are uniform.
  // REQUIRES: depth > 0
  PctStrategy(uint64_t seed, uint32_t depth, uint64_t steps,
              uint64_t first_execution = 0);
  ~PctStrategy() override;

  // Of the next executions.
  void Aim(uint32_t depth, uint64_t steps);
  // The number of the next execution.
  void SetExecution(uint64_t number) { execution_ = number; }

  // Always true.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override {
    if (point.kind == ChoiceKind::kValue) return DrawAnswer(point, random_);
    if (priorities_.size() < point.tasks.size()) AddTasks(point.tasks.size());
    if (++steps_ >= next_event_) return ChooseAtEvent(point);
    return Highest(point);
  }
  void End(const ExecutionResult& result) override;

  // Steps of the present or last execution.
  uint64_t steps() const { return steps_; }
  // Not all of its choices were by priority.
  bool was_cut_short() const { return steps_ >= uniform_from_; }

 private:
  static constexpr uint64_t kUniformFrom = 1000;
  // Those that were lowered are below.
  static constexpr uint64_t kLowest = uint64_t{1} << 63;

  uint32_t Highest(const ChoicePoint& point) const {
    uint32_t best = 0;
    uint64_t highest = priorities_[point.enabled[0]->id];
    for (uint32_t i = 1; i < point.count; ++i) {
      const uint64_t priority = priorities_[point.enabled[i]->id];
      if (priority > highest) {
        highest = priority;
        best = i;
      }
    }
    return best;
  }
  void AddTasks(size_t count);
  uint32_t ChooseAtEvent(const ChoicePoint& point);
  void FindNextEvent();

  const uint64_t seed_;
  uint32_t depth_;
  uint64_t steps_max_;  // k
  uint64_t uniform_from_;
  uint64_t execution_;
  Random random_;
  uint64_t steps_ = 0;
  uint64_t next_event_ = 0;  // the step of the next change, or uniform_from_
  std::vector<uint64_t> priorities_;  // by task
  // The step and the priority given there, by step.
  std::vector<std::pair<uint64_t, uint64_t>> changes_;
  size_t changes_done_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_PCT_H_
