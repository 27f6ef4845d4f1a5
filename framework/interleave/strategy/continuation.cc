// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/continuation.h"

#include <algorithm>

namespace interleave {

void Continuation::Begin(const EventLog& log,
                         std::span<const TaskState* const> tasks,
                         EventLog::Race race, const Footprint* pending) {
  log_ = &log;
  tasks_ = tasks;
  pending_ = pending;
  begin_ = race.earlier;
  taken_ = unknown_ = 0;
  items_.clear();
  front_ = 0;
  present_ = 0;
  const TaskId reversed = log.at(race.earlier).footprint.task;
  const size_t end = std::min<size_t>(race.later, log.size());
  for (size_t event = race.earlier + size_t{1}; event < end; ++event) {
    if (log.clock(event)[reversed] > race.earlier) continue;
    const TaskId task = log.at(event).footprint.task;
    items_.push_back({static_cast<uint32_t>(event), task});
    present_ |= BitOf(task);
  }
  const Footprint& last =
      pending != nullptr ? *pending : log.at(race.later).footprint;
  items_.push_back({race.later, last.task});
  present_ |= BitOf(last.task);
  last_ = race.later;
  const std::span<const Use> uses = last.uses();
  const bool takes = std::any_of(uses.begin(), uses.end(), [](const Use& use) {
    return IsTake(use.mode);
  });
  if (takes || pending != nullptr) {
    reversed_clock_ = log.ClockIfReversed(race, last);
    last_clock_ = &reversed_clock_;
  } else {
    last_clock_ = &log.clock(race.later);
  }
}

std::span<const uint32_t> Continuation::draws(size_t item) const {
  const uint32_t event = At(item).event;
  if (event == EventLog::kPending || log_->draws() == 0) return {};
  return log_->DrawsOf(event);
}

std::optional<size_t> Continuation::FirstOf(TaskId task) const {
  if ((present_ & BitOf(task)) == 0) return std::nullopt;
  for (size_t item = 0; item < size(); ++item) {
    if (At(item).task == task) return item;
  }
  return std::nullopt;
}

bool Continuation::CanComeFirst(size_t item) const {
  const EventLog::Clock& clock = ClockAt(item);
  for (size_t before = 0; before < item; ++before) {
    if (clock[At(before).task] > At(before).event) return false;
  }
  return true;
}

bool Continuation::CouldBegin(TaskId task) const {
  if (const std::optional<size_t> first = FirstOf(task)) {
    return CanComeFirst(*first);
  }
  if ((unknown_ & BitOf(task)) != 0) return false;
  const size_t event = NextEventOf(task);
  return event < log_->size() ? DependsOnNone(log_->at(event).footprint)
                              : DependsOnNone(NextBeyondLog(task));
}

bool Continuation::DependsOnNone(const Footprint& next) const {
  if (!IsStillNext(next)) return false;
  for (size_t item = 0; item < size(); ++item) {
    const Footprint& other = FootprintAt(item);
    if (AreOrdered(next, other) || AreOrdered(other, next)) return false;
  }
  return true;
}

// Who waits with a deadline might do something else before it is released.
bool Continuation::IsStillNext(const Footprint& next) const {
  if (!IsReleasedAfter(next, log_->at(begin_).step)) return true;
  size_t release = begin_;
  while (release + 1 < log_->size() &&
         log_->at(release + 1).step < next.released_at) {
    ++release;
  }
  const TaskId task = log_->at(release).footprint.task;
  return (taken_ & BitOf(task)) != 0 && next_of_[task] > release;
}

// What the task did next, or would have done: the same, since all that it did
// before is the same.
Footprint Continuation::NextBeyondLog(TaskId task) const {
  if (task < tasks_.size() && !tasks_[task]->finished) {
    return FootprintOf(*tasks_[task]);
  }
  Footprint start;  // of a task that was not created in this execution
  start.task = task;
  return start;
}

size_t Continuation::NextEventOf(TaskId task) const {
  const bool taken = (taken_ & BitOf(task)) != 0;
  return log_->FirstOf(task, taken ? next_of_[task] : begin_);
}

void Continuation::PassOver(TaskId task) {
  const size_t event = NextEventOf(task);
  if (event == log_->size()) {
    unknown_ |= BitOf(task);
  } else {
    taken_ |= BitOf(task);
    next_of_[task] = static_cast<uint32_t>(event + 1);
  }
}

void Continuation::TakeOff(size_t item) {
  const auto [event, task] = At(item);
  if (event != EventLog::kPending) {
    taken_ |= BitOf(task);
    next_of_[task] = event + 1;
  }
  if (item == 0) {
    ++front_;  // most often: the others stay where they are
  } else {
    items_.erase(begin() + static_cast<ptrdiff_t>(item));
  }
}

void Continuation::MoveToFront(size_t item) {
  const auto at = begin() + static_cast<ptrdiff_t>(item);
  std::rotate(begin(), at, at + 1);
}

}  // namespace interleave
