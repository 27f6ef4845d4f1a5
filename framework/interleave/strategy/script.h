// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ScriptStrategy: carries out a person's script, then lets another strategy
// choose.
//
// While a step runs a task, no other task runs. The order constraints hold
// from the start of the execution to its end: a task about to pass a point too
// early is left out of the choices, the inner strategy does not see it.
// Values drawn while the script runs are 0, so that the part in the script is
// the same in every execution and a search can work on the rest.
//
// A step is about the task of that name with the lowest id that has not ended.
// When there is none yet, tasks that have done nothing come to their first
// operation (they may name themselves on the way); then main runs; then, when
// main cannot, the lowest id that no step names.
//
// Thread safety: none. Determinism: as the inner strategy. Cost: as
// OrderGate and ScriptPoints, and O(enabled) for a choice when there are
// order constraints.

#ifndef INTERLEAVE_STRATEGY_SCRIPT_H_
#define INTERLEAVE_STRATEGY_SCRIPT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/runtime/strategy.h"
#include "interleave/schedule/script.h"
#include "interleave/strategy/order_gate.h"
#include "interleave/strategy/replay_status.h"
#include "interleave/strategy/script_points.h"

namespace interleave {

class ScriptStrategy final : public Strategy {
 public:
  // Without a `rest` the announcer goes on after the script, else the lowest
  // id, and Begin is always true.
  ScriptStrategy(Script script, std::unique_ptr<Strategy> rest);
  ~ScriptStrategy() override;

  // What the inner strategy's Begin says.
  bool Begin() override;
  // Gives up when a step or a constraint turns out to be infeasible.
  uint32_t Choose(const ChoicePoint& point) override;
  // Steps left over count as infeasible.
  void End(const ExecutionResult& result) override;
  bool WantsEveryPoint() const override { return true; }
  bool WasRedundant() const override {
    return rest_ != nullptr && rest_->WasRedundant();
  }

  // Of the execution under way or just over. `choice_index` is the step, from
  // 0, or the number of steps when a constraint is the reason.
  const ReplayStatus& status() const { return status_; }

  // Points the script names that no task has met in any execution so far: most
  // likely misspelt.
  std::vector<std::string> unreached_points() const {
    return points_.NeverMet();
  }

 private:
  enum class Progress : uint8_t { kDone, kGoOn, kImpossible };

  static constexpr uint32_t kScriptOver = kGiveUp - 1;

  uint32_t FollowScript(const ChoicePoint& point);
  const TaskState* TaskOf(const ChoicePoint& point, const ScriptStep& step);
  uint32_t LookFor(const ChoicePoint& point, const ScriptStep& step);
  Progress ProgressOf(const ChoicePoint& point, const ScriptStep& step,
                      const TaskState& task);
  Progress CannotGoOn(const ChoicePoint& point, const TaskState& task);
  bool StandsAt(const ScriptStep& step, const TaskState& task) const;
  void FinishStep(const ScriptStep& step, const TaskState& task);
  bool IsDoneAtEnd(const ScriptStep& step, const ExecutionResult& result) const;

  uint32_t ChooseFreely(const ChoicePoint& point);
  uint32_t ChooseAmongAllowed(const ChoicePoint& point);
  uint32_t AskRest(const ChoicePoint& point);

  bool CanGoOn(const ChoicePoint& point, const TaskState& task) const;
  bool IsNamedInScript(const TaskState& task) const;
  Progress StepFails(StepNumber step, const std::string& why);
  uint32_t ConstraintsFail(const ChoicePoint& point);

  const Script script_;
  const std::unique_ptr<Strategy> rest_;
  OrderGate gate_;
  ScriptPoints points_;
  ReplayStatus status_;

  // Of the execution under way.
  size_t step_ = 0;
  TaskId bound_ = kNoTask;  // the task of the present step, once it is known
  // By TaskId: the task's count of points when a step stopped it at a point.
  std::vector<uint32_t> stopped_at_;
  std::set<std::string, std::less<>> names_seen_;  // of tasks, in the script

  std::vector<const TaskState*> allowed_;  // kept to be reused
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_SCRIPT_H_
