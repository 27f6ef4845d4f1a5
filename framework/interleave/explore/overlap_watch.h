// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// OverlapWatch: whether two tasks of an execution ever overlapped.
//
// Two tasks overlap when each takes a step after the other began and before it
// ended. To create, join and detach tasks is no such step, since it only
// arranges them: a body that joins each thread before it does anything else has
// no overlap, nor has one whose threads are one step each.
// Thread safety: none. Cost: of a step, linear in the tasks that began.

#ifndef INTERLEAVE_EXPLORE_OVERLAP_WATCH_H_
#define INTERLEAVE_EXPLORE_OVERLAP_WATCH_H_

#include <span>
#include <vector>

#include "interleave/runtime/strategy.h"

namespace interleave {

class OverlapWatch {
 public:
  // A new execution.
  void Begin();
  // `task` goes on, of all these tasks.
  void OnStep(std::span<const TaskState* const> tasks, const TaskState& task);
  // Two overlapped in this execution.
  bool seen() const { return seen_; }

 private:
  std::vector<TaskId> begun_;  // but main, in the order of their beginnings
  bool seen_ = false;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_OVERLAP_WATCH_H_
