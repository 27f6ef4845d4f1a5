// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// UniformWalkStrategy: all interleavings alike, by what each task has left.
//
// A task goes on with the probability that an interleaving of all events that
// are left begins with it: its share of them. With it counts what comes from
// tasks that it will create. So all interleavings of tasks that only create
// others have the same probability, while a uniform choice at each step prefers
// those in which the short tasks end early.
// Source: algorithm URW of Zhao, Wolff, Mathur & Roychoudhury, "Selectively
// Uniform Concurrency Testing" (ASPLOS 2025).
// Departures:
// - How many events a task has is not taken from one execution, but is the most
//   that any had (EventCounts); one that goes beyond it weighs 1.
// - Behind a join other events follow, which are not concurrent with those
//   before it. So a task weighs what it has left until its next join.
// - Only tasks that are enabled are weighed, as in the paper: where tasks wait
//   for one another the distribution is not exactly uniform.
// - Values are drawn uniformly.
//
// Thread safety: none. Determinism: the i-th execution depends on the seed, the
// counts and i alone. Cost: linear in the enabled tasks; see
// docs/architecture.md, "Speed".

#ifndef INTERLEAVE_STRATEGY_UNIFORM_WALK_H_
#define INTERLEAVE_STRATEGY_UNIFORM_WALK_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/event_counts.h"
#include "interleave/strategy/task_tree.h"
#include "interleave/strategy/weighted_draw.h"

namespace interleave {

class UniformWalkStrategy final : public Strategy {
 public:
  explicit UniformWalkStrategy(uint64_t seed, uint64_t first_execution = 0);
  UniformWalkStrategy(UniformWalkStrategy&&) = default;
  ~UniformWalkStrategy() override;

  // --- What a search tells it: see explore/learning_search.h. ---

  void SetExecution(uint64_t number) { execution_ = number; }
  // The counts that are used, and those that its executions have shown.
  std::string Known() const { return known_.Text(); }
  std::string Seen() const { return seen_.Text(); }
  bool Learn(std::string_view text);
  void AddSeen(std::string_view text);
  void UseSeen();
  uint64_t Goal(uint64_t, uint64_t executions_max) const {
    return executions_max;
  }

  // Always true.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;
  // All events count, also of a task that is alone.
  bool WantsLonePoints() const override { return true; }

 private:
  struct Progress {
    const TaskState* task = nullptr;
    uint32_t node = 0;
    uint32_t segment = 0;
    uint32_t points = 1;  // of the task, when it was looked at last
    uint64_t events = 0;  // of the segment, so far
    uint64_t left = 0;    // of its weight
  };

  void AddTasks(const ChoicePoint& point);
  void Advance(Progress& progress);
  void EndSegment(Progress& progress);

  const uint64_t seed_;
  uint64_t execution_;
  Random random_;
  // Not moved, since the counts refer to it.
  std::unique_ptr<TaskTree> tree_;
  EventCounts known_;
  EventCounts seen_;
  std::vector<Progress> tasks_;  // of this execution
  WeightedDraw draw_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_UNIFORM_WALK_H_
