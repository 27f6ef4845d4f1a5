// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/programs/trace.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/base/text.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/read_write_lock.h"
#include "interleave/runtime/task.h"

namespace interleave {
namespace {

using Kind = OperationKind;

bool IsMemory(const Event& event) {
  return event.kind >= Kind::kRead && event.kind <= Kind::kAtomicChange;
}

bool Writes(const Event& event) {
  return event.kind == Kind::kWrite || event.kind == Kind::kAtomicStore ||
         event.kind == Kind::kAtomicChange;
}

void FillMemory(Event& event, const Task& task, const Object& object) {
  event.begin = reinterpret_cast<uintptr_t>(object.address);
  event.end =
      event.begin +
      (event.kind == Kind::kFutexWait ? sizeof(uint32_t) : task.access_bytes);
  // More than two words of eight bytes.
  event.everything |= (event.end - 1) / 8 - event.begin / 8 >= 2;
}

void FillObject(Event& event, const Task& task) {
  const Object& object = task.execution->objects().at(event.object);
  event.of_condition_lock = object.kind == ObjectKind::kConditionLock;
  if (IsMemory(event) || event.kind == Kind::kFutexWait) {
    FillMemory(event, task, object);
  } else if (event.kind == Kind::kReadLock) {
    event.shared = true;
  } else if (event.kind == Kind::kUnlock) {
    event.shared = HoldsForReading(task, object);
  } else if ((event.kind == Kind::kWait || event.kind == Kind::kWake) &&
             object.kind == ObjectKind::kCondition) {
    event.mutex = task.rejoins;
    event.shared =
        event.kind == Kind::kWake && task.rejoins_mode == LockMode::kShared;
    event.of_condition_lock = task.execution->objects().at(task.rejoins).kind ==
                              ObjectKind::kConditionLock;
  }
}

// The lock that the event takes, tries or gives up.
ObjectId LockOf(const Event& event) {
  switch (event.kind) {
    case Kind::kLock:
    case Kind::kReadLock:
    case Kind::kTryLock:
    case Kind::kUnlock:
      return event.object;
    case Kind::kWait:
      return event.mutex;
    case Kind::kWake:
      return event.of_condition_lock && event.mutex == kNoObject ? event.object
                                                                 : event.mutex;
    default:
      return kNoObject;
  }
}

bool ReadsLock(const Event& event) {
  return event.shared && !event.of_condition_lock;
}

// The condition variable, semaphore, barrier or futex that the event changes.
// Who goes on after waiting there changes nothing any more.
ObjectId ChangedBy(const Event& event) {
  switch (event.kind) {
    case Kind::kStart:
    case Kind::kEnd:
    case Kind::kCreate:
    case Kind::kJoin:
    case Kind::kDetach:
    case Kind::kLock:
    case Kind::kReadLock:
    case Kind::kTryLock:
    case Kind::kUnlock:
    case Kind::kWake:
    case Kind::kPoint:
    case Kind::kRead:
    case Kind::kWrite:
    case Kind::kAtomicLoad:
    case Kind::kAtomicStore:
    case Kind::kAtomicChange:
      return kNoObject;
    default:
      return event.object;
  }
}

bool Overlaps(const Event& a, const Event& b) {
  return a.begin < b.end && b.begin < a.end && (Writes(a) || Writes(b));
}

bool BothPoints(const Event& a, const Event& b) {
  return a.kind == Kind::kPoint && b.kind == Kind::kPoint;
}

bool SeesClock(const Event& event) {
  return event.kind == Kind::kReadClock || event.kind == Kind::kLookAtClock;
}

// Of a task's end, which is seen once.
bool SeesEnd(const Event& event) {
  return event.kind == Kind::kJoin || event.kind == Kind::kDetach;
}

// A signal may come at the moment of a deadline.
bool MayMoveClock(const Task& task) {
  const Kind kind = task.next.kind;
  if (kind != Kind::kSignal && kind != Kind::kBroadcast &&
      kind != Kind::kFutexWake) {
    return false;
  }
  if (!task.execution->HasLeft(Liberty::kTimeoutAtSignal)) return false;
  const Object& object = task.execution->objects().at(task.next.object);
  for (const Task* waiter = object.queue.front(); waiter != nullptr;
       waiter = waiter->list_next) {
    if (waiter->deadline != kNoDeadline && !waiter->due) return true;
  }
  return false;
}

}  // namespace

Event EventOf(const TaskState& state) {
  const auto& task = static_cast<const Task&>(state);
  Event event;
  event.task = task.id;
  event.kind = task.next.kind;
  event.object = task.next.object;
  // Others may have created tasks since it came here.
  if (event.kind == Kind::kCreate) {
    event.object = static_cast<ObjectId>(task.execution->task_count());
  }
  switch (event.kind) {
    case Kind::kOnce:
    case Kind::kTimedLock:
    case Kind::kTimedWait:
    case Kind::kTimeout:
    case Kind::kSleep:
      event.everything = true;
      break;
    default:
      event.everything = task.deadline != kNoDeadline || MayMoveClock(task);
  }
  const bool of_tasks = event.kind == Kind::kCreate || SeesEnd(event);
  if (!event.everything && !of_tasks && event.kind != Kind::kPoint &&
      event.object != kNoObject) {
    FillObject(event, task);
  }
  return event;
}

bool Depends(const Event& a, const Event& b) {
  if (a.everything || b.everything) return true;
  if (a.kind == Kind::kCreate && b.kind == Kind::kCreate) return true;
  if (SeesClock(a) && SeesClock(b)) {
    return a.kind == Kind::kReadClock || b.kind == Kind::kReadClock;
  }
  if (SeesEnd(a) && SeesEnd(b)) return a.object == b.object;
  if (BothPoints(a, b)) {
    return a.object == kNoObject || b.object == kNoObject ||
           a.object == b.object;
  }
  if (Overlaps(a, b)) return true;
  if (ChangedBy(a) != kNoObject && ChangedBy(a) == ChangedBy(b)) return true;
  return LockOf(a) != kNoObject && LockOf(a) == LockOf(b) &&
         !(ReadsLock(a) && ReadsLock(b));
}

void TraceForms::Merge(Clock& clock, size_t event) const {
  const Clock& other = clocks_[event];
  if (clock.size() < other.size()) clock.resize(other.size());
  for (size_t i = 0; i < other.size(); ++i) {
    clock[i] = std::max(clock[i], other[i]);
  }
}

bool TraceForms::Knows(const Clock& clock, size_t event) const {
  const TaskId task = events_[event].task;
  return task < clock.size() && clock[task] >= number_of_[event];
}

// The event after those that are there.
void TraceForms::Add(const std::vector<Event>& events, size_t at) {
  const Event& event = events[at];
  Clock clock;
  uint32_t number = 1;
  for (size_t i = at; i-- > 0;) {
    const Event& before = events[i];
    const bool created =
        before.kind == Kind::kCreate && before.object == event.task;
    const bool ended = event.kind == Kind::kJoin && before.task == event.object;
    const bool let_go = i + 1 == event.released;
    if (before.task == event.task) number = std::max(number, number_of_[i] + 1);
    if (before.task == event.task || created || ended || let_go) {
      if (!Knows(clock, i)) Merge(clock, i);
    }
  }
  for (size_t i = at; i-- > 0;) {
    if (!Knows(clock, i) && Depends(events[i], event)) Merge(clock, i);
  }
  if (clock.size() <= event.task) clock.resize(event.task + 1);
  clock[event.task] = number;
  std::string text(1, static_cast<char>('A' + static_cast<int>(event.kind)));
  for (const uint32_t value : event.values) absl::StrAppend(&text, "=", value);
  for (const uint32_t count : clock) absl::StrAppend(&text, ",", count);
  events_.push_back(event);
  clocks_.push_back(std::move(clock));
  number_of_.push_back(number);
  text_of_.push_back(std::move(text));
}

std::string TraceForms::FormOf(const std::vector<Event>& events) {
  size_t same = 0;
  while (same < events.size() && same < events_.size() &&
         events[same] == events_[same]) {
    ++same;
  }
  events_.resize(same);
  clocks_.resize(same);
  number_of_.resize(same);
  text_of_.resize(same);
  for (size_t i = same; i < events.size(); ++i) Add(events, i);

  std::vector<std::string> texts;
  for (size_t i = 0; i < events_.size(); ++i) {
    const TaskId task = events_[i].task;
    if (texts.size() <= task) texts.resize(task + 1);
    texts[task] += text_of_[i];
  }
  return absl::StrJoin(texts, ";");
}

std::string EventsText(const std::vector<Event>& events) {
  std::string text;
  for (const Event& event : events) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", "T", event.task, " ",
                    Text(OperationKindName(event.kind)));
    if (event.object != kNoObject) absl::StrAppend(&text, " ", event.object);
    for (const uint32_t value : event.values)
      absl::StrAppend(&text, "=", value);
  }
  return text;
}

}  // namespace interleave
