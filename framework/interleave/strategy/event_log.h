// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// EventLog: what an execution has done, and what of it happened before what.
//
// Events are ordered by program order, creation, joining and what footprint.h
// says of two operations; a clock for each event says what came before it. A
// race is a pair of events that nothing between them orders and that could have
// been done the other way round. The first events of the next execution, which
// repeats a prefix of the choices, needn't be added again.
// Thread safety: none. Determinism: no randomness. Cost: of Add, linear in the
// earlier events on the same keys, back to one that changed them, and in the
// number of tasks.

#ifndef INTERLEAVE_STRATEGY_EVENT_LOG_H_
#define INTERLEAVE_STRATEGY_EVENT_LOG_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/strategy/footprint.h"

namespace interleave {

// A set of tasks; a bit for each.
using TaskSet = uint64_t;
inline constexpr TaskSet BitOf(TaskId task) { return TaskSet{1} << task; }

class EventLog {
 public:
  // A task is a bit of a word.
  static constexpr size_t kTasksMax = 64;

  // For each task, how many of all events, up to its own last, are known.
  using Clock = std::array<uint32_t, kTasksMax>;

  struct Event {
    Footprint footprint;
    StepNumber step = 0;    // of the execution, from 0
    uint32_t node = 0;      // where it was chosen
    TaskSet enabled = 0;    // who could go on there
    uint32_t draws = 0;     // values drawn before it, by all
    uint32_t previous = 0;  // of the same task, plus 1; 0: none
    // For each use, the event before that used the same key, plus 1; 0: none.
    std::array<uint32_t, Footprint::kUsesMax> before{};
  };

  // `later` is kPending for what a task never came to do.
  struct Race {
    uint32_t earlier = 0;
    uint32_t later = 0;
  };
  static constexpr uint32_t kPending = ~uint32_t{0};

  // `with_waits`: what a task had to wait for is taken for a race with it, too.
  // Done the other way round it waits there, which may save a preemption.
  explicit EventLog(bool with_waits = false) : with_waits_(with_waits) {}

  size_t size() const { return events_.size(); }
  const Event& at(size_t event) const { return events_[event]; }
  const Clock& clock(size_t event) const { return clocks_[event]; }

  // Only the first `count` events are kept, with the first `draws` values.
  void Keep(size_t count, size_t draws);

  // Adds an event and, to `races`, its races with earlier ones.
  void Add(const Footprint& footprint, StepNumber step, uint32_t node,
           TaskSet enabled, std::vector<Race>& races);
  // The races of what a task would do next.
  void FindRaces(const Footprint& footprint, std::vector<Race>& races) {
    Clock whole;
    FindRaces(footprint, whole, races);
  }
  // The clock that the second of the race has when it comes first of the two:
  // who waited for a lock needn't know what its holder did. `footprint` is its
  // own. Cost: linear in the uses of the same keys since the first.
  Clock ClockIfReversed(Race race, const Footprint& footprint) const;
  // The last event's task has drawn a value.
  void AddDraw(uint32_t value) { draws_.push_back(value); }
  std::span<const uint32_t> DrawsOf(size_t event) const;
  size_t draws() const { return draws_.size(); }

  // Whoever has this clock comes after `event`.
  bool Knows(const Clock& clock, size_t event) const {
    return clock[events_[event].footprint.task] > event;
  }
  // The task's first event from `begin` on, or size().
  size_t FirstOf(TaskId task, size_t begin) const;

 private:
  // The clock of what the task does after its own course alone, its last event
  // being `previous`, plus 1.
  void ClockBefore(const Footprint& footprint, uint32_t previous,
                   Clock& clock) const;
  // Clocks are as wide as the tasks met: 64 would cost more than the rest. Four
  // at a time are one instruction.
  static constexpr size_t kAtOnce = 4;
  void Copy(const Clock& from, Clock& to) const {
    for (size_t task = 0; task < width_; task += kAtOnce) {
      for (size_t i = 0; i < kAtOnce; ++i) to[task + i] = from[task + i];
    }
  }
  // `whole`: the clock that it has then.
  void FindRaces(const Footprint& footprint, Clock& whole,
                 std::vector<Race>& races);
  void Merge(Clock& clock, size_t event) const;
  // False where the task had come to it already and could not do it: then it
  // races with what came before `event`, if with anything.
  bool CouldGoOnAt(size_t event, const Footprint& later) const;
  // ... with all done since then that does not depend on `event`. True also
  // where that can't be told.
  bool CouldGoOnWithout(size_t event, const Footprint& later) const;
  int64_t AvailableWithout(size_t event, const Footprint& later) const;
  bool IsReleasedWithout(size_t event, const Footprint& later) const;
  bool IsHeldWithout(size_t event, const Footprint& later,
                     const Use& take) const;
  bool Fails(size_t event) const;
  bool IsEnabledWithout(size_t event, TaskId task) const;
  bool WasDueAt(size_t event, const Footprint& later) const;
  bool CouldComeBefore(size_t event, const Footprint& later) const;
  void FindBefore(const Footprint& footprint);
  bool IsBefore(size_t event, const Use& used, const Footprint& later,
                const Use& use) const;
  size_t UseOf(size_t event, uint32_t key) const;
  void LookAt(size_t event, const Footprint& footprint, Clock& clock,
              std::vector<Race>& races) const;
  void FindRacesByUse(const Footprint& footprint, Clock& whole,
                      std::vector<Race>& races);
  uint32_t& LastUse(uint32_t key) {
    if (key >= last_use_.size()) last_use_.resize(key * 2 + 64);
    return last_use_[key];
  }

  const bool with_waits_;
  std::vector<Event> events_;
  std::vector<Clock> clocks_;  // of the events; entries from width_ on are 0
  size_t width_ = 0;           // more than the largest task met
  std::vector<uint32_t> draws_;
  std::vector<uint32_t> ordered_;     // what FindBefore found, latest first
  std::vector<uint32_t> last_use_;    // event + 1, by key
  std::vector<uint32_t> everything_;  // events of that kind, plus 1
  std::array<uint32_t, kTasksMax> last_of_task_{};  // event + 1
  // Event + 1; also of the first task too many, before anybody says so.
  std::array<uint32_t, kTasksMax + 1> creation_of_{};
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_EVENT_LOG_H_
