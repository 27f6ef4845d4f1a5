// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// OperationLog: what an execution did, in a form made to be compared.
//
// Cost: some 50 bytes a step; no backtraces.

#ifndef INTERLEAVE_EXPLORE_OPERATION_LOG_H_
#define INTERLEAVE_EXPLORE_OPERATION_LOG_H_

#include <cstddef>
#include <string>
#include <vector>

#include "interleave/runtime/execution.h"
#include "interleave/runtime/object_table.h"
#include "interleave/runtime/observer.h"
#include "interleave/strategy/difference.h"

namespace interleave {

class OperationLog final : public Observer {
 public:
  OperationLog() { entries_.reserve(kReserved); }

  void OnAnnounce(const TaskState&, const std::string&, bool) override {}
  void OnStep(const TaskState& task, StepNumber) override;
  void OnEnd(const TaskState&, StepNumber) override {}

  // To be called when the execution is over.
  void NoteNames(Execution& execution);

  // How `other`, a repetition of this, first differs: "step 7: in the first run
  // T1 at its 3. point did lock, in the second ..."; empty when it does not.
  // That a task has another name is no difference, but may be the reason of one
  // and is then said.
  Difference FirstDifference(const OperationLog& other) const;

 private:
  // Nothing should be allocated while the body runs, for its own allocations
  // would then come to other addresses than in executions without a log.
  static constexpr size_t kReserved = 4096;

  struct Entry {
    TaskId task;
    uint32_t at;
    Operation operation;
    // What it was done to; null for none.
    const void* address;
    ObjectKind kind;
    uint32_t number;

    bool Same(const Entry& other) const;
    std::string Text() const;
    // "mutex 2", when that is a global or static variable.
    std::string StaticObject() const;
  };

  static Difference DifferenceAt(size_t step, const Entry& first,
                                 const Entry& second);
  std::string RenamedTask(const OperationLog& other) const;

  std::vector<Entry> entries_;
  std::vector<std::string> names_;  // of the tasks, by id
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_OPERATION_LOG_H_
