// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/access_units.h"

#include <algorithm>
#include <string>

namespace interleave {
namespace {

// The locks that a task holds, with the steps at which it took them, oldest
// first.
struct Held {
  struct Lock {
    std::string object;
    StepNumber step;
  };
  std::vector<Lock> locks;
  std::vector<Lock> while_waiting;  // given up by a wait

  void Step(const TraceStep& step) {
    switch (step.kind) {
      case OperationKind::kLock:
      case OperationKind::kTryLock:
      case OperationKind::kTimedLock:
      case OperationKind::kReadLock:
        locks.push_back({step.object, step.number});
        return;
      case OperationKind::kUnlock: {
        const auto last = std::find_if(
            locks.rbegin(), locks.rend(),
            [&](const Lock& lock) { return lock.object == step.object; });
        if (last != locks.rend()) locks.erase(std::next(last).base());
        return;
      }
      case OperationKind::kWait:
      case OperationKind::kTimedWait:
        while_waiting = std::move(locks);
        locks.clear();
        return;
      case OperationKind::kWake:
      case OperationKind::kTimeout:
        for (Lock& lock : while_waiting) {
          locks.push_back({lock.object, step.number});
        }
        while_waiting.clear();
        return;
      default:
        return;
    }
  }
};

}  // namespace

AccessUnits::AccessUnits(const Trace& trace) {
  std::vector<Held> held(trace.task_names.size());
  size_t next = 0;  // in steps
  for (const TraceAccess& access : trace.accesses) {
    while (next < trace.steps.size() &&
           trace.steps[next].number <= access.step) {
      const TraceStep& step = trace.steps[next++];
      if (step.task >= held.size()) held.resize(size_t{step.task} + 1);
      held[step.task].Step(step);
    }
    steps_.push_back(access.step);
    const bool locked =
        access.task < held.size() && !held[access.task].locks.empty();
    units_.push_back(locked ? held[access.task].locks.front().step
                            : access.step);
  }
}

}  // namespace interleave
