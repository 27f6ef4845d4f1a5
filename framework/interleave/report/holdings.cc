// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/holdings.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

namespace interleave {
namespace {

constexpr size_t kNoStep = ~size_t{0};

bool IsCondition(std::string_view object) {
  return object.starts_with("condition ");
}

// What comes to such a step needs a lock that others may have.
bool NeedsLock(OperationKind kind) {
  return kind == OperationKind::kLock || kind == OperationKind::kTimedLock ||
         kind == OperationKind::kReadLock;
}

class HoldingsOfTrace {
 public:
  HoldingsOfTrace(const Trace& trace, std::span<const TaskStanding> standings)
      : trace_(trace), standings_(standings) {}

  Holdings Run() {
    FindNexts();
    for (size_t i = 0; i < trace_.steps.size(); ++i) {
      const TraceStep& step = trace_.steps[i];
      EndStand(step);
      Carry(step);
      BeginStand(i);
    }
    const auto begins_before = [](const auto& a, const auto& b) {
      return a.from < b.from;
    };
    std::stable_sort(holdings_.stands.begin(), holdings_.stands.end(),
                     begins_before);
    return std::move(holdings_);
  }

 private:
  // A lock that a task has: the index of the hold, and how often.
  struct Held {
    size_t hold = 0;
    uint32_t depth = 1;
  };
  using Holders = std::map<TaskId, Held>;
  struct TaskCourse {
    std::vector<std::string> held;  // in the order in which they were taken
    std::string rejoins;            // given up in a wait
    bool rejoins_shared = false;
    size_t stand = kNoStep;  // index of the one that isn't over
  };

  TaskCourse& CourseOf(TaskId task) {
    if (courses_.size() <= task) courses_.resize(task + 1);
    return courses_[task];
  }

  void FindNexts() {
    next_.assign(trace_.steps.size(), kNoStep);
    std::vector<size_t> later;
    for (size_t i = trace_.steps.size(); i-- > 0;) {
      const TaskId task = trace_.steps[i].task;
      if (later.size() <= task) later.resize(task + 1, kNoStep);
      next_[i] = later[task];
      later[task] = i;
    }
  }

  bool Holds(TaskId task, const std::string& object) const {
    const auto found = locks_.find(object);
    return found != locks_.end() && found->second.contains(task);
  }

  // Somebody else has it, so that it can't be taken (for reading, if `shared`).
  bool IsInTheWay(TaskId task, const std::string& object, bool shared) const {
    const auto found = locks_.find(object);
    if (found == locks_.end()) return false;
    return std::any_of(
        found->second.begin(), found->second.end(), [&](const auto& holder) {
          return holder.first != task &&
                 !(shared && holdings_.holds[holder.second.hold].shared);
        });
  }

  void Take(const TraceStep& step, const std::string& object, bool shared) {
    Holders& holders = locks_[object];
    const auto mine = holders.find(step.task);
    if (mine != holders.end()) {
      ++mine->second.depth;
      return;
    }
    // Nobody else has what is taken alone, whatever was concluded before.
    if (!shared) {
      while (!holders.empty()) {
        End(holders.begin()->first, object, step.number);
      }
    }
    holders[step.task] = {holdings_.holds.size(), 1};
    holdings_.holds.push_back({step.task, object, step.number, 0, shared});
    CourseOf(step.task).held.push_back(object);
    for (const auto& [task, stand] : before_[object]) {
      if (task != step.task) BlockFrom(step.number, stand);
    }
  }

  // However often it was taken. REQUIRES: the task has it
  void End(TaskId task, const std::string& object, StepNumber number) {
    Holders& holders = locks_[object];
    holdings_.holds[holders.at(task).hold].to = number;
    holders.erase(task);
    std::vector<std::string>& held = CourseOf(task).held;
    held.erase(std::find(held.begin(), held.end(), object));
  }

  void GiveBack(const TraceStep& step) {
    if (!Holds(step.task, step.object)) return;
    if (--locks_[step.object].at(step.task).depth > 0) return;
    End(step.task, step.object, step.number);
  }

  void GiveUpInWait(const TraceStep& step, const std::string& object) {
    TaskCourse& course = CourseOf(step.task);
    course.rejoins = object;
    const size_t hold = locks_[object].at(step.task).hold;
    course.rejoins_shared = holdings_.holds[hold].shared;
    End(step.task, object, step.number);
  }

