// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/script.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/strategy/default_answer.h"

namespace interleave {

ScriptStrategy::ScriptStrategy(Script script, std::unique_ptr<Strategy> rest)
    : script_(std::move(script)),
      rest_(std::move(rest)),
      gate_(script_.constraints()),
      points_(script_) {}

ScriptStrategy::~ScriptStrategy() = default;

bool ScriptStrategy::Begin() {
  gate_.Reset();
  points_.Reset();
  status_ = {};
  step_ = 0;
  bound_ = kNoTask;
  stopped_at_.clear();
  names_seen_.clear();
  return rest_ == nullptr || rest_->Begin();
}

uint32_t ScriptStrategy::Choose(const ChoicePoint& point) {
  if (point.kind == ChoiceKind::kValue) {
    return step_ < script_.steps().size() ? 0 : AskRest(point);
  }
  if (point.announcer != nullptr) points_.Announce(*point.announcer);
  uint32_t answer = FollowScript(point);
  if (answer == kScriptOver) answer = ChooseFreely(point);
  if (answer < point.count) gate_.Pass(*point.enabled[answer]);
  return answer;
}

// The script.

uint32_t ScriptStrategy::FollowScript(const ChoicePoint& point) {
  if (step_ == script_.steps().size()) return kScriptOver;
  if (point.announcer != nullptr &&
      !names_seen_.contains(point.announcer->name)) {
    names_seen_.insert(point.announcer->name);
  }
  for (; step_ < script_.steps().size(); ++step_, bound_ = kNoTask) {
    const ScriptStep& step = script_.steps()[step_];
    const TaskState* task = TaskOf(point, step);
    if (task == nullptr) return LookFor(point, step);
    switch (ProgressOf(point, step, *task)) {
      case Progress::kDone:
        FinishStep(step, *task);
        break;
      case Progress::kGoOn:
        return IndexOf(point, task->id);
      case Progress::kImpossible:
        return kGiveUp;
    }
  }
  return kScriptOver;
}

const TaskState* ScriptStrategy::TaskOf(const ChoicePoint& point,
                                        const ScriptStep& step) {
  if (bound_ != kNoTask) return point.tasks[bound_];
  const TaskState* found = nullptr;
  for (const TaskState* task : point.tasks) {
    if (task->name != step.task) continue;
    if (found == nullptr || found->finished) found = task;
    if (!found->finished) break;
  }
  if (found != nullptr) bound_ = found->id;
  return found;
}

uint32_t ScriptStrategy::LookFor(const ChoicePoint& point,
                                 const ScriptStep& step) {
  uint32_t main = ChoicePoint::kNotEnabled;
  uint32_t unnamed = ChoicePoint::kNotEnabled;
  for (uint32_t i = 0; i < point.enabled.size(); ++i) {
    const TaskState& task = *point.enabled[i];
    if (task.next.kind == OperationKind::kStart) return i;
    if (gate_.Withholding(task) != nullptr) continue;
    if (task.id == kMainTask) main = i;
    if (unnamed == ChoicePoint::kNotEnabled && !IsNamedInScript(task)) {
      unnamed = i;
    }
  }
  if (main != ChoicePoint::kNotEnabled) return main;
  if (unnamed != ChoicePoint::kNotEnabled) return unnamed;
  StepFails(point.step, absl::StrCat("no task is named ", step.task,
                                     "; tasks are ", TaskNames(point.tasks)));
  return kGiveUp;
}

ScriptStrategy::Progress ScriptStrategy::ProgressOf(const ChoicePoint& point,
                                                    const ScriptStep& step,
                                                    const TaskState& task) {
  const bool can_go_on = CanGoOn(point, task);
  switch (step.until) {
    case Until::kPoint: {
      if (StandsAt(step, task)) return Progress::kDone;
      const uint32_t met = points_.TimesMet(task.id, step.point);
      if (step.occurrence == 0 || met < step.occurrence) break;
      return StepFails(point.step, absl::StrCat(task.name, " has met it ", met,
                                                " times before this step"));
    }
    case Until::kBlocked:
      if (!can_go_on && !task.finished) return Progress::kDone;
      break;
    case Until::kEnd:
      if (task.finished) return Progress::kDone;
      break;
  }
  return can_go_on ? Progress::kGoOn : CannotGoOn(point, task);
}

ScriptStrategy::Progress ScriptStrategy::CannotGoOn(const ChoicePoint& point,
                                                    const TaskState& task) {
  const OrderConstraint* constraint = gate_.Withholding(task);
  const std::string why =
      constraint == nullptr
          ? StandingText(task)
          : absl::StrCat("is held back by \"",
                         FormatOrderConstraint(*constraint), "\"");
  return StepFails(point.step, absl::StrCat(task.name, " ", why));
}

// A point where an earlier step has stopped the task is not "the next time".
bool ScriptStrategy::StandsAt(const ScriptStep& step,
                              const TaskState& task) const {
  const PointSite* site = task.next.point();
  if (task.finished || site == nullptr || step.point != site->name) {
    return false;
  }
  if (step.occurrence != 0) {
    return points_.TimesMet(task.id, step.point) == step.occurrence;
  }
  return task.id >= stopped_at_.size() || stopped_at_[task.id] != task.points;
}

void ScriptStrategy::FinishStep(const ScriptStep& step, const TaskState& task) {
  if (step.until != Until::kPoint) return;
  if (stopped_at_.size() <= task.id) stopped_at_.resize(task.id + 1);
  stopped_at_[task.id] = task.points;
}

bool ScriptStrategy::CanGoOn(const ChoicePoint& point,
                             const TaskState& task) const {
  return IndexOf(point, task.id) != ChoicePoint::kNotEnabled &&
         gate_.Withholding(task) == nullptr;
}

bool ScriptStrategy::IsNamedInScript(const TaskState& task) const {
  const std::vector<ScriptStep>& steps = script_.steps();
  return std::any_of(steps.begin(), steps.end(), [&](const ScriptStep& step) {
    return step.task == task.name;
  });
}

ScriptStrategy::Progress ScriptStrategy::StepFails(StepNumber step,
                                                   const std::string& why) {
  const ScriptStep& failed = script_.steps()[step_];
  const std::string line =
      failed.line > 0 ? absl::StrCat(" (line ", failed.line, ")") : "";
  status_ = {ReplayStatus::kInfeasible, step_, step,
             absl::StrCat("step ", step_ + 1, line, " \"",
                          FormatScriptStep(failed), "\": ", why)};
  return Progress::kImpossible;
}

// What comes after the script.

uint32_t ScriptStrategy::ChooseFreely(const ChoicePoint& point) {
  return gate_.empty() ? AskRest(point) : ChooseAmongAllowed(point);
}

uint32_t ScriptStrategy::AskRest(const ChoicePoint& point) {
  if (rest_ == nullptr) return DefaultAnswer(point);
  const bool asks_alone = rest_->WantsEveryPoint() || rest_->WantsLonePoints();
  if (point.count == 1 && !asks_alone) return 0;
  return rest_->Choose(point);
}

uint32_t ScriptStrategy::ChooseAmongAllowed(const ChoicePoint& point) {
  ChoicePoint filtered = point;
  filtered.current = ChoicePoint::kNotEnabled;
  filtered.enabled_bits = 0;
  allowed_.clear();
  for (const TaskState* task : point.enabled) {
    if (gate_.Withholding(*task) != nullptr) continue;
    if (task == point.announcer) {
      filtered.current = static_cast<uint32_t>(allowed_.size());
    }
    if (task->id < 64) filtered.enabled_bits |= uint64_t{1} << task->id;
    allowed_.push_back(task);
  }
  if (allowed_.empty()) return ConstraintsFail(point);
  filtered.enabled = allowed_;
  filtered.count = static_cast<uint32_t>(allowed_.size());
  const uint32_t answer = AskRest(filtered);
  if (answer == kGiveUp) return kGiveUp;
  return IndexOf(point, allowed_[answer]->id);
}

uint32_t ScriptStrategy::ConstraintsFail(const ChoicePoint& point) {
  const OrderConstraint& constraint = *gate_.Withholding(*point.enabled[0]);
  const std::string line =
      constraint.line > 0 ? absl::StrCat(" (line ", constraint.line, ")") : "";
  status_ = {ReplayStatus::kInfeasible, step_, point.step,
             absl::StrCat("\"", FormatOrderConstraint(constraint), "\"", line,
                          " holds back ", TaskNames(point.enabled),
                          " and no other task can go on")};
  return kGiveUp;
}

// The end.

void ScriptStrategy::End(const ExecutionResult& result) {
  if (rest_ != nullptr) rest_->End(result);
  if (!status_.followed()) return;
  const std::vector<ScriptStep>& steps = script_.steps();
  for (; step_ < steps.size(); ++step_, bound_ = kNoTask) {
    if (!IsDoneAtEnd(steps[step_], result)) break;
  }
  status_.choice_index = step_;
  status_.step = result.steps;
  if (step_ == steps.size() || result.outcome == Outcome::kGivenUp) return;
  StepFails(result.steps, "the execution ended before this was done");
}

// The last end or wait of an execution is not followed by another choice.
bool ScriptStrategy::IsDoneAtEnd(const ScriptStep& step,
                                 const ExecutionResult& result) const {
  if (result.outcome == Outcome::kCompleted) {
    return step.until == Until::kEnd && names_seen_.contains(step.task);
  }
  return std::any_of(result.standings.begin(), result.standings.end(),
                     [&](const TaskStanding& standing) {
                       const bool is_task = bound_ == kNoTask
                                                ? standing.name == step.task
                                                : standing.task == bound_;
                       if (!is_task) return false;
                       if (step.until == Until::kEnd) return standing.finished;
                       return step.until == Until::kBlocked &&
                              !standing.finished && !standing.enabled;
                     });
}

}  // namespace interleave
