// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Continuation: what is to be done where an event was, so that a race goes the
// other way round.
//
// The events after the first of the race that do not depend on it, and then the
// second: notdep(e, E).e' of Abdulla, Aronis, Jonsson & Sagonas, "Source sets:
// a foundation for optimal dynamic partial order reduction" (JACM 2017),
// section
// 4. Events are taken off as a search goes down what it is to try anyway.
// Thread safety: none. Cost: of Begin linear in the events after the first of
// the race; of the others in the events left.

#ifndef INTERLEAVE_STRATEGY_CONTINUATION_H_
#define INTERLEAVE_STRATEGY_CONTINUATION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "interleave/strategy/event_log.h"

namespace interleave {

class Continuation {
 public:
  // Of a race in `log`. `pending`: what is done last where the race's second
  // is EventLog::kPending, else null.
  void Begin(const EventLog& log, std::span<const TaskState* const> tasks,
             EventLog::Race race, const Footprint* pending);

  bool empty() const { return size() == 0; }
  size_t size() const { return items_.size() - front_; }
  TaskId task(size_t item) const { return At(item).task; }
  // The values that its task drew then.
  std::span<const uint32_t> draws(size_t item) const;

  // The first item of `task`.
  std::optional<size_t> FirstOf(TaskId task) const;
  // Nothing that is left has to come before it.
  bool CanComeFirst(size_t item) const;
  // `task` could do its next step before all that is left, or that step is
  // among it and can come first: a weak initial (JACM 2017, section 4).
  bool CouldBegin(TaskId task) const;
  // REQUIRES: CanComeFirst(item)
  void TakeOff(size_t item);
  // The task takes its next step before all that is left.
  // REQUIRES: CouldBegin(task) and no item of it is left
  void PassOver(TaskId task);
  void MoveToFront(size_t item);

 private:
  // A step: the event, or EventLog::kPending, and whose it is.
  struct Item {
    uint32_t event;
    TaskId task;
  };

  const Item& At(size_t item) const { return items_[front_ + item]; }
  std::vector<Item>::iterator begin() {
    return items_.begin() + static_cast<ptrdiff_t>(front_);
  }
  const Footprint& FootprintAt(size_t item) const {
    const uint32_t event = At(item).event;
    return event == EventLog::kPending ? *pending_ : log_->at(event).footprint;
  }
  const EventLog::Clock& ClockAt(size_t item) const {
    const uint32_t event = At(item).event;
    return event == last_ ? *last_clock_ : log_->clock(event);
  }
  // The event of the task's next step, log_->size() if it isn't in the log.
  size_t NextEventOf(TaskId task) const;
  // REQUIRES: that isn't in the log
  Footprint NextBeyondLog(TaskId task) const;
  // What would be next is so yet, and may come before all that is left.
  bool DependsOnNone(const Footprint& next) const;
  // It would have been that from the beginning, with what was taken off.
  bool IsStillNext(const Footprint& next) const;

  const EventLog* log_ = nullptr;
  std::span<const TaskState* const> tasks_;
  const Footprint* pending_ = nullptr;
  // The second of the race, and its clock when it comes now.
  uint32_t last_ = 0;
  const EventLog::Clock* last_clock_ = nullptr;
  EventLog::Clock reversed_clock_;  // where that is another than it was
  // In an order that is possible; the first front_ were taken off.
  std::vector<Item> items_;
  size_t front_ = 0;
  TaskSet present_ = 0;  // whose they are, or were
  uint32_t begin_ = 0;   // the event instead of which they come
  // For each task that took steps: its next event, at the least.
  TaskSet taken_ = 0;
  TaskSet unknown_ = 0;  // it took one that it never came to in the log
  std::array<uint32_t, EventLog::kTasksMax> next_of_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_CONTINUATION_H_