  // Of several locks, which it gives up in the wait that is step `index`.
  std::string GivenUp(const TraceStep& wait) {
    const std::vector<std::string>& held = CourseOf(wait.task).held;
    if (held.size() > 1) {
      const size_t index = static_cast<size_t>(&wait - trace_.steps.data());
      const size_t end = std::min(next_[index], trace_.steps.size());
      for (size_t i = index + 1; i < end; ++i) {
        const TraceStep& other = trace_.steps[i];
        if (!NeedsLock(other.kind)) continue;
        const auto taken = std::find(held.begin(), held.end(), other.object);
        if (taken != held.end()) return *taken;
      }
    }
    return held.back();
  }

  void Wait(const TraceStep& step) {
    if (IsCondition(step.object)) {
      if (CourseOf(step.task).held.empty()) return;
      GiveUpInWait(step, GivenUp(step));
    } else if (Holds(step.task, step.object)) {
      GiveUpInWait(step, step.object);
    } else {
      Take(step, step.object, /*shared=*/false);  // absl::Mutex::LockWhen
    }
  }

  void Carry(const TraceStep& step) {
    switch (step.kind) {
      case OperationKind::kLock:
      case OperationKind::kTimedLock:
        CourseOf(step.task).rejoins.clear();
        return Take(step, step.object, /*shared=*/false);
      case OperationKind::kReadLock:
        return Take(step, step.object, /*shared=*/true);
      case OperationKind::kTryLock:
        if (step.liberty == Liberty::kTryLockFailure) return;
        if (IsInTheWay(step.task, step.object, /*shared=*/false)) return;
        return Take(step, step.object, /*shared=*/false);
      case OperationKind::kUnlock:
        return GiveBack(step);
      case OperationKind::kWait:
      case OperationKind::kTimedWait:
        return Wait(step);
      case OperationKind::kWake: {
        const std::string object =
            std::exchange(CourseOf(step.task).rejoins, std::string());
        if (object.empty()) return;
        return Take(step, object, CourseOf(step.task).rejoins_shared);
      }
      case OperationKind::kDestroy:
        if (!Holds(step.task, step.object)) return;
        return End(step.task, step.object, step.number);
      default:
        return;
    }
  }

  void EndStand(const TraceStep& step) {
    TaskCourse& course = CourseOf(step.task);
    if (course.stand != kNoStep) {
      holdings_.stands[course.stand].to = step.number;
      course.stand = kNoStep;
    }
    const auto found = before_.find(step.object);
    if (found != before_.end()) found->second.erase(step.task);
  }

  void Block(const Stand& stand) {
    TaskCourse& course = CourseOf(stand.task);
    if (course.stand != kNoStep) return;
    course.stand = holdings_.stands.size();
    holdings_.stands.push_back(stand);
  }

  // Somebody has taken, in step `from`, what a task stands before.
  void BlockFrom(StepNumber from, Stand stand) {
    const bool shared = stand.kind == OperationKind::kReadLock;
    if (!IsInTheWay(stand.task, stand.object, shared)) return;
    stand.from = from;
    Block(stand);
  }

  // After step `index` its task stands before its next operation.
  void BeginStand(size_t index) {
    const TraceStep& step = trace_.steps[index];
    Stand stand = {step.task, OperationKind::kStart, "", step.number, 0};
    bool waits = false;
    if (next_[index] != kNoStep) {
      const TraceStep& next = trace_.steps[next_[index]];
      stand.kind = next.kind;
      stand.object = next.object;
      waits = next.waited;
    } else {
      const auto standing =
          std::find_if(standings_.begin(), standings_.end(),
                       [&](const auto& one) { return one.task == step.task; });
      if (standing == standings_.end() || standing->finished) return;
      stand.kind = standing->next;
      stand.object = standing->object;
      waits = !standing->enabled;
    }
    if (!NeedsLock(stand.kind)) {
      if (waits) Block(stand);
      return;
    }
    before_[stand.object][step.task] = stand;
    const bool shared = stand.kind == OperationKind::kReadLock;
    if (IsInTheWay(step.task, stand.object, shared) ||
        (waits && Holds(step.task, stand.object))) {
      Block(stand);
    }
  }

  const Trace& trace_;
  const std::span<const TaskStanding> standings_;
  Holdings holdings_;
  std::vector<size_t> next_;  // of the same task, by index of the step
  std::vector<TaskCourse> courses_;
  std::map<std::string, Holders> locks_;
  // Who stands before taking which lock.
  std::map<std::string, std::map<TaskId, Stand>> before_;
};

}  // namespace

Holdings HoldingsOf(const Trace& trace,
                    std::span<const TaskStanding> standings) {
  return HoldingsOfTrace(trace, standings).Run();
}

}  // namespace interleave
