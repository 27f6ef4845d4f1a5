// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ReplayStrategy: repeats recorded choices exactly, by the tasks' own counts
// of schedule points.
//
// Every change of the running task is recorded, a forced one as well. So the
// task that runs is always the one the next choice is about, and the first
// point where that doesn't hold is the point where the execution diverged.
// named_replay.h finds a schedule again after the code changed.
// Thread safety: none. Determinism: no randomness. Cost: O(1) where a task
// goes on, linear in the enabled tasks where it gives way.

#ifndef INTERLEAVE_STRATEGY_REPLAY_H_
#define INTERLEAVE_STRATEGY_REPLAY_H_

#include <cstddef>
#include <string>

#include "interleave/runtime/strategy.h"
#include "interleave/schedule/choice.h"
#include "interleave/strategy/replay_status.h"

namespace interleave {

class ReplayStrategy final : public Strategy {
 public:
  explicit ReplayStrategy(Choices choices);
  ~ReplayStrategy() override;

  // Always true: how often to repeat is up to the caller.
  bool Begin() override;
  // Gives up as soon as the next choice cannot be made. When all choices are
  // used up: the announcer goes on, else the lowest id; value 0.
  uint32_t Choose(const ChoicePoint& point) override;
  // Choices left over count as diverged.
  void End(const ExecutionResult& result) override;
  bool WantsEveryPoint() const override { return true; }

  // Of the execution under way or just over.
  const ReplayStatus& status() const { return status_; }

 private:
  uint32_t ChooseTask(const ChoicePoint& point);
  uint32_t ChooseValue(const ChoicePoint& point);
  uint32_t SwitchTo(const ChoicePoint& point, TaskId task);
  void Advance();
  void SkipSingleValues();
  uint32_t Stop(ReplayStatus::Kind kind, const ChoicePoint& point,
                const std::string& why);

  const Choices choices_;
  size_t next_ = 0;
  ReplayStatus status_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_REPLAY_H_
