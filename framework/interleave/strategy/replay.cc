// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/replay.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/strategy/default_answer.h"

namespace interleave {
namespace {

std::string TaskText(const ChoicePoint& point, TaskId task) {
  return task < point.tasks.size() ? point.tasks[task]->name
                                   : absl::StrCat("task ", task);
}

std::string ChoiceText(const ChoicePoint& point, const Choice& choice) {
  const std::string task = TaskText(point, choice.task);
  if (choice.kind == ChoiceKind::kSwitch) {
    return absl::StrCat(task, " gives way at its point ", choice.at);
  }
  if (choice.liberty != Liberty::kNone) {
    return absl::StrCat(task, " meets a ", Text(LibertyName(choice.liberty)),
                        " after its point ", choice.at);
  }
  return absl::StrCat(task, " draws one of ", choice.count,
                      " values after its point ", choice.at);
}

}  // namespace

ReplayStrategy::ReplayStrategy(Choices choices)
    : choices_(std::move(choices)) {}

ReplayStrategy::~ReplayStrategy() = default;

bool ReplayStrategy::Begin() {
  next_ = 0;
  SkipSingleValues();
  status_ = {};
  return true;
}

uint32_t ReplayStrategy::Choose(const ChoicePoint& point) {
  return point.kind == ChoiceKind::kSwitch ? ChooseTask(point)
                                           : ChooseValue(point);
}

uint32_t ReplayStrategy::ChooseTask(const ChoicePoint& point) {
  if (point.announcer == nullptr || next_ == choices_.size()) {
    return DefaultAnswer(point);
  }
  const Choice& choice = choices_[next_];
  const TaskState& task = *point.announcer;
  if (choice.kind == ChoiceKind::kSwitch && choice.task == task.id &&
      choice.at == task.points) {
    return SwitchTo(point, choice.value);
  }
  if (choice.task != task.id) {
    return Stop(ReplayStatus::kDiverged, point,
                absl::StrCat(task.name, " runs here"));
  }
  if (choice.at < task.points) {
    return Stop(
        ReplayStatus::kDiverged, point,
        absl::StrCat(task.name, " is already at its point ", task.points));
  }
  if (point.current == ChoicePoint::kNotEnabled) {
    return Stop(ReplayStatus::kDiverged, point,
                absl::StrCat(task.name, " ", StandingText(task),
                             " at its point ", task.points));
  }
  return point.current;
}

uint32_t ReplayStrategy::SwitchTo(const ChoicePoint& point, TaskId task) {
  const uint32_t answer = IndexOf(point, task);
  if (answer != ChoicePoint::kNotEnabled) {
    Advance();
    return answer;
  }
  const std::string why =
      task < point.tasks.size()
          ? absl::StrCat(point.tasks[task]->name, " should go on but ",
                         StandingText(*point.tasks[task]))
          : absl::StrCat("task ", task, " should go on but was not created");
  return Stop(ReplayStatus::kInfeasible, point, why);
}

uint32_t ReplayStrategy::ChooseValue(const ChoicePoint& point) {
  if (point.count == 1 || next_ == choices_.size()) return 0;
  const Choice& choice = choices_[next_];
  const TaskState& task = *point.announcer;
  const bool expected = choice.kind == ChoiceKind::kValue &&
                        choice.task == task.id && choice.at == task.points &&
                        choice.count == point.count &&
                        choice.liberty == point.liberty;
  if (expected && choice.value < point.count) {
    Advance();
    return choice.value;
  }
  // Only those that were taken are recorded.
  if (point.liberty != Liberty::kNone) return 0;
  return Stop(ReplayStatus::kDiverged, point,
              absl::StrCat(task.name, " draws one of ", point.count,
                           " values after its point ", task.points));
}

void ReplayStrategy::Advance() {
  ++next_;
  SkipSingleValues();
}

// A draw of one out of one value is asked for, and recorded, only under a
// strategy that wants every point. It decides nothing.
void ReplayStrategy::SkipSingleValues() {
  while (next_ < choices_.size() &&
         choices_[next_].kind == ChoiceKind::kValue &&
         choices_[next_].count == 1) {
    ++next_;
  }
}

uint32_t ReplayStrategy::Stop(ReplayStatus::Kind kind, const ChoicePoint& point,
                              const std::string& why) {
  status_ = {kind, next_, point.step,
             absl::StrCat("choice ", next_ + 1, " (",
                          ChoiceText(point, choices_[next_]), "): ", why),
             point.kind == ChoiceKind::kValue};
  return kGiveUp;
}

void ReplayStrategy::End(const ExecutionResult& result) {
  if (!status_.followed()) return;
  status_.choice_index = next_;
  status_.step = result.steps;
  if (next_ == choices_.size()) return;
  status_.kind = ReplayStatus::kDiverged;
  status_.reason = absl::StrCat("the execution ended after ", next_, " of ",
                                choices_.size(), " choices");
}

}  // namespace interleave
