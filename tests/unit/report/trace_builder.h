// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TraceBuilder: traces for tests, one line of code for each step.

#ifndef INTERLEAVE_TESTS_UNIT_REPORT_TRACE_BUILDER_H_
#define INTERLEAVE_TESTS_UNIT_REPORT_TRACE_BUILDER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "interleave/schedule/trace.h"
#include "unit/report/fake_place_resolver.h"

namespace interleave {

class TraceBuilder {
 public:
  explicit TraceBuilder(std::vector<std::string> task_names)
      : points_(task_names.size()) {
    trace_.task_names = std::move(task_names);
  }

  // A step at line `line` of pool.cc.
  TraceBuilder& Step(TaskId task, OperationKind kind, std::string object = "",
                     int line = 0) {
    TraceStep step;
    step.number = trace_.steps.size() + 1;
    step.task = task;
    step.at = ++points_[task];
    step.kind = kind;
    step.object = std::move(object);
    if (line != 0) step.stack = StackAtLine(line);
    step.switched = !trace_.steps.empty() && trace_.steps.back().task != task;
    trace_.steps.push_back(std::move(step));
    return *this;
  }

  TraceBuilder& Point(TaskId task, std::string name, int line) {
    Step(task, OperationKind::kPoint);
    trace_.steps.back().point = std::move(name);
    trace_.steps.back().file = "pool.cc";
    trace_.steps.back().line = line;
    return *this;
  }

  // The last step had to wait.
  TraceBuilder& Waited() {
    trace_.steps.back().waited = true;
    return *this;
  }

  Trace Build() const { return trace_; }

 private:
  Trace trace_;
  std::vector<uint32_t> points_;
};

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_UNIT_REPORT_TRACE_BUILDER_H_
