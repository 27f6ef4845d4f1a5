// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What is noted of an execution beside its course: names of tasks, yield points
// met, what is not modelled.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "interleave/runtime/execution.h"

namespace interleave {

void Execution::NameTask(Task& task, std::string_view name) {
  task.name = std::string(name);
  task.named = true;
}

void Execution::NoteUnmodelled(std::string_view name,
                               std::string_view meaning) {
  for (const Unmodelled& known : unmodelled_) {
    if (known.name == name) return;
  }
  unmodelled_.push_back({std::string(name), std::string(meaning)});
}

void Execution::BeginExploration() {
  ++exploration_;
  executions_ = 0;
  met_points_.clear();
  memory_.BeginExploration();
  races_noted_.clear();
  unmodelled_.clear();
  suppressed_.clear();
  TaskHeap& heap = TaskHeap::OfProcess();
  if (heap.BeginExploration()) heap.Search(DeadStacks());
}

void Execution::MeetPoint(const PointSite& site) {
  site.met_in = exploration_;
  if (std::find(met_points_.begin(), met_points_.end(), site.name) ==
      met_points_.end()) {
    met_points_.push_back(site.name);
  }
}

// Not in the header: the copy of what the vector does may be the program's, and
// instrumented.
void Execution::NoteInitialised(const void* control) {
  result_.initialised.push_back(control);
}

}  // namespace interleave
