// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AccessList: traces of accesses, written down.

#ifndef INTERLEAVE_TESTS_UNIT_EXPLAIN_ACCESS_LIST_H_
#define INTERLEAVE_TESTS_UNIT_EXPLAIN_ACCESS_LIST_H_

#include <cstdint>
#include <utility>

#include "interleave/schedule/trace.h"

namespace interleave {

// Each access is a step; the first one is step 1. Locations are numbers.
class AccessList {
 public:
  explicit AccessList(size_t tasks, size_t bytes = 4) : bytes_(bytes) {
    for (size_t i = 0; i < tasks; ++i) trace_.task_names.push_back("T");
  }

  AccessList& Read(TaskId task, int location, uint64_t value) {
    return Add(task, OperationKind::kAtomicLoad, location, value, value);
  }
  AccessList& Write(TaskId task, int location, uint64_t before,
                    uint64_t after) {
    return Add(task, OperationKind::kAtomicStore, location, before, after);
  }
  AccessList& Change(TaskId task, int location, uint64_t before,
                     uint64_t after) {
    return Add(task, OperationKind::kAtomicChange, location, before, after);
  }
  // A step that is no access.
  AccessList& Step(TaskId task, OperationKind kind, const char* object = "") {
    TraceStep& step = trace_.steps.emplace_back();
    step.number = trace_.steps.size();
    step.task = task;
    step.kind = kind;
    step.object = object;
    return *this;
  }
  // What comes next is an access between steps: of the task's last step.
  AccessList& Private() {
    private_ = true;
    return *this;
  }

  Trace Build() const { return trace_; }

 private:
  AccessList& Add(TaskId task, OperationKind kind, int location,
                  uint64_t before, uint64_t after) {
    const bool is_step = !std::exchange(private_, false);
    if (is_step) Step(task, kind);
    StepNumber last = 0;
    for (const TraceStep& step : trace_.steps) {
      if (step.task == task) last = step.number;
    }
    TraceAccess& access = trace_.accesses.emplace_back();
    access.task = task;
    access.step = last;
    access.is_step = is_step;
    access.kind = kind;
    access.address = reinterpret_cast<const void*>(
        0x10000 + static_cast<uintptr_t>(location) * bytes_);
    access.bytes = bytes_;
    access.known = true;
    access.before = before;
    access.after = after;
    return *this;
  }

  const size_t bytes_;
  Trace trace_;
  bool private_ = false;
};

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_UNIT_EXPLAIN_ACCESS_LIST_H_
