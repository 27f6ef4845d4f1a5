// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/overlap_watch.h"

namespace interleave {

void OverlapWatch::Begin() {
  begun_.clear();
  seen_ = false;
}

// To begin is a step within the life of all that began before. So two overlap
// when one of them takes a step in the life of one that began after it.
void OverlapWatch::OnStep(std::span<const TaskState* const> tasks,
                          const TaskState& task) {
  switch (task.next.kind) {
    case OperationKind::kStart:
      begun_.push_back(task.id);
      return;
    case OperationKind::kCreate:
    case OperationKind::kJoin:
    case OperationKind::kDetach:
    case OperationKind::kExit:
      return;
    default:
      break;
  }
  for (size_t i = begun_.size(); i-- > 0 && begun_[i] != task.id;) {
    if (tasks[begun_[i]]->finished) continue;
    seen_ = true;
    return;
  }
}

}  // namespace interleave
