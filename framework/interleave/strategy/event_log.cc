// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/event_log.h"

#include <algorithm>
#include <functional>

namespace interleave {
namespace {

// All that used the key before are ordered before such a use.
bool OrdersAll(const Use& use) {
  return use.mode == UseMode::kExclusive || use.mode == UseMode::kTry;
}

bool UseSameKey(const Footprint& earlier, const Footprint& later) {
  for (const Use& first : earlier.uses()) {
    for (const Use& second : later.uses()) {
      if (first.key == second.key) return true;
    }
  }
  return false;
}

// How `later` takes the lock that `earlier` tried, if it does.
const Use* TriedBy(const Footprint& earlier, const Footprint& later) {
  for (const Use& first : earlier.uses()) {
    for (size_t i = 0; i < later.use_count; ++i) {
      const Use& second = later.used[i];
      if (first.key == second.key && first.mode == UseMode::kTry &&
          IsTake(second.mode)) {
        return &second;
      }
    }
  }
  return nullptr;
}

bool TakesAlso(const Footprint& earlier, const Footprint& later) {
  for (const Use& first : earlier.uses()) {
    for (const Use& second : later.uses()) {
      if (first.key == second.key && IsTake(first.mode)) return true;
    }
  }
  return false;
}

bool TakesShared(const Footprint& footprint) {
  const std::span<const Use> uses = footprint.uses();
  return std::any_of(uses.begin(), uses.end(), [](const Use& use) {
    return use.mode == UseMode::kTakeShared;
  });
}

bool GivesBack(UseMode mode) {
  return mode == UseMode::kGiveBack || mode == UseMode::kGiveBackShared;
}

// The task has the lock by that, and had it not before.
bool SurelyTakes(const Footprint& footprint, UseMode mode) {
  if (mode == UseMode::kTry) {
    return footprint.kind == OperationKind::kTryLock && !footprint.held;
  }
  // Whose time has come may have gone without.
  return IsTake(mode) && !footprint.nested && !footprint.when_idle;
}

}  // namespace

void EventLog::Keep(size_t count, size_t draws) {
  while (events_.size() > count) {
    const Event& event = events_.back();
    const Footprint& footprint = event.footprint;
    for (size_t i = footprint.use_count; i-- > 0;) {
      last_use_[footprint.used[i].key] = event.before[i];
    }
    if (footprint.everything) everything_.pop_back();
    if (footprint.kind == OperationKind::kCreate) {
      creation_of_[footprint.other] = 0;
    }
    last_of_task_[footprint.task] = event.previous;
    events_.pop_back();
  }
  draws_.resize(draws);
}

void EventLog::Add(const Footprint& footprint, StepNumber step, uint32_t node,
                   TaskSet enabled, std::vector<Race>& races) {
  const size_t number = events_.size();
  width_ = std::max<size_t>(width_, footprint.task + 1);
  const size_t races_before = races.size();
  if (clocks_.size() <= number) clocks_.emplace_back();
  FindRaces(footprint, clocks_[number], races);
  clocks_[number][footprint.task] = static_cast<uint32_t>(number + 1);
  for (size_t i = races_before; i < races.size(); ++i) {
    races[i].later = static_cast<uint32_t>(number);
  }
  Event& added = events_.emplace_back();
  added.footprint = footprint;
  added.step = step;
  added.node = node;
  added.enabled = enabled;
  added.draws = static_cast<uint32_t>(draws_.size());
  const auto mark = static_cast<uint32_t>(number + 1);
  for (size_t i = 0; i < footprint.use_count; ++i) {
    uint32_t& last = LastUse(footprint.used[i].key);
    added.before[i] = last;
    last = mark;
  }
  if (footprint.everything) everything_.push_back(mark);
  if (footprint.kind == OperationKind::kCreate) {
    creation_of_[footprint.other] = mark;
  }
  added.previous = last_of_task_[footprint.task];
  last_of_task_[footprint.task] = mark;
}

std::span<const uint32_t> EventLog::DrawsOf(size_t event) const {
  const size_t begin = events_[event].draws;
  const size_t end =
      event + 1 < events_.size() ? events_[event + 1].draws : draws_.size();
  return std::span(draws_).subspan(begin, end - begin);
}

size_t EventLog::FirstOf(TaskId task, size_t begin) const {
  size_t first = events_.size();
  for (uint32_t at = last_of_task_[task]; at > begin;
       at = events_[at - 1].previous) {
    first = at - 1;
  }
  return first;
}

void EventLog::Merge(Clock& clock, size_t event) const {
  const Clock& other = clocks_[event];
  for (size_t task = 0; task < width_; task += kAtOnce) {
    for (size_t i = task; i < task + kAtOnce; ++i) {
      clock[i] = std::max(clock[i], other[i]);
    }
  }
}

void EventLog::ClockBefore(const Footprint& footprint, uint32_t previous,
                           Clock& clock) const {
  if (previous != 0) {
    Copy(clocks_[previous - 1], clock);
  } else if (const uint32_t creation = creation_of_[footprint.task];
             creation != 0) {
    Copy(clocks_[creation - 1], clock);
  } else {
    for (size_t task = 0; task < width_; task += kAtOnce) {
      for (size_t i = 0; i < kAtOnce; ++i) clock[task + i] = 0;
    }
  }
  if (footprint.kind == OperationKind::kJoin) {
    const uint32_t last = last_of_task_[footprint.other];
    if (last != 0) Merge(clock, last - 1);
  }
}

// The earlier events that `footprint` is ordered after by what they use.
void EventLog::FindBefore(const Footprint& footprint) {
  ordered_.clear();
  if (footprint.everything) {
    for (size_t event = events_.size(); event-- > 0;) {
      ordered_.push_back(static_cast<uint32_t>(event));
    }
    return;
  }
  for (const uint32_t mark : everything_) ordered_.push_back(mark - 1);
  for (const Use& use : footprint.uses()) {
    for (uint32_t mark = LastUse(use.key); mark != 0;) {
      const size_t same = UseOf(mark - 1, use.key);
      const Use& used = events_[mark - 1].footprint.used[same];
      if (IsBefore(mark - 1, used, footprint, use)) {
        ordered_.push_back(mark - 1);
      }
      mark = events_[mark - 1].before[same];
    }
  }
  std::sort(ordered_.begin(), ordered_.end(), std::greater<>());
  ordered_.erase(std::unique(ordered_.begin(), ordered_.end()), ordered_.end());
}

// By these two uses of one key.
bool EventLog::IsBefore(size_t event, const Use& used, const Footprint& later,
                        const Use& use) const {
  if (use.mode == UseMode::kFollow) {
    return used.mode != UseMode::kFollow &&
           events_[event].step < later.released_at;
  }
  return AreOrdered(used, use);
}

size_t EventLog::UseOf(size_t event, uint32_t key) const {
  size_t use = 0;
  while (events_[event].footprint.used[use].key != key) ++use;
  return use;
}

bool EventLog::CouldGoOnAt(size_t event, const Footprint& later) const {
  const TaskId task = later.task;
  const Footprint& earlier = events_[event].footprint;
  if (last_of_task_[task] <= event && creation_of_[task] <= event) {
    if ((events_[event].enabled & BitOf(task)) != 0) return true;
    if (later.when_idle) return false;
    // What lets it go on mostly depends on `earlier`, as it does.
    return (later.everything || later.kind == OperationKind::kWake ||
            TakesShared(earlier)) &&
           CouldGoOnWithout(event, later);
  }
  if (later.late) return true;
  if (later.kind == OperationKind::kAcquire && UseSameKey(earlier, later)) {
    return earlier.available > 0;
  }
  if (later.channel_need != 0 && UseSameKey(earlier, later)) {
    return (earlier.available & later.channel_need) != 0;
  }
  if (const Use* take = TriedBy(earlier, later)) {
    return !(take->mode == UseMode::kTake ? earlier.held
                                          : earlier.held_from_readers);
  }
  // Its time would not have come while somebody could go on; but its lock might
  // have been free.
  if (later.when_idle) return TakesAlso(earlier, later);
  return !later.everything || CouldGoOnWithout(event, later);
}

bool EventLog::CouldGoOnWithout(size_t event, const Footprint& later) const {
  if (later.kind == OperationKind::kAcquire) {
    return AvailableWithout(event, later) > 0;
  }
  if (later.kind == OperationKind::kJoin) {
    const uint32_t last = last_of_task_[later.other];
    return last == 0 || !Knows(clocks_[last - 1], event);
  }
  bool is_known = later.use_count > 0;
  for (const Use& use : later.uses()) {
    if (use.mode == UseMode::kFollow) {
      if (!IsReleasedWithout(event, later)) return false;
    } else if (IsTake(use.mode)) {
      if (IsHeldWithout(event, later, use)) return false;
    } else {
      is_known = false;
    }
  }
  return is_known || IsEnabledWithout(event, later.task);
}

// Of a semaphore: each change is seen by the next who uses it.
int64_t EventLog::AvailableWithout(size_t event, const Footprint& later) const {
  const uint32_t key = later.used[0].key;
  int64_t available = later.available;
  int64_t after = later.available;
  uint32_t mark = key < last_use_.size() ? last_use_[key] : 0;
  while (mark > event) {
    const Event& used = events_[mark - 1];
    const int64_t before = used.footprint.available;
    if (Knows(clocks_[mark - 1], event)) available -= after - before;
    after = before;
    mark = used.before[UseOf(mark - 1, key)];
  }
  return available;
}

// What took it out of the queue does not depend on `event`.
bool EventLog::IsReleasedWithout(size_t event, const Footprint& later) const {
  if (later.released_at == Footprint::kNeverReleased) return false;
  const auto after = std::partition_point(
      events_.begin(), events_.end(), [&later](const Event& before) {
        return before.step < later.released_at;
      });
  return after == events_.begin() ||
         !Knows(clocks_[after - events_.begin() - 1], event);
}

// It is a try, to which the lock was not given though it was free.
bool EventLog::Fails(size_t event) const {
  if (events_[event].footprint.kind != OperationKind::kTryLock) return false;
  const std::span<const uint32_t> draws = DrawsOf(event);
  return !draws.empty() && draws.front() != 0;
}

// Another has the lock that `later` would take, by what does not depend on
// `event`. Where that can't be told it is free.
bool EventLog::IsHeldWithout(size_t event, const Footprint& later,
                             const Use& take) const {
  std::array<uint16_t, kTasksMax> given_back{};
  TaskSet alone = 0;  // who gives it back next had it alone
  uint32_t mark = take.key < last_use_.size() ? last_use_[take.key] : 0;
  while (mark != 0) {
    const size_t user = mark - 1;
    const Footprint& footprint = events_[user].footprint;
    const size_t same = UseOf(user, take.key);
    const UseMode mode = footprint.used[same].mode;
    const TaskId task = footprint.task;
    const bool is_kept = !Knows(clocks_[user], event);
    mark = events_[user].before[same];
    if (GivesBack(mode)) {
      alone &= ~BitOf(task);
      if (mode == UseMode::kGiveBack) alone |= BitOf(task);
      if (is_kept) ++given_back[task];
    } else if (is_kept && SurelyTakes(footprint, mode) && !Fails(user)) {
      if (given_back[task] > 0) {
        --given_back[task];
      } else if (task != later.task &&
                 (take.mode == UseMode::kTake || mode == UseMode::kTake ||
                  (mode == UseMode::kTry && (alone & BitOf(task)) != 0))) {
        return true;
      }
    }
  }
  return false;
}

// The last that the task had to wait for does not depend on `event`.
bool EventLog::IsEnabledWithout(size_t event, TaskId task) const {
  const size_t begin = std::max<size_t>(event, last_of_task_[task]);
  for (size_t before = events_.size(); before > begin; --before) {
    if ((events_[before - 1].enabled & BitOf(task)) == 0) {
      return !Knows(clocks_[before - 1], event);
    }
  }
  return true;
}

// `later` could surely have gone on where `event` was. If not, it races with
// what came before that, too.
bool EventLog::CouldComeBefore(size_t event, const Footprint& later) const {
  const Footprint& earlier = events_[event].footprint;
  switch (later.kind) {
    case OperationKind::kAcquire:
      return UseSameKey(earlier, later);
    case OperationKind::kWait:
    case OperationKind::kPoll:  // nothing may have been ready
      return false;
    case OperationKind::kReceive:
    case OperationKind::kSend:
    case OperationKind::kAccept:
    case OperationKind::kConnect:
      return later.channel_need == 0 || UseSameKey(earlier, later);
    case OperationKind::kLock:
    case OperationKind::kReadLock:
    case OperationKind::kTimedLock:
    case OperationKind::kWake:
      // A lock is free where it is taken.
      return TakesAlso(earlier, later) || TriedBy(earlier, later) != nullptr;
    default:
      return true;
  }
}

EventLog::Clock EventLog::ClockIfReversed(Race race,
                                          const Footprint& footprint) const {
  const bool pending = race.later == kPending;
  Clock clock{};
  ClockBefore(
      footprint,
      pending ? last_of_task_[footprint.task] : events_[race.later].previous,
      clock);
  if (footprint.everything) {
    for (size_t event = race.earlier + size_t{1};
         event < events_.size() && event < race.later; ++event) {
      if (!Knows(clocks_[event], race.earlier)) Merge(clock, event);
    }
    return clock;
  }
  for (size_t i = 0; i < footprint.use_count; ++i) {
    const Use& use = footprint.used[i];
    uint32_t mark = !pending
                        ? events_[race.later].before[i]
                        : (use.key < last_use_.size() ? last_use_[use.key] : 0);
    while (mark > race.earlier + 1) {
      const size_t event = mark - 1;
      const size_t same = UseOf(event, use.key);
      const Use& used = events_[event].footprint.used[same];
      if (IsBefore(event, used, footprint, use) &&
          !Knows(clocks_[event], race.earlier)) {
        Merge(clock, event);
      }
      mark = events_[event].before[same];
    }
  }
  return clock;
}

// Its time had come already: it could have gone on before it was released.
bool EventLog::WasDueAt(size_t event, const Footprint& later) const {
  return IsReleasedAfter(later, events_[event].step) &&
         last_of_task_[later.task] <= event &&
         (events_[event].enabled & BitOf(later.task)) != 0;
}

// `clock` knows what orders the two without the race itself, and all whose
// turn it is to be later than `event`.
void EventLog::LookAt(size_t event, const Footprint& footprint, Clock& clock,
                      std::vector<Race>& races) const {
  if (Knows(clock, event)) return;
  if (!CanBeReversed(events_[event].footprint, footprint)) {
    if (with_waits_ || WasDueAt(event, footprint))
      races.push_back({static_cast<uint32_t>(event), kPending});
    return;
  }
  if (!CouldGoOnAt(event, footprint)) return;
  races.push_back({static_cast<uint32_t>(event), kPending});
  if (CouldComeBefore(event, footprint)) Merge(clock, event);
}

void EventLog::FindRaces(const Footprint& footprint, Clock& whole,
                         std::vector<Race>& races) {
  ClockBefore(footprint, last_of_task_[footprint.task], whole);
  if (with_waits_ && footprint.kind == OperationKind::kJoin &&
      last_of_task_[footprint.other] != 0) {
    races.push_back({last_of_task_[footprint.other] - 1, kPending});
  }
  if (footprint.use_count == 0 && !footprint.everything &&
      everything_.empty()) {
    return;
  }
  if (footprint.use_count == 1 && !footprint.everything &&
      everything_.empty()) {
    FindRacesByUse(footprint, whole, races);
    return;
  }
  Clock clock;
  Copy(whole, clock);
  FindBefore(footprint);
  for (const uint32_t event : ordered_) {
    if (!Knows(whole, event)) Merge(whole, event);
  }
  for (const uint32_t event : ordered_) LookAt(event, footprint, clock, races);
}

// As FindRaces, where there is but one use: back to an event that was ordered
// after all before it.
void EventLog::FindRacesByUse(const Footprint& footprint, Clock& whole,
                              std::vector<Race>& races) {
  Clock clock;
  Copy(whole, clock);
  const Use& use = footprint.used[0];
  for (uint32_t mark = LastUse(use.key); mark != 0;) {
    const size_t event = mark - 1;
    const size_t same = UseOf(event, use.key);
    const Use& used = events_[event].footprint.used[same];
    if (IsBefore(event, used, footprint, use)) {
      if (!Knows(whole, event)) Merge(whole, event);
      LookAt(event, footprint, clock, races);
      const bool covers = (use.bytes & ~used.bytes) == 0;
      if (OrdersAll(used) && covers && Knows(clock, event)) return;
    }
    mark = events_[event].before[same];
  }
}

}  // namespace interleave
