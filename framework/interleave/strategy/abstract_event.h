// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AbstractEvent: an operation of a program as what is the same of it in all
// executions, whoever does it and in whichever process.
//
// It is the kind of the operation, the place in the program (relative to its
// executable or library; a yield point's name) and, for a lock, a condition
// variable or another object of synchronisation, its number among those of its
// sort, in the order in which the execution came to them. Memory has no number:
// where an access is in the program says what it is to, and elements of one
// container are to be alike. So tasks that run the same code have the same
// events. A hash of 64 bits stands for each.
//
// What counts as reading and writing: memory, as one expects; a lock is read
// and written when it is taken and written when it is given back, so that
// whoever takes it reads the last release; a wait on a condition variable reads
// the last signal; a semaphore and a barrier are read and written; a yield
// point reads and writes its object, or what all points without one share.
// Thread safety: none. Determinism: names don't depend on addresses; ids do
// depend on the order of meeting, so nothing may be decided by their order.

#ifndef INTERLEAVE_STRATEGY_ABSTRACT_EVENT_H_
#define INTERLEAVE_STRATEGY_ABSTRACT_EVENT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "interleave/schedule/operation.h"

namespace interleave {

// A hash; equal in all processes of a program.
using EventName = uint64_t;
// Stands for the write that nobody made, before all others.
inline constexpr EventName kInitialState = 0;

// Numbers of one process; 0 is kInitialState.
using EventId = uint32_t;
inline constexpr EventId kInitialEvent = 0;

// What an operation does to what it is done to.
struct EventRole {
  static constexpr uint8_t kReads = 1;
  static constexpr uint8_t kWrites = 2;
  // As a write it takes a lock, so nobody who waits for the lock reads it ...
  static constexpr uint8_t kTakes = 4;
  // ... as this one does.
  static constexpr uint8_t kWaits = 8;
  static constexpr uint8_t kAll = 15;

  // What numbers are counted for; kMemory has none.
  enum class Sort : uint8_t {
    kNothing,
    kMemory,
    kLock,
    kCondition,
    kSemaphore,
    kBarrier,
    kFutex,
    kOnce,
    kDescriptor,
    kPoint,
  };
  static constexpr size_t kSorts = static_cast<size_t>(Sort::kPoint) + 1;

  uint8_t flags = 0;
  Sort sort = Sort::kNothing;

  static const EventRole& Of(OperationKind kind);

 private:
  static const EventRole& OfDescriptors(OperationKind kind);
};

// The name of an operation on the object of this number.
EventName NameOfEvent(const Operation& operation, uint32_t number);

// The events that a process has come to, numbered, and which of them are about
// the same. Cost of Find: one probe of an open-addressing table.
class EventTable {
 public:
  EventTable();

  // The number of what `operation` is.
  EventId Find(const Operation& operation, uint32_t number) {
    const auto site = reinterpret_cast<uintptr_t>(operation.site);
    const uint32_t rest =
        number << kKindBits | static_cast<uint32_t>(operation.kind);
    size_t index = IndexOf(site, rest);
    while (sites_[index].event != kInitialEvent) {
      const Site& at = sites_[index];
      if (at.site == site && at.rest == rest) return at.event;
      index = (index + 1) & (sites_.size() - 1);
    }
    return Add(operation, number);
  }
  // The number of the event of this name, which another process may have met.
  EventId Intern(EventName name, uint8_t flags);
  size_t size() const { return events_.size(); }
  // Grows with each new event and each that was joined anew.
  uint64_t changes() const { return changes_; }
  EventName name(EventId event) const { return events_[event].name; }
  uint8_t flags(EventId event) const { return events_[event].flags; }

  // The two are about the same: a lock, a variable, elements of a container.
  void Join(EventId one, EventId other) {
    if (events_[one].group != events_[other].group) Merge(one, other);
  }
  // The same for all that were joined.
  EventId group(EventId event) const { return events_[event].group; }

 private:
  static constexpr int kKindBits = 6;
  static_assert(kOperationKindCount <= 1 << kKindBits);

  struct Site {
    uintptr_t site = 0;
    uint32_t rest = 0;
    EventId event = kInitialEvent;
  };
  struct Event {
    EventName name = kInitialState;
    EventId group = kInitialEvent;
    uint8_t flags = 0;
  };

  size_t IndexOf(uintptr_t site, uint32_t rest) const {
    return ((site ^ uint64_t{rest} << 40) * 0x9e3779b97f4a7c15u) >> shift_;
  }
  EventId Add(const Operation& operation, uint32_t number);
  void Put(Site site);
  void Merge(EventId one, EventId other);

  std::vector<Site> sites_;  // a power of two
  size_t used_ = 0;
  int shift_ = 0;
  std::vector<Event> events_;
  uint64_t changes_ = 0;
  std::map<EventName, EventId> by_name_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_ABSTRACT_EVENT_H_
