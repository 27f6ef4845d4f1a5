// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/constraint_watch.h"

#include <algorithm>
#include <bit>

namespace interleave {
namespace {

// The flags of an event that only a text has told of: its corpus knows them.
uint8_t FlagsOf(EventName name, const ReadsFromCorpus& corpus) {
  const std::vector<KnownEvent>& events = corpus.events();
  const auto at = std::lower_bound(
      events.begin(), events.end(), name,
      [](const KnownEvent& a, EventName b) { return a.name < b; });
  return at != events.end() && at->name == name ? at->flags : uint8_t{0};
}

EventName GroupOf(EventName name, const ReadsFromCorpus& corpus) {
  const std::vector<KnownEvent>& events = corpus.events();
  const auto at = std::lower_bound(
      events.begin(), events.end(), name,
      [](const KnownEvent& a, EventName b) { return a.name < b; });
  return at != events.end() && at->name == name ? at->group : kInitialState;
}

}  // namespace

void ConstraintWatch::Begin(const AbstractSchedule& schedule,
                            const ReadsFromCorpus& corpus, EventTable& events) {
  ++epoch_;
  active_ = positive_ = initial_ = was_read_ = 0;
  numbers_ = {};
  for (const EventId event : marked_) marks_[event] = 0;
  marked_.clear();
  uint32_t bit = 1;
  for (const ReadsFromConstraint& constraint : schedule.constraints()) {
    const ReadsFromPair& pair = constraint.pair;
    const auto intern = [&](EventName name) {
      return events.Intern(name, FlagsOf(name, corpus));
    };
    active_ |= bit;
    if (constraint.positive) positive_ |= bit;
    Mark(intern(pair.read), bit << kReadShift);
    if (pair.write != kInitialState) {
      Mark(intern(pair.write), bit << kWriteShift);
    } else {
      initial_ |= bit;
      const EventName group = GroupOf(pair.read, corpus);
      for (const KnownEvent& event : corpus.events()) {
        if (!constraint.positive || event.group != group) continue;
        if ((event.flags & EventRole::kWrites) == 0) continue;
        Mark(events.Intern(event.name, event.flags), bit << kSpoilShift);
      }
    }
    bit <<= 1;
  }
}

void ConstraintWatch::Mark(EventId event, uint32_t bit) {
  if (event >= marks_.size()) marks_.resize(event * 2 + 16);
  if (marks_[event] == 0) marked_.push_back(event);
  marks_[event] |= bit;
}

ConstraintWatch::Location& ConstraintWatch::At(uint32_t location,
                                               EventRole::Sort sort) {
  if (location >= locations_.size()) locations_.resize(location * 2 + 16);
  Location& at = locations_[location];
  if (at.epoch != epoch_) {
    at = Location();
    at.epoch = epoch_;
    at.avoided = initial_ & ~positive_;
    if (sort != EventRole::Sort::kMemory) {
      uint32_t& number = numbers_[static_cast<size_t>(sort)];
      number = std::min(number + 1, kNumberMax);
      at.number = number;
    }
  }
  return at;
}

PendingEvent ConstraintWatch::Read(const Operation& operation,
                                   EventTable& events) {
  const EventRole& role = EventRole::Of(operation.kind);
  if (role.sort == EventRole::Sort::kNothing) return {};
  const bool is_anywhere = operation.object == kNoObject;
  if (is_anywhere && role.sort != EventRole::Sort::kPoint) return {};
  const uint32_t location = is_anywhere ? 0 : operation.object + 1;
  Location& at = At(location, role.sort);
  PendingEvent pending;
  pending.event = events.Find(operation, is_anywhere ? 0 : at.number);
  pending.location = location;
  pending.flags = role.flags;
  if (at.first == kInitialEvent) at.first = pending.event;
  return pending;
}

void ConstraintWatch::Come(const PendingEvent& pending) {
  if (pending.event >= marks_.size()) return;
  for (uint32_t reads = marks_[pending.event] >> kReadShift & kMask; reads != 0;
       reads &= reads - 1) {
    ++locations_[pending.location]
          .readers[static_cast<size_t>(std::countr_zero(reads))];
  }
}

void ConstraintWatch::Leave(const PendingEvent& pending) {
  if (pending.event >= marks_.size()) return;
  for (uint32_t reads = marks_[pending.event] >> kReadShift & kMask; reads != 0;
       reads &= reads - 1) {
    --locations_[pending.location]
          .readers[static_cast<size_t>(std::countr_zero(reads))];
  }
}

EventId ConstraintWatch::Do(const PendingEvent& pending) {
  Location& at = locations_[pending.location];
  const EventId last = at.last;
  const uint32_t marks =
      pending.event < marks_.size() ? marks_[pending.event] : 0;
  if (const uint32_t reads = marks >> kReadShift & kMask; reads != 0) {
    const uint32_t initial = last == kInitialEvent ? initial_ : 0;
    active_ &= ~(reads & positive_ & (at.held | initial));
    was_read_ |= reads & ~positive_;
  }
  if (pending.writes()) {
    const uint32_t writes = marks >> kWriteShift & kMask;
    at.last = pending.event;
    at.held = writes & positive_;
    at.avoided = writes & ~positive_;
  }
  return last;
}

int ConstraintWatch::Weigh(const PendingEvent& pending, const Location& at,
                           uint32_t marks) const {
  bool sooner = false;
  bool later = false;
  const bool is_initial = at.last == kInitialEvent;
  const uint32_t fulfils = at.held | (is_initial ? initial_ & positive_ : 0);
  const uint32_t reads = marks >> kReadShift & kMask & active_;
  sooner |= (reads & fulfils) != 0;
  // Where somebody has written, the initial state is gone.
  later |= (reads & positive_ & ~fulfils & ~initial_) != 0;
  later |= (reads & at.avoided) != 0;
  if (pending.writes()) {
    const uint32_t writes = marks >> kWriteShift & kMask & active_;
    for (uint32_t left = writes & positive_; left != 0; left &= left - 1) {
      const auto index = static_cast<size_t>(std::countr_zero(left));
      (at.readers[index] > 0 ? sooner : later) = true;
    }
    later |= (writes & ~positive_ & ~was_read_) != 0;
    later |= (at.held & active_ & ~writes & ~reads) != 0;
    if (is_initial) {
      later |= (marks >> kSpoilShift & kMask & active_ & ~reads) != 0;
    }
    for (uint32_t left = at.avoided & active_ & ~writes & ~reads; left != 0;
         left &= left - 1) {
      const auto index = static_cast<size_t>(std::countr_zero(left));
      sooner |= at.readers[index] > 0;
    }
  }
  return sooner == later ? 0 : sooner ? 1 : -1;
}

}  // namespace interleave
