// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/rf_dpor.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/graph_operation.h"

namespace interleave {

RfDporStrategy::~RfDporStrategy() = default;

bool RfDporStrategy::Begin() {
  depth_ = 0;
  redundant_ = false;
  deadlock_ = false;
  graph_.Clear();
  tasks_ = {};
  FindWaiting();
  return !finished_ && nondeterminism_.empty() && refusal_.empty();
}

// Those who decided to have a lock next, after one who has it in the prefix.
void RfDporStrategy::FindWaiting() {
  waiting_.clear();
  counts_.assign(kTasksMax, 0);
  for (const uint8_t task : prefix_) ++counts_[task];
  for (size_t i = 0; i < length_; ++i) {
    const Decision& decision = path_[i];
    if (decision.takes_lock && decision.index >= counts_[decision.task]) {
      waiting_.push_back({decision.task, decision.index, false});
    }
  }
}

uint32_t RfDporStrategy::Refuse(const std::string& what) {
  refusal_ = absl::StrCat("rf-dpor does not handle ", what,
                          ": set strategy to \"dpor\"");
  return kGiveUp;
}

// It could go on, and has to let others do so before (runtime/fairness.h): it
// repeats itself, and what it reads is what it read. Without that repetition
// the execution is one of another class, with the same outcome, that is met.
bool RfDporStrategy::GivesWay(TaskId task) const {
  return task < tasks_.size() && static_cast<const Task&>(*tasks_[task]).ready;
}

uint32_t RfDporStrategy::GiveUp(const ChoicePoint& point, TaskId task) {
  nondeterminism_ =
      absl::StrCat("step ", point.step, ", choice ", depth_ + 1, ": task ",
                   task, " can't go on, and could the last time");
  return kGiveUp;
}

// What was carried out since the last choice may have failed.
void RfDporStrategy::LearnWhatFailed() {
  if (graph_.size() == 0 || !graph_.at(graph_.size() - 1).may_fail) return;
  if (static_cast<const Task&>(*tasks_[last_chosen_]).compare_failed) {
    graph_.LastFailed();
  }
}

// The last operation is a compare-exchange of which an alternative is tried
// that is possible only if it fails, and it didn't.
bool RfDporStrategy::WroteAndMustNot() const {
  if (length_ == 0 || graph_.size() == 0) return false;
  const Decision& decision = path_[length_ - 1];
  const Event& last = graph_.at(graph_.size() - 1);
  return decision.must_fail && last.writes && last.task == decision.task &&
         last.index == decision.index;
}

uint32_t RfDporStrategy::Choose(const ChoicePoint& point) {
  if (!internal::instrumented) {
    refusal_ =
        "rf-dpor must see every access to memory, and this program is not "
        "instrumented: instrument it, or set strategy to \"dpor\"";
    return kGiveUp;
  }
  if (point.kind == ChoiceKind::kValue) {
    return Refuse("values drawn by Choose");
  }
  tasks_ = point.tasks;
  LearnWhatFailed();
  // What follows in the prefix follows only from that.
  redundant_ = depth_ < prefix_.size() && WroteAndMustNot();
  if (redundant_) return kGiveUp;
  uint32_t chosen = 0;
  if (depth_ < prefix_.size()) {
    const TaskId id = prefix_[depth_];
    chosen =
        id < tasks_.size() ? SlotOf(*tasks_[id]) : ChoicePoint::kNotEnabled;
    if (chosen == ChoicePoint::kNotEnabled) {
      if (!GivesWay(id)) return GiveUp(point, id);
      redundant_ = true;
      return kGiveUp;
    }
  } else {
    chosen = ChooseFreely(point);
  }
  const TaskState& task = *point.enabled[chosen];
  GraphOperation operation;
  if (!ReadOperation(task, &operation)) return Refuse(UnhandledName(task));
  if (task.id >= kTasksMax) return Refuse("more than 256 threads");
  if (!graph_.Add(operation)) {
    return Refuse("accesses to memory that overlap in part");
  }
  last_chosen_ = task.id;
  ++depth_;
  return chosen;
}

uint32_t RfDporStrategy::SlotOf(const TaskState& task) {
  return static_cast<const Task&>(task).slot;
}

// Who waits for a lock that was just given back has it before all others.
uint32_t RfDporStrategy::ChooseFreely(const ChoicePoint& point) {
  for (Waiting& waiting : waiting_) {
    const uint32_t slot = SlotOf(*tasks_[waiting.task]);
    if (waiting.over || slot == ChoicePoint::kNotEnabled) continue;
    waiting.over = true;
    return slot;
  }
  return point.current == ChoicePoint::kNotEnabled ? 0 : point.current;
}

namespace {

bool ReachedStepLimit(const ExecutionResult& result) {
  return std::any_of(result.findings.begin(), result.findings.end(),
                     [](const Finding& finding) {
                       return finding.kind == FindingKind::kStepLimit;
                     });
}

}  // namespace

void RfDporStrategy::End(const ExecutionResult& result) {
  const bool ended_early = !redundant_ && depth_ < prefix_.size();
  if (ended_early && ReachedStepLimit(result)) {
    cut_short_ = true;
    return Backtrack();
  }
  // Nobody else could go on either: a livelock.
  if (ended_early && GivesWay(prefix_[depth_])) redundant_ = true;
  if (redundant_) return Backtrack();
  if (refusal_.empty() && nondeterminism_.empty() && depth_ < prefix_.size()) {
    nondeterminism_ =
        absl::StrCat("step ", result.steps, ": the execution ended after ",
                     depth_, " choices, it had ", prefix_.size());
  }
  if (!refusal_.empty() || !nondeterminism_.empty()) {
    redundant_ = !refusal_.empty();  // it proves nothing
    return;
  }
  if (result.outcome == Outcome::kExited) {
    Refuse("programs that end while threads of theirs still run");
    redundant_ = true;
    return;
  }
  LearnWhatFailed();
  AddPending(result);
  if (ReachedStepLimit(result)) {
    cut_short_ = true;
  } else if (CheckReads() && CheckRepeated()) {
    decided_before_ = length_;
    Decide();
    FindAlternatives();
  }
  if (held_) {
    finished_ = true;
  } else if (nondeterminism_.empty()) {
    Backtrack();
  }
}

// What tasks would do next, where the execution was cut: others may read from
// it, and in a deadlock nobody can do anything else. The task that was cut has
// no operation to come.
void RfDporStrategy::AddPending(const ExecutionResult& result) {
  if (result.outcome != Outcome::kCut) return;
  for (const Finding& finding : result.findings) {
    deadlock_ |= finding.kind == FindingKind::kDeadlock;
  }
  for (const TaskState* task : tasks_) {
    GraphOperation operation;
    if (task->finished || (!deadlock_ && task->id == last_chosen_) ||
        !ReadOperation(*task, &operation)) {
      continue;
    }
    graph_.AddPending(operation);
  }
}

// What was decided reads, as it did when that was decided.
bool RfDporStrategy::CheckReads() {
  for (size_t i = 0; i < length_; ++i) {
    const Decision& decision = path_[i];
    const uint32_t read = graph_.Find(decision.task, decision.index);
    if (read == kNone || IsRead(graph_.at(read))) continue;
    nondeterminism_ =
        absl::StrCat("operation ", decision.index + 1, " of task ",
                     decision.task, " read something, and doesn't now");
    return false;
  }
  return true;
}

// The latest decision came to what it was to be. It did not where a compare-
// exchange failed that was to be read from; and where memory was given back and
// allocated again, what used to be one place may be two now: then it is what it
// is. False when the same was tried before (or may have been, in the part
// before this one), and for a compare-exchange that can be there only if it
// fails, and didn't.
bool RfDporStrategy::CheckRepeated() {
  if (length_ == 0) return true;
  Decision& decision = path_[length_ - 1];
  const uint32_t read = graph_.Find(decision.task, decision.index);
  if (read == kNone) return true;
  if (decision.must_fail && graph_.at(read).writes) {
    redundant_ = true;
    return false;
  }
  const HistoryLabel label = graph_.SourceLabel(SourceOf(graph_.at(read)));
  if (label == decision.label) return true;
  if (length_ <= shared_) {
    held_ = redundant_ = true;
    return false;
  }
  decision.label = label;
  redundant_ = !decision.tried.Insert(label);
  return !redundant_;
}

RfDporStrategy::Decision& RfDporStrategy::NewDecision() {
  if (length_ == path_.size()) path_.emplace_back();
  Decision& decision = path_[length_++];
  decision.tried.Clear();
  decision.left.clear();
  decision.orders.clear();
  decision.must_fail = false;
  decision.known = 1;
  decision.passed = 0;
  return decision;
}

// Each read that was not decided before, nor needed by what was, is now.
void RfDporStrategy::Decide() {
  counts_.assign(graph_.task_count(), 0);
  for (uint32_t e = 0; e < prefix_.size(); ++e) {
    counts_[graph_.at(e).task] = graph_.at(e).index + 1;
  }
  for (auto e = static_cast<uint32_t>(prefix_.size()); e < graph_.size(); ++e) {
    const Event& event = graph_.at(e);
    if (!IsRead(event)) continue;
    if (e >= depth_ && !(event.waits && deadlock_)) continue;
    const bool decided =
        std::any_of(waiting_.begin(), waiting_.end(), [&](const Waiting& one) {
          return one.task == event.task && one.index == event.index;
        });
    if (!decided) {
      Decision& decision = NewDecision();
      decision.task = event.task;
      decision.index = event.index;
      decision.takes_lock = event.role == Role::kLock;
      decision.label = graph_.SourceLabel(SourceOf(event));
      decision.tried.Insert(decision.label);
      decision.before = counts_;
    }
    Need(e);
  }
}

// The deepest decision for which something is left to try has it next time.
void RfDporStrategy::Backtrack() {
  for (; length_ > 0; --length_) {
    Decision& decision = path_[length_ - 1];
    if (length_ == shared_) {
      // What was found here comes before what was given.
      if (given_ == 0 || decision.left.size() > given_) break;
      --given_;
    }
    if (decision.left.empty()) {
      if (length_ == kept_) break;
      continue;
    }
    const Alternative next = decision.left.back();
    decision.left.pop_back();
    decision.label = next.label;
    decision.must_fail = next.must_fail;
    prefix_.assign(
        decision.orders.begin() + static_cast<std::ptrdiff_t>(next.begin),
        decision.orders.end());
    decision.orders.resize(next.begin);
    return;
  }
  prefix_.clear();
  finished_ = true;
}

}  // namespace interleave
