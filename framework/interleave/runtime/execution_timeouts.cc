// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Where only a timeout let an execution go on: without it, nobody could have.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/runtime/descriptors.h"
#include "interleave/runtime/execution.h"

namespace interleave {

std::string WaitsText(Execution& execution) {
  std::string waits;
  for (size_t id = 0; id < execution.task_count(); ++id) {
    const TaskStanding standing = StandingOf(
        execution.TaskAt(static_cast<TaskId>(id)), execution.objects());
    if (standing.finished) continue;
    const bool spins =
        Fairness::Spins(execution.TaskAt(static_cast<TaskId>(id)));
    absl::StrAppend(&waits, waits.empty() ? "" : "; ", standing.name,
                    spins ? " repeats itself at " : " waits at ",
                    Text(OperationKindName(standing.next)));
    if (!standing.object.empty()) {
      absl::StrAppend(&waits, " of ", standing.object,
                      execution.descriptors().TextOf(
                          execution.TaskAt(static_cast<TaskId>(id))));
    }
    if (standing.holder != kNoTask && standing.holder_name != standing.object) {
      absl::StrAppend(&waits, ", held by ", standing.holder_name,
                      standing.holder == standing.task ? " itself" : "");
    }
  }
  return waits;
}

// Who sleeps goes on by itself, and may let others go on then.
bool Execution::SomebodySleeps() const {
  return std::any_of(sleepers_.begin(), sleepers_.end(), [](const Task* task) {
    return task->next.kind == OperationKind::kSleep;
  });
}

void Execution::NoteOnlyTimeout(VirtualTime earliest) {
  if (SomebodySleeps()) return;
  // What all that give up at this place come to is the same to its reader.
  static constexpr char kMark = 0;
  Task& first = **std::find_if(
      sleepers_.begin(), sleepers_.end(),
      [=](const Task* task) { return task->deadline == earliest; });
  const bool fails = limits_.only_timeouts == OnlyTimeouts::kFail;
  if (!fails && !races_noted_.insert({&kMark, first.next.site}).second) return;
  Finding finding;
  finding.kind = FindingKind::kDeadlock;
  finding.message = absl::StrCat("only the timeout of ", first.name,
                                 " let it go on: ", WaitsText(*this));
  finding.stack = {first.next.site};
  if (fails) {
    AddFinding(first, std::move(finding));
    return;
  }
  finding.task = first.id;
  finding.task_name = first.name;
  finding.step = steps_;
  result_.races.push_back(std::move(finding));
}

}  // namespace interleave
