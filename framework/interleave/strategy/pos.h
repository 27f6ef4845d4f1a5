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
// i alone. Cost: linear in the enabled tasks; see
// docs/architecture.md, "Speed".

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

  // `race` is given only where tasks are not those of an execution; null:
  // WouldBeOrdered.
  explicit PosStrategy(uint64_t seed, uint64_t first_execution = 0,
                       Race race = nullptr);
  ~PosStrategy() override;

  // The number of the next execution.
  void SetExecution(uint64_t number) { execution_ = number; }

  // Always true.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;
  // Which memory an operation uses is known to those who ask for these.
  bool WantsLonePoints() const override { return true; }

 private:
  // Tasks are told apart by a bit each where there are no more.
  static constexpr size_t kTasksMax = 64;

  struct Pending {
    uint32_t at = 0;  // the task's count of points; 0: nothing was drawn
    MemoryUse use;
  };
  // Who has come to a granule of memory.
  struct Users {
    uint64_t tasks = 0;
    uint32_t execution = 0;  // of another: nobody
  };

  // Draws for whoever has come to something new since the last choice, nearly
  // always the announcer alone.
  void Note(const ChoicePoint& point);
  void DrawNew(const ChoicePoint& point);
  void Come(const TaskState& task);
  uint32_t Highest(const ChoicePoint& point) const;
  // Whoever races with that one draws anew.
  void DrawAnew(const ChoicePoint& point, uint32_t best);
  uint32_t ChooseAmongMany(const ChoicePoint& point);
  void AskAll(const ChoicePoint& point, uint32_t best);
  Users& UsersOf(const MemoryUse& use);

  const uint64_t seed_;
  const Race race_;
  uint64_t execution_;
  Random random_;
  std::vector<uint64_t> priorities_;  // by task
  std::vector<Pending> pending_;      // by task
  // Of the first kTasksMax tasks. Those that may have come to something new,
  // and those whose operation is more than memory.
  uint64_t unseen_ = 0;
  uint64_t others_ = 0;
  size_t known_ = 0;
  std::vector<Users> users_;  // by the number of the granule
  uint32_t executions_begun_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_POS_H_
