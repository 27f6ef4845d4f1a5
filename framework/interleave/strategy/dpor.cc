// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/dpor.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"

namespace interleave {

DporStrategy::~DporStrategy() = default;

bool DporStrategy::Begin() {
  depth_ = 0;
  redundant_ = false;
  enabled_at_end_ = 0;
  tasks_ = {};
  return !finished_;
}

uint32_t DporStrategy::ChooseUnknown(const ChoicePoint& point) {
  if (point.kind == ChoiceKind::kValue) return ChooseValue(point);
  tasks_ = point.tasks;
  INTERLEAVE_REQUIRE(
      tasks_.size() <= kTasksMax,
      "dpor handles at most 64 tasks: start fewer threads, or search with "
      "--interleave_strategy=preemption-bounded or random");
  if (depth_ < length_) return Repeat(point);
  Node& node = NewNode(ChoiceKind::kSwitch);
  node.enabled = point.enabled_bits;
  node.tried = node.asleep = 0;
  node.left_behind = 0;
  node.left = std::exchange(guide_, WakeupTrees::kEmpty);
  node.event = static_cast<uint32_t>(log_.size());
  node.announcer =
      point.current == ChoicePoint::kNotEnabled ? kNoTask : point.announcer->id;
  const TaskId chosen = ChooseNew(node);
  if (chosen == kNoTask) {
    enabled_at_end_ = node.enabled;
    trees_.Drop(node.left);
    --length_;
    redundant_ = true;
    ++redundant_executions_;
    return kGiveUp;
  }
  return CarryOut(point, chosen);
}

DporStrategy::Node& DporStrategy::NewNode(ChoiceKind kind) {
  if (length_ == path_.size()) path_.emplace_back();
  Node& node = path_[length_++];
  node.kind = kind;
  return node;
}

// Those who slept before the event sleep on, unless it matters to what they
// would do.
TaskSet DporStrategy::AsleepAfter(size_t event) const {
  const Footprint& done = log_.at(event).footprint;
  TaskSet asleep = path_[log_.at(event).node].asleep;
  for (TaskSet rest = asleep; rest != 0; rest &= rest - 1) {
    const auto task = static_cast<TaskId>(std::countr_zero(rest));
    const Footprint next = FootprintOf(*tasks_[task]);
    if (task == done.task || AreOrdered(next, done) || AreOrdered(done, next) ||
        IsReleasedAfter(next, log_.at(event).step)) {
      asleep &= ~BitOf(task);
    }
  }
  return asleep;
}

TaskId DporStrategy::ChooseNew(Node& node) {
  node.chosen = kNoTask;
  if (log_.size() > 0) {
    const Node& before = path_[log_.at(log_.size() - 1).node];
    const bool preempted =
        before.announcer != kNoTask && before.announcer != before.chosen;
    node.preemptions = before.preemptions + (preempted ? 1 : 0);
    if (!is_bounded()) node.asleep = AsleepAfter(log_.size() - 1);
    const bool drew = path_[length_ - 2].kind == ChoiceKind::kValue;
    node.loose = mode_ == Mode::kOptimal && node.asleep != 0 &&
                 (before.loose || IsShared(before) || drew);
  } else {
    node.preemptions = 0;
    node.loose = false;
  }
  for (WakeupTrees::Tree at = node.left; at != WakeupTrees::kEmpty;
       at = trees_.next(at)) {
    node.tried |= BitOf(trees_.task(at));
  }
  if (TakeNext(node)) return node.chosen;
  const TaskSet awake = node.enabled & ~node.asleep;
  if (awake == 0) return kNoTask;
  const bool goes_on =
      node.announcer != kNoTask && (awake & BitOf(node.announcer)) != 0;
  node.chosen =
      goes_on ? node.announcer : static_cast<TaskId>(std::countr_zero(awake));
  node.tried |= BitOf(node.chosen);
  guided_draws_.clear();
  return node.chosen;
}

// The next branch that is left becomes the chosen one; false: there is none.
bool DporStrategy::TakeNextOf(Node& node) {
  while (node.left != WakeupTrees::kEmpty) {
    WakeupTrees::Branch branch = trees_.TakeFirst(node.left);
    if ((BitOf(branch.task) & node.enabled & ~node.asleep) == 0) {
      trees_.Drop(branch.below);
      continue;
    }
    node.chosen = branch.task;
    trees_.Drop(guide_);
    guide_ = branch.below;
    guided_draws_ = std::move(branch.draws);
    return true;
  }
  return false;
}

uint32_t DporStrategy::ChooseValue(const ChoicePoint& point) {
  const bool is_new = depth_ == length_;
  if (is_new) {
    Node& node = NewNode(ChoiceKind::kValue);
    node.count = node.end = point.count;
    node.tries = 0;
    const bool guided = draws_made_ < guided_draws_.size();
    node.first = guided ? guided_draws_[draws_made_] % point.count : 0;
  }
  const Node& node = path_[depth_];
  if (node.kind != ChoiceKind::kValue || node.count != point.count) {
    return GiveUp(Difference::Kind::kDraw,
                  absl::StrCat("a draw of one of ", point.count, " values"),
                  point);
  }
  const uint32_t value = (node.first + node.tries) % node.count;
  // Those of earlier nodes are kept.
  if (depth_ + 1 == length_ || rebuilds_) log_.AddDraw(value);
  ++draws_made_;
  ++depth_;
  return value;
}

uint32_t DporStrategy::Repeat(const ChoicePoint& point) {
  const Node& node = path_[depth_];
  if (node.kind != ChoiceKind::kSwitch || node.enabled != point.enabled_bits) {
    return GiveUp(Difference::Kind::kTasks,
                  absl::StrCat("a choice among ", point.count, " tasks"),
                  point);
  }
  return CarryOut(point, node.chosen);
}

uint32_t DporStrategy::GiveUp(Difference::Kind kind, const std::string& what,
                              const ChoicePoint& point) {
  nondeterminism_ = {kind,
                     absl::StrCat("step ", point.step, ", choice ", depth_ + 1,
                                  ": is now ", what, ", and was another")};
  if (point.announcer != nullptr && !IsOfTask(point.announcer->next.kind)) {
    nondeterminism_.object = point.announcer->next.object;
  }
  return kGiveUp;
}

// The chosen task's operation is the next event.
uint32_t DporStrategy::CarryOut(const ChoicePoint& point, TaskId chosen) {
  Node& node = path_[depth_];
  if (node.event >= log_.size()) {
    log_.Add(FootprintOf(*tasks_[chosen]), point.step,
             static_cast<uint32_t>(depth_), node.enabled, races_);
    // Whoever gave the path away has seen to those before its end.
    if (depth_ + 1 < length_) races_.clear();
  }
  draws_made_ = 0;
  ++depth_;
  node.answer = static_cast<uint32_t>(
      std::popcount(point.enabled_bits & (BitOf(chosen) - 1)));
  return node.answer;
}

// --- Races. ---

void DporStrategy::Reverse(EventLog::Race race, const Footprint* pending) {
  const TaskId later =
      pending != nullptr ? pending->task : log_.at(race.later).footprint.task;
  if (is_bounded()) {
    ReverseWithinBound(race.earlier, later);
    return;
  }
  continuation_.Begin(log_, tasks_, race, pending);
  Node& node = path_[log_.at(race.earlier).node];
  if (IsShared(node)) {
    WishFor(node, later);
  } else if (node.loose) {
    ReverseLoosely(node, later);
  } else if (mode_ == Mode::kOptimal) {
    ReverseOptimally(node);
  } else {
    ReverseBySource(node, later);
  }
}

void DporStrategy::ReverseOptimally(Node& node) {
  for (TaskSet rest = node.asleep; rest != 0; rest &= rest - 1) {
    const auto task = static_cast<TaskId>(std::countr_zero(rest));
    if (continuation_.CouldBegin(task)) return;
  }
  // It begins with one that can go on there.
  for (size_t item = 0; item < continuation_.size(); ++item) {
    const TaskSet task = BitOf(continuation_.task(item));
    if ((task & node.enabled) == 0 || !continuation_.CanComeFirst(item)) {
      continue;
    }
    continuation_.MoveToFront(item);
    trees_.Insert(node.left, continuation_);
    return;
  }
  TryAll(node, node.enabled);
}

// Those that could begin the continuation.
TaskSet DporStrategy::Initials() const {
  TaskSet initials = 0;
  for (size_t item = 0; item < continuation_.size(); ++item) {
    const TaskId task = continuation_.task(item);
    if (continuation_.FirstOf(task) == item &&
        continuation_.CanComeFirst(item)) {
      initials |= BitOf(task);
    }
  }
  return initials;
}

void DporStrategy::ReverseBySource(Node& node, TaskId later) {
  const TaskSet initials = Initials();
  if ((initials & (node.tried | node.asleep)) != 0) return;
  const TaskSet possible = initials & node.enabled;
  if (possible == 0) {
    TryAll(node, node.enabled);
  } else if ((possible & BitOf(later)) != 0) {
    TryAlso(node, later);
  } else {
    TryAlso(node, static_cast<TaskId>(std::countr_zero(possible)));
  }
}

// There, and where the course of the task that was chosen there began: to
// switch there may cost less.
void DporStrategy::ReverseWithinBound(size_t event, TaskId later) {
  size_t begin = event;
  while (begin > 0 &&
         log_.at(begin - 1).footprint.task == log_.at(event).footprint.task) {
    --begin;
  }
  for (const size_t at : {event, begin}) {
    Node& node = path_[log_.at(at).node];
    const TaskSet wanted = node.enabled & BitOf(later);
    TryAll(node, wanted != 0 ? wanted : node.enabled);
  }
}

void DporStrategy::TryAll(Node& node, TaskSet tasks) {
  for (TaskSet rest = tasks & ~node.tried & ~node.asleep; rest != 0;
       rest &= rest - 1) {
    TryAlso(node, static_cast<TaskId>(std::countr_zero(rest)));
  }
}

void DporStrategy::TryAlso(Node& node, TaskId task) {
  const bool preempts = node.announcer != kNoTask && node.announcer != task;
  if (preempts && node.preemptions == preemptions_max_) {
    bound_was_hit_ = true;
    return;
  }
  node.tried |= BitOf(task);
  if (!IsShared(node)) {
    trees_.Append(node.left, task);
    return;
  }
  WakeupTrees::Tree branch = WakeupTrees::kEmpty;
  trees_.Append(branch, task);
  Wish(node, BitOf(task), branch);
}

// What waits at the end, of a deadlock or before those asleep, might have come
// first.
void DporStrategy::ReversePending() {
  for (const TaskState* task : tasks_) {
    if (task->finished || (enabled_at_end_ & BitOf(task->id)) != 0) continue;
    const Footprint pending = FootprintOf(*task);
    races_.clear();
    log_.FindRaces(pending, races_);
    for (const EventLog::Race& race : races_) Reverse(race, &pending);
  }
}

void DporStrategy::End(const ExecutionResult& result) {
  if (nondeterminism_.empty() && depth_ < length_ && !redundant_) {
    nondeterminism_ = {
        Difference::Kind::kLength,
        absl::StrCat("step ", result.steps, ": the execution ended after ",
                     depth_, " choices, it had ", length_)};
  }
  if (!nondeterminism_.empty()) {
    finished_ = true;
    return;
  }
  trees_.Drop(guide_);
  for (const EventLog::Race& race : races_) Reverse(race, nullptr);
  // At the end of a process, too, others might have gone on first.
  if (result.outcome == Outcome::kCut || result.outcome == Outcome::kExited ||
      redundant_) {
    ReversePending();
  }
  races_.clear();
  rebuilds_ = false;
  Backtrack();
}

// The deepest choice at which something is left to try makes it next time.
void DporStrategy::Backtrack() {
  for (; length_ > 0; --length_) {
    Node& node = path_[length_ - 1];
    if (node.kind == ChoiceKind::kValue) {
      if (node.tries + 1 == node.end) continue;
      ++node.tries;
      size_t last = length_ - 1;  // the switch before it
      while (last > 0 && path_[last].kind == ChoiceKind::kValue) --last;
      const bool drawn_first = path_[last].kind == ChoiceKind::kValue;
      const size_t event = drawn_first ? 0 : path_[last].event;
      const size_t between = length_ - 1 - last - (drawn_first ? 0 : 1);
      log_.Keep(drawn_first ? 0 : event + 1,
                (drawn_first ? 0 : log_.at(event).draws) + between);
      guided_draws_.clear();
      return;
    }
    if (!is_bounded()) node.asleep |= BitOf(node.chosen);
    ++node.left_behind;
    if (!TakeNext(node)) {
      NoteBranches(node);
      continue;
    }
    log_.Keep(node.event, log_.at(node.event).draws);
    return;
  }
  finished_ = true;
}

}  // namespace interleave
