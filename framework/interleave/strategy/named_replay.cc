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

// The task of that name that has not ended; else any of that name.
const TaskState* FindByName(const ChoicePoint& point, std::string_view name) {
  const TaskState* ended = nullptr;
  for (const TaskState* task : point.tasks) {
    if (task->name != name) continue;
    if (!task->finished) return task;
    ended = task;
  }
  return ended;
}

}  // namespace

NamedReplayStrategy::NamedReplayStrategy(std::vector<RecordedChoice> choices,
                                         AtTrouble at_trouble)
    : choices_(std::move(choices)), at_trouble_(at_trouble) {
  for (size_t i = 0; i < choices_.size(); ++i) {
    const RecordedChoice& recorded = choices_[i];
    if (recorded.choice.kind == ChoiceKind::kValue) {
      if (recorded.choice.count == 1) continue;  // decides nothing
      const bool is_liberty = recorded.choice.liberty != Liberty::kNone;
      (is_liberty ? liberties_ : values_)[recorded.task].push_back(i);
      continue;
    }
    switches_.push_back(i);
    const Position& position = recorded.position;
    anchors_.emplace(position.anchor, position.anchor_occurrence);
  }
}

NamedReplayStrategy::~NamedReplayStrategy() = default;

bool NamedReplayStrategy::Begin() {
  next_ = 0;
  is_guess_ = false;
  values_taken_.clear();
  liberties_taken_.clear();
  courses_.clear();
  matches_.assign(switches_.size(), {});
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
  CourseOf(*point.announcer).Announce(*point.announcer);
  while (next_ != switches_.size()) {
    if (!status_.followed()) {
      if (HasEndedEarly(point)) continue;
      if (const std::optional<uint32_t> found = FindAgain(point)) return *found;
    }
    const RecordedChoice& choice = choices_[switches_[next_]];
    const uint32_t answer = TryNext(point);
    if (answer != kGiveUp || at_trouble_ == AtTrouble::kGivesUp) return answer;
    const TaskState& task = *point.announcer;
    // Another runs: its own is looked for.
    if (!MayBe(task, choice.task, choice.choice.task)) continue;
    const TaskState* const to = FindByName(point, choice.to);
    const bool reached = Reached(point, choice);
    const bool forbidden =
        reached ? to != nullptr && !to->finished : !task.finished;
    LeaveOut(forbidden ? SwitchMatch::kForbidden : SwitchMatch::kMissing);
    if (forbidden && reached) break;
    // It can't go on itself: whoever was to be next does.
    const uint32_t index =
        to == nullptr ? ChoicePoint::kNotEnabled : IndexOf(point, to->id);
    if (index != ChoicePoint::kNotEnabled &&
        point.current == ChoicePoint::kNotEnabled) {
      return index;
    }
  }
  return DefaultAnswer(point);
}

void NamedReplayStrategy::LeaveOut(SwitchMatch::Kind kind) {
  matches_[next_].kind = kind;
  is_guess_ = false;
  ++next_;
}

// The task of the next switch is over: that is left out.
bool NamedReplayStrategy::HasEndedEarly(const ChoicePoint& point) {
  const RecordedChoice& choice = choices_[switches_[next_]];
  const TaskState* const task = FindByName(point, choice.task);
  if (task == nullptr || !task->finished || task == point.announcer) {
    return false;
  }
  LeaveOut(SwitchMatch::kMissing);
  return true;
}

std::optional<uint32_t> NamedReplayStrategy::FindAgain(
    const ChoicePoint& point) const {
  const RecordedChoice& choice = choices_[switches_[next_]];
  if (MayBe(*point.announcer, choice.task, choice.choice.task)) {
    return std::nullopt;
  }
  const TaskState* const task = FindByName(point, choice.task);
  const uint32_t index =
      task == nullptr ? ChoicePoint::kNotEnabled : IndexOf(point, task->id);
  return index == ChoicePoint::kNotEnabled ? DefaultAnswer(point) : index;
}

