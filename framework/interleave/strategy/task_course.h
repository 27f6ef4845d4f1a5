// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TaskCourse: what a task has done so far, in the names that a recorded
// schedule uses for places.
//
// A Position counts operations since the last yield point passed. Here they
// are counted since the yield point the position names, which is the same
// place in the code it was recorded from, and stays the same place when
// somebody adds another yield point in between.
// Thread safety: none. Determinism: names and counts only.
// Cost: a lookup in an ordered map for each yield point, a counter for each
// other operation.

#ifndef INTERLEAVE_STRATEGY_TASK_COURSE_H_
#define INTERLEAVE_STRATEGY_TASK_COURSE_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "interleave/runtime/strategy.h"
#include "interleave/schedule/operation.h"
#include "interleave/schedule/schedule.h"

namespace interleave {

// A yield point's name and the how-manieth time.
using Anchor = std::pair<std::string, uint32_t>;

class TaskCourse {
 public:
  // Only positions with these anchors can be asked for.
  // REQUIRES: `anchors` outlives this.
  explicit TaskCourse(const std::set<Anchor>& anchors) : anchors_(anchors) {}

  // `task` has come to `task.next`, or to its end. A second call for the same
  // schedule point does nothing.
  void Announce(const TaskState& task);

  // Whether `task`, as last announced, stands at `position`. Whether it can go
  // on is not looked at.
  bool StandsAt(const TaskState& task, const Position& position) const;

  // Whether the task has come past the place the position is counted from.
  bool HasMetAnchorOf(const Position& position) const;

 private:
  using KindCounts = std::array<uint32_t, kOperationKindCount>;

  const std::set<Anchor>& anchors_;
  uint32_t points_ = 0;
  KindCounts kinds_{};  // operations of each kind since the task's start
  std::map<std::string, uint32_t, std::less<>> names_;  // times met
  std::map<Anchor, KindCounts> at_anchor_;  // `kinds_` when it was met
};

// "point pool.reset.loaded#1", "lock #2 after pool.reset.loaded#1", "its end".
std::string PositionText(const Position& position);

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_TASK_COURSE_H_
