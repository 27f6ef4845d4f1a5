// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// OperationLog: what an execution did, in a form made to be compared.
//
// Cost: a few bytes a step; no backtraces.

#ifndef INTERLEAVE_EXPLORE_OPERATION_LOG_H_
#define INTERLEAVE_EXPLORE_OPERATION_LOG_H_

#include <string>
#include <vector>

#include "interleave/runtime/observer.h"

namespace interleave {

class OperationLog final : public Observer {
 public:
  void OnAnnounce(const TaskState&, const std::string&, bool) override {}
  void OnStep(const TaskState& task, StepNumber) override {
    entries_.push_back({task.id, task.points, task.next});
  }
  void OnEnd(const TaskState&, StepNumber) override {}

  // How `other`, a repetition of this, first differs: "step 7: T1 did lock in
  // the first run and point a.b.c in the second"; empty when it does not.
  std::string FirstDifference(const OperationLog& other) const;

 private:
  struct Entry {
    TaskId task;
    uint32_t at;
    Operation operation;

    bool Same(const Entry& other) const;
    std::string Text() const;
  };

  std::vector<Entry> entries_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_OPERATION_LOG_H_
