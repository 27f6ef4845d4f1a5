// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/named_replay.h"

#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/strategy/default_answer.h"

namespace interleave {
namespace {

// A schedule is recorded with the names tasks had at its end, but a task may
// name itself only after the switch to it: until then its id must do.
bool MayBe(const TaskState& task, std::string_view name, TaskId id) {
  return task.name == name || (!task.named && task.id == id);
}

// The task of that name that has not ended; else any of that name; else the
// task that may still get it.
const TaskState* FindTask(const ChoicePoint& point, std::string_view name,
                          TaskId id) {
  const TaskState* ended = nullptr;
  for (const TaskState* task : point.tasks) {
    if (task->name != name) continue;
    if (!task->finished) return task;
    ended = task;
  }
  if (ended != nullptr) return ended;
  const bool exists = id < point.tasks.size() && !point.tasks[id]->named;
  return exists ? point.tasks[id] : nullptr;
}

}  // namespace

NamedReplayStrategy::NamedReplayStrategy(std::vector<RecordedChoice> choices)
    : choices_(std::move(choices)) {
  for (size_t i = 0; i < choices_.size(); ++i) {
    const RecordedChoice& recorded = choices_[i];
    if (recorded.choice.kind == ChoiceKind::kValue) {
      if (recorded.choice.count == 1) continue;  // decides nothing
      values_[recorded.task].push_back(i);
      continue;
    }
    switches_.push_back(i);
    const Position& position = recorded.position;
    anchors_.emplace(position.anchor, position.anchor_occurrence);
  }
}

bool NamedReplayStrategy::Begin() {
  next_ = 0;
  values_taken_.clear();
  courses_.clear();
  status_ = {};
  return true;
}

TaskCourse& NamedReplayStrategy::CourseOf(const TaskState& task) {
  while (courses_.size() <= task.id) courses_.emplace_back(anchors_);
  return courses_[task.id];
}

uint32_t NamedReplayStrategy::Choose(const ChoicePoint& point) {
  if (point.announcer == nullptr) return DefaultAnswer(point);
  return point.kind == ChoiceKind::kSwitch ? ChooseTask(point)
                                           : ChooseValue(point);
}

uint32_t NamedReplayStrategy::ChooseTask(const ChoicePoint& point) {
  const TaskState& task = *point.announcer;
  CourseOf(task).Announce(task);
  if (next_ == switches_.size()) return DefaultAnswer(point);

  const RecordedChoice& choice = choices_[switches_[next_]];
  if (!MayBe(task, choice.task, choice.choice.task)) {
    return Stop(
        ReplayStatus::kDiverged, point.step,
        absl::StrCat("is about ", choice.task, " but ", task.name, " runs"));
  }
  if (Reached(point, choice)) return SwitchTo(point, choice);
  if (point.current != ChoicePoint::kNotEnabled) return point.current;
  return Stop(
      task.finished ? ReplayStatus::kDiverged : ReplayStatus::kInfeasible,
      point.step,
      absl::StrCat(task.name, " should reach ", PositionText(choice.position),
                   " but ", StandingText(task)));
}

bool NamedReplayStrategy::Reached(const ChoicePoint& point,
                                  const RecordedChoice& choice) {
  const TaskState& task = *point.announcer;
  const TaskCourse& course = CourseOf(task);
  if (course.StandsAt(task, choice.position)) return true;
  // A lock that was taken away before the one it waited for shifts the count,
  // but the wait itself says that this is the place.
  return choice.position.blocked && !task.finished &&
         point.current == ChoicePoint::kNotEnabled &&
         task.next.kind == choice.position.kind &&
         course.HasMetAnchorOf(choice.position);
}

uint32_t NamedReplayStrategy::SwitchTo(const ChoicePoint& point,
                                       const RecordedChoice& choice) {
  const TaskState* to = FindTask(point, choice.to, choice.choice.value);
  if (to == nullptr) {
    return Stop(ReplayStatus::kInfeasible, point.step,
                absl::StrCat("no task is named ", choice.to, "; tasks are ",
                             TaskNames(point.tasks)));
  }
  const uint32_t answer = IndexOf(point, to->id);
  if (answer == ChoicePoint::kNotEnabled) {
    return Stop(
        ReplayStatus::kInfeasible, point.step,
        absl::StrCat(to->name, " should go on but ", StandingText(*to)));
  }
  ++next_;
  return answer;
}

uint32_t NamedReplayStrategy::ChooseValue(const ChoicePoint& point) {
  if (point.count == 1) return 0;
  const TaskState& task = *point.announcer;
  for (const auto& [name, indices] : values_) {
    if (!MayBe(task, name, choices_[indices.front()].choice.task)) continue;
    size_t& taken = values_taken_[name];
    if (taken == indices.size()) return 0;
    const uint32_t value = choices_[indices[taken]].choice.value;
    if (value >= point.count) {
      status_ = {ReplayStatus::kDiverged, indices[taken], point.step,
                 absl::StrCat("value ", taken + 1, " of ", name, " is ", value,
                              " but there are only ", point.count)};
      return kGiveUp;
    }
    ++taken;
    return value;
  }
  return 0;
}

uint32_t NamedReplayStrategy::Stop(ReplayStatus::Kind kind, StepNumber step,
                                   const std::string& why) {
  status_ = {kind, switches_[next_], step,
             absl::StrCat("switch ", next_ + 1, ": ", why)};
  return kGiveUp;
}

void NamedReplayStrategy::End(const ExecutionResult& result) {
  if (!status_.followed()) return;
  status_.choice_index = choices_.size();
  status_.step = result.steps;
  if (next_ == switches_.size()) return;
  const RecordedChoice& choice = choices_[switches_[next_]];
  Stop(ReplayStatus::kDiverged, result.steps,
       absl::StrCat("the execution ended before ", choice.task, " reached ",
                    PositionText(choice.position)));
}

}  // namespace interleave
