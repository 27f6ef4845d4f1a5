// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/replay_status.h"

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/schedule/operation.h"

namespace interleave {

std::string StandingText(const TaskState& task) {
  if (task.finished) return "has ended";
  if (const PointSite* site = task.next.point()) {
    return absl::StrCat("waits at point ", site->name);
  }
  return absl::StrCat("waits at ", Text(OperationKindName(task.next.kind)));
}

std::string TaskNames(std::span<const TaskState* const> tasks) {
  std::string names;
  for (const TaskState* task : tasks) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", task->name);
  }
  return names;
}

}  // namespace interleave