uint32_t NamedReplayStrategy::TryNext(const ChoicePoint& point) {
  const TaskState& task = *point.announcer;
  const RecordedChoice& choice = choices_[switches_[next_]];
  if (!MayBe(task, choice.task, choice.choice.task)) {
    if (is_guess_) return GuessTask(point, choice.task, kNoTask);
    return Stop(
        ReplayStatus::kDiverged, point.step,
        absl::StrCat("is about ", choice.task, " but ", task.name, " runs"));
  }
  is_guess_ = false;
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
  const uint32_t answer = GuessTask(point, choice.to, choice.choice.value);
  if (answer == kGiveUp) return answer;
  matches_[next_] = {SwitchMatch::kMatched, point.announcer->id,
                     point.announcer->points};
  ++next_;
  return answer;
}

// The task called `name`. When there is none: the one that had its id, if that
// may still get the name; else one that has not begun yet. Should it turn out
// to be called otherwise, ChooseTask makes the next guess.
uint32_t NamedReplayStrategy::GuessTask(const ChoicePoint& point,
                                        const std::string& name, TaskId id) {
  const TaskState* task = FindByName(point, name);
  is_guess_ = task == nullptr;
  if (is_guess_ && id < point.tasks.size() && !point.tasks[id]->named) {
    task = point.tasks[id];
  }
  for (size_t i = 0; task == nullptr && i < point.enabled.size(); ++i) {
    const bool has_begun = point.enabled[i]->next.kind != OperationKind::kStart;
    if (!has_begun) task = point.enabled[i];
  }
  if (task == nullptr) {
    return Stop(ReplayStatus::kInfeasible, point.step,
                absl::StrCat("no task is named ", name, "; tasks are ",
                             TaskNames(point.tasks)));
  }
  const uint32_t answer = IndexOf(point, task->id);
  if (answer != ChoicePoint::kNotEnabled) return answer;
  return Stop(
      ReplayStatus::kInfeasible, point.step,
      absl::StrCat(task->name, " should go on but ", StandingText(*task)));
}

uint32_t NamedReplayStrategy::ChooseValue(const ChoicePoint& point) {
  if (point.count == 1) return 0;
  if (point.liberty != Liberty::kNone) return TakeLiberty(point);
  const TaskState& task = *point.announcer;
  for (const auto& [name, indices] : values_) {
    if (!MayBe(task, name, choices_[indices.front()].choice.task)) continue;
    size_t& taken = values_taken_[name];
    if (taken == indices.size()) return 0;
    const uint32_t value = choices_[indices[taken]].choice.value;
    if (value >= point.count) {
      if (status_.followed()) {
        status_ = {ReplayStatus::kDiverged, indices[taken], point.step,
                   absl::StrCat("value ", taken + 1, " of ", name, " is ",
                                value, " but there are only ", point.count)};
      }
      if (at_trouble_ == AtTrouble::kGivesUp) return kGiveUp;
      ++taken;
      return 0;
    }
    ++taken;
    return value;
  }
  return 0;
}

// At the first chance where it was taken or later in the task's course.
uint32_t NamedReplayStrategy::TakeLiberty(const ChoicePoint& point) {
  const TaskState& task = *point.announcer;
  for (const auto& [name, indices] : liberties_) {
    if (!MayBe(task, name, choices_[indices.front()].choice.task)) continue;
    size_t& taken = liberties_taken_[name];
    if (taken == indices.size()) return 0;
    const Choice& choice = choices_[indices[taken]].choice;
    if (choice.liberty != point.liberty || task.points < choice.at ||
        choice.value >= point.count) {
      return 0;
    }
    ++taken;
    return choice.value;
  }
  return 0;
}

uint32_t NamedReplayStrategy::Stop(ReplayStatus::Kind kind, StepNumber step,
                                   const std::string& why) {
  if (!status_.followed()) return kGiveUp;  // the first is what is told
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
