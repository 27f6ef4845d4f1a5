// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ConstraintWatch: who last wrote what in an execution, and which operations
// are to come now, or later, so that an abstract schedule comes true.
//
// For "R reads from W": W waits until some task has come to R at the same
// location, R waits until W was the last to write there, and what else would
// write there waits from W to R. Where W is the initial state, what writes to
// something like it waits until R has come. It is done once. For "R never reads
// from W": R waits where W was the last to write, others that write there go
// first, and W waits until R has been done once. A constraint that would have
// an operation wait, and another that would have it come, leave it alone.
// Paper: Wolff et al. (ASPLOS 2024), section 4. Departures: W waits for R where
// R's task has come to it, enabled or not; the initial state is a write; who is
// called both ways is neither.
// Thread safety: none. Determinism: no randomness. Cost: O(1), and the number
// of constraints that name the event.

#ifndef INTERLEAVE_STRATEGY_CONSTRAINT_WATCH_H_
#define INTERLEAVE_STRATEGY_CONSTRAINT_WATCH_H_

#include <array>
#include <cstdint>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/strategy/abstract_event.h"
#include "interleave/strategy/abstract_schedule.h"
#include "interleave/strategy/reads_from_corpus.h"

namespace interleave {

// What a task has come to.
struct PendingEvent {
  static constexpr uint32_t kNowhere = ~uint32_t{0};

  EventId event = kInitialEvent;
  uint32_t location = kNowhere;
  uint8_t flags = 0;

  bool reads() const { return (flags & EventRole::kReads) != 0; }
  bool writes() const { return (flags & EventRole::kWrites) != 0; }
};

class ConstraintWatch {
 public:
  // Nothing is written yet, and nobody has come to anything. `corpus` says what
  // is about the same.
  void Begin(const AbstractSchedule& schedule, const ReadsFromCorpus& corpus,
             EventTable& events);
  // No constraint is heeded any more in this execution.
  void StandDown() { active_ = 0; }
  // Some constraint may have something to say.
  bool attends() const { return active_ != 0; }

  // What the task would do next on `operation`'s object; one without a location
  // matters to nobody.
  PendingEvent Read(const Operation& operation, EventTable& events);
  // A task has come to it; is not at it any more.
  void Come(const PendingEvent& pending);
  void Leave(const PendingEvent& pending);
  // It is done. Returns the last write there before it. REQUIRES: a location
  EventId Do(const PendingEvent& pending);
  // The first event at the location in this execution.
  EventId FirstAt(uint32_t location) const {
    return locations_[location].first;
  }

  // > 0: it is to come now; < 0: later; 0: it doesn't matter.
  int Judge(const PendingEvent& pending) const {
    if (pending.location == PendingEvent::kNowhere) return 0;
    const Location& at = locations_[pending.location];
    const uint32_t marks =
        pending.event < marks_.size() ? marks_[pending.event] : 0;
    if ((marks | at.held | at.avoided) == 0) return 0;
    return Weigh(pending, at, marks);
  }

 private:
  static constexpr uint32_t kConstraints = AbstractSchedule::kMax;
  static constexpr uint32_t kMask = (1u << kConstraints) - 1;
  // Bits of marks_: it is the read, the write of a constraint; it would write
  // where its read is to see the initial state.
  static constexpr uint32_t kReadShift = 0;
  static constexpr uint32_t kWriteShift = kConstraints;
  static constexpr uint32_t kSpoilShift = 2 * kConstraints;
  static constexpr uint32_t kNumberMax = 15;  // those behind it share it

  struct Location {
    uint64_t epoch = 0;
    EventId last = kInitialEvent;   // who wrote last
    EventId first = kInitialEvent;  // who was the first to come
    uint32_t number = 0;
    uint32_t held = 0;     // positive constraints whose write was the last
    uint32_t avoided = 0;  // negative ones
    std::array<uint16_t, kConstraints> readers{};  // who have come to the read
  };

  int Weigh(const PendingEvent& pending, const Location& at,
            uint32_t marks) const;
  Location& At(uint32_t location, EventRole::Sort sort);
  void Mark(EventId event, uint32_t bit);

  uint64_t epoch_ = 0;
  uint32_t active_ = 0;
  uint32_t positive_ = 0;
  uint32_t initial_ = 0;         // those whose write is the initial state
  uint32_t was_read_ = 0;        // negative ones whose read was done
  std::vector<uint32_t> marks_;  // by event
  std::vector<EventId> marked_;
  std::vector<Location> locations_;  // 0: points without an object
  std::array<uint32_t, EventRole::kSorts> numbers_{};
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_CONSTRAINT_WATCH_H_
