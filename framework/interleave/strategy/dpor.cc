// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/dpor.h"

#include <algorithm>
#include <bit>
#include <functional>

#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"

namespace interleave {

bool DporStrategy::Begin() {
  depth_ = 0;
  redundant_ = false;
  events_.clear();
  last_use_.clear();
  everything_.clear();
  last_of_task_.fill(0);
  creation_of_.fill(0);
  tasks_ = {};
  return !finished_;
}

uint32_t DporStrategy::Choose(const ChoicePoint& point) {
  if (point.kind == ChoiceKind::kValue) return ChooseValue(point);
  tasks_ = point.tasks;
  INTERLEAVE_REQUIRE(
      tasks_.size() <= kTasksMax,
      "dpor handles at most 64 tasks: start fewer threads, or search with "
      "--interleave_strategy=preemption-bounded or random");
  if (depth_ < length_) return Repeat(point);
  Node& node = NewNode(ChoiceKind::kSwitch);
  for (const TaskState* task : point.enabled) node.enabled |= BitOf(task->id);
  FallAsleep(node);
  const TaskSet awake = node.enabled & ~node.asleep;
  if (awake == 0) {
    --length_;
    redundant_ = true;
    return kGiveUp;
  }
  const bool goes_on = point.current != ChoicePoint::kNotEnabled &&
                       (awake & BitOf(point.announcer->id)) != 0;
  node.chosen = goes_on ? point.announcer->id
                        : static_cast<TaskId>(std::countr_zero(awake));
  node.backtrack = BitOf(node.chosen);
  const TaskSet before = node.enabled & (BitOf(node.chosen) - 1);
  return CarryOut(point, static_cast<uint32_t>(std::popcount(before)));
}

// Those who sleep before an operation do so after it, unless it matters to
// what they would do.
void DporStrategy::FallAsleep(Node& node) {
  if (events_.empty()) return;
  const Footprint& done = events_.back().footprint;
  const Node& before = path_[events_.back().node];
  for (const Footprint& sleeper : before.sleep) {
    if (sleeper.task == done.task || AreOrdered(sleeper, done) ||
        AreOrdered(done, sleeper)) {
      continue;
    }
    node.sleep.push_back(sleeper);
    node.asleep |= BitOf(sleeper.task);
  }
}

DporStrategy::Node& DporStrategy::NewNode(ChoiceKind kind) {
  if (length_ == path_.size()) path_.emplace_back();
  Node& node = path_[length_++];
  node.kind = kind;
  node.enabled = node.backtrack = node.asleep = 0;
  node.sleep.clear();
  return node;
}

uint32_t DporStrategy::ChooseValue(const ChoicePoint& point) {
  if (depth_ == length_) {
    Node& node = NewNode(ChoiceKind::kValue);
    node.value = 0;
    node.count = point.count;
  }
  const Node& node = path_[depth_];
  if (node.kind != ChoiceKind::kValue || node.count != point.count) {
    return GiveUp(absl::StrCat("a draw of one of ", point.count, " values"),
                  point);
  }
  ++depth_;
  return node.value;
}

uint32_t DporStrategy::Repeat(const ChoicePoint& point) {
  Node& node = path_[depth_];
  TaskSet enabled = 0;
  uint32_t index = 0;
  uint32_t chosen = kGiveUp;
  for (const TaskState* task : point.enabled) {
    enabled |= BitOf(task->id);
    if (task->id == node.chosen) chosen = index;
    ++index;
  }
  if (node.kind != ChoiceKind::kSwitch || node.enabled != enabled ||
      chosen == kGiveUp) {
    return GiveUp(absl::StrCat("a choice among ", point.count, " tasks"),
                  point);
  }
  // What follows inherits the sleepers. Memory may be elsewhere this time.
  if (depth_ == last_switch_) {
    for (Footprint& sleeper : node.sleep) {
      sleeper = FootprintOf(*tasks_[sleeper.task]);
    }
  }
  return CarryOut(point, chosen);
}

uint32_t DporStrategy::GiveUp(const std::string& what,
                              const ChoicePoint& point) {
  nondeterminism_ = absl::StrCat("step ", point.step, ", choice ", depth_ + 1,
                                 ": is now ", what, ", and was another");
  return kGiveUp;
}

// The chosen task's operation is the next event.
uint32_t DporStrategy::CarryOut(const ChoicePoint& point, uint32_t index) {
  const TaskState& task = *point.enabled[index];
  const size_t event = events_.size();
  const Footprint footprint = FootprintOf(task);
  if (event >= known_events_) {
    Clock clock = LookBack(footprint);
    clock[task.id] = static_cast<uint32_t>(event + 1);
    if (clocks_.size() <= event) clocks_.resize(event + 1);
    clocks_[event] = clock;
  }
  Event& added = events_.emplace_back();
  added.footprint = footprint;
  added.node = depth_;
  path_[depth_].event = event;
  const auto number = static_cast<uint32_t>(event + 1);
  for (size_t i = 0; i < footprint.use_count; ++i) {
    uint32_t& last = last_use_[footprint.used[i].key];
    added.before[i] = last;
    last = number;
  }
  if (footprint.everything) everything_.push_back(number);
  if (footprint.kind == OperationKind::kCreate) {
    creation_of_[footprint.other] = number;
  }
  last_of_task_[task.id] = number;
  ++depth_;
  return index;
}

bool DporStrategy::Knows(const Clock& clock, size_t event) const {
  return clock[events_[event].footprint.task] > event;
}

void DporStrategy::Merge(Clock& clock, size_t event) const {
  const Clock& other = clocks_[event];
  for (size_t task = 0; task < tasks_.size(); ++task) {
    clock[task] = std::max(clock[task], other[task]);
  }
}

DporStrategy::Clock DporStrategy::ClockBefore(
    const Footprint& footprint) const {
  Clock clock{};
  const TaskId task = footprint.task;
  if (const uint32_t last = last_of_task_[task]; last != 0) {
    Merge(clock, last - 1);
  } else if (const uint32_t creation = creation_of_[task]; creation != 0) {
    Merge(clock, creation - 1);
  }
  if (footprint.kind == OperationKind::kJoin) {
    const uint32_t last = last_of_task_[footprint.other];
    if (last != 0) Merge(clock, last - 1);
  }
  return clock;
}

// The earlier events that `footprint` is ordered after by what they use.
void DporStrategy::FindBefore(const Footprint& footprint) {
  ordered_.clear();
  if (footprint.everything) {
    for (size_t event = 0; event < events_.size(); ++event) {
      ordered_.push_back(event);
    }
  } else {
    for (const uint32_t event : everything_) ordered_.push_back(event - 1);
    for (const Use& use : footprint.uses()) FindUsersBefore(footprint, use);
  }
  std::sort(ordered_.begin(), ordered_.end(), std::greater<>());
  ordered_.erase(std::unique(ordered_.begin(), ordered_.end()), ordered_.end());
}

void DporStrategy::FindUsersBefore(const Footprint& footprint, const Use& use) {
  const auto last = last_use_.find(use.key);
  uint32_t at = last == last_use_.end() ? 0 : last->second;
  while (at != 0) {
    const Event& event = events_[at - 1];
    const std::span<const Use> uses = event.footprint.uses();
    const auto same =
        std::find_if(uses.begin(), uses.end(),
                     [&use](const Use& used) { return used.key == use.key; });
    if (AreOrdered(event.footprint, *same, footprint, use)) {
      ordered_.push_back(at - 1);
    }
    at = event.before[static_cast<size_t>(same - uses.begin())];
  }
}

// The task had come to what it does next, and could not do it before `event`;
// so what it races with came earlier.
bool DporStrategy::WaitedAt(size_t event, TaskId task) const {
  const bool was_there =
      last_of_task_[task] <= event && creation_of_[task] <= event;
  const Node& node = path_[events_[event].node];
  return was_there && (node.enabled & BitOf(task)) == 0;
}

// `later` could have gone on where `event` was. If not, as where a lock was
// held already, it races with what came before that, too.
bool DporStrategy::CouldComeBefore(size_t event, const Footprint& later) const {
  switch (later.kind) {
    case OperationKind::kAcquire:
    case OperationKind::kWait:
      return false;  // it isn't known
    case OperationKind::kLock:
    case OperationKind::kReadLock:
    case OperationKind::kWake:
      break;
    default:
      return true;
  }
  // A lock is free where it is taken, but by who may have had it before.
  const Event& taken = events_[event];
  for (size_t i = 0; i < taken.footprint.use_count; ++i) {
    const UseMode mode = taken.footprint.used[i].mode;
    if (mode != UseMode::kTake && mode != UseMode::kTakeShared) continue;
    const uint32_t before = taken.before[i];
    return before == 0 ||
           events_[before - 1].footprint.task != taken.footprint.task;
  }
  return false;
}

DporStrategy::Clock DporStrategy::LookBack(const Footprint& footprint) {
  FindBefore(footprint);
  Clock clock = ClockBefore(footprint);
  Clock whole = clock;
  for (const size_t event : ordered_) {
    if (!Knows(whole, event)) Merge(whole, event);
  }
  // Races: with nothing between them that orders the two.
  for (const size_t event : ordered_) {
    if (Knows(clock, event) || WaitedAt(event, footprint.task) ||
        !CanBeReversed(events_[event].footprint, footprint)) {
      continue;
    }
    Reverse(event, footprint, whole);
    if (CouldComeBefore(event, footprint)) Merge(clock, event);
  }
  return whole;
}

// What came after `event` and did not depend on it is to come before it, with
// `later`, whose clock is `clock`; whoever can begin that is to be tried where
// `event` was.
void DporStrategy::Reverse(size_t event, const Footprint& later,
                           const Clock& clock) {
  Node& node = path_[events_[event].node];
  std::array<uint32_t, kTasksMax> first;  // event + 1, of each task
  std::array<TaskId, kTasksMax> order;
  size_t count = 0;
  TaskSet seen = 0;
  for (size_t k = event + 1; k < events_.size(); ++k) {
    const TaskId task = events_[k].footprint.task;
    if ((seen & BitOf(task)) != 0 || Knows(clocks_[k], event)) continue;
    seen |= BitOf(task);
    first[task] = static_cast<uint32_t>(k + 1);
    order[count++] = task;
  }
  TaskSet initials = 0;
  const auto begins = [&](const Clock& own, TaskId task) {
    for (size_t i = 0; i < count && order[i] != task; ++i) {
      if (own[order[i]] >= first[order[i]]) return false;
    }
    return true;
  };
  for (size_t i = 0; i < count; ++i) {
    if (begins(clocks_[first[order[i]] - 1], order[i])) {
      initials |= BitOf(order[i]);
    }
  }
  if ((seen & BitOf(later.task)) == 0 && begins(clock, later.task)) {
    initials |= BitOf(later.task);
  }
  if ((initials & (node.backtrack | node.asleep)) != 0) return;
  const TaskSet possible = initials & node.enabled;
  if (possible == 0) {
    node.backtrack |= node.enabled;
  } else if ((possible & BitOf(later.task)) != 0) {
    node.backtrack |= BitOf(later.task);
  } else {
    node.backtrack |= possible & -possible;
  }
}

void DporStrategy::End(const ExecutionResult& result) {
  if (nondeterminism_.empty() && depth_ < length_ && !redundant_) {
    nondeterminism_ =
        absl::StrCat("step ", result.steps, ": the execution ended after ",
                     depth_, " choices, it had ", length_);
  }
  if (!nondeterminism_.empty()) {
    finished_ = true;
    return;
  }
  // What waits at the end of a deadlock might have come first.
  if (result.outcome == Outcome::kCut) {
    for (const TaskState* task : tasks_) {
      if (!task->finished) LookBack(FootprintOf(*task));
    }
  }
  Backtrack();
}

// The deepest choice at which something is left to try makes it next time.
void DporStrategy::Backtrack() {
  for (; length_ > 0; --length_) {
    Node& node = path_[length_ - 1];
    if (node.kind == ChoiceKind::kValue) {
      if (node.value + 1 == node.count) continue;
      ++node.value;
      last_switch_ = length_ - 1;
      while (last_switch_ > 0 &&
             path_[last_switch_].kind == ChoiceKind::kValue) {
        --last_switch_;
      }
      known_events_ = path_[last_switch_].kind == ChoiceKind::kValue
                          ? 0
                          : path_[last_switch_].event + 1;
      return;
    }
    node.sleep.push_back(events_[node.event].footprint);
    node.asleep |= BitOf(node.chosen);
    const TaskSet left = node.backtrack & ~node.asleep & node.enabled;
    if (left == 0) continue;
    node.chosen = static_cast<TaskId>(std::countr_zero(left));
    known_events_ = node.event;
    last_switch_ = length_ - 1;
    return;
  }
  finished_ = true;
}

}  // namespace interleave
