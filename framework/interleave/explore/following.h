// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Follow: a recorded schedule in a program that may have changed since.
//
// It is followed exactly where it fits. Else each of its switches is looked for
// by names: the task, the kind of operation, the yield point or how many there
// were since the last, and, where the file says so, the function and the
// object. A switch whose name is gone is looked for by its place, a task's by
// its number, so that what was renamed or moved is found, and said. Where a
// switch has no counterpart, or can't be made any more, the rest is followed as
// far as it can be had. Thread safety: none. Determinism: as the body's. Cost:
// a recorded execution for each switch that has moved, 64 of them at most, and
// three more.

#ifndef INTERLEAVE_EXPLORE_FOLLOWING_H_
#define INTERLEAVE_EXPLORE_FOLLOWING_H_

#include <optional>

#include "interleave/explore/exploration.h"
#include "interleave/explore/result.h"
#include "interleave/schedule/choice.h"
#include "interleave/schedule/finding.h"
#include "interleave/schedule/schedule.h"

namespace interleave {

struct Following {
  // Of the first trouble, if there was any; else it passed. What was found is
  // below, and the verdict then left to the caller.
  ReplayOutcome outcome;
  Choices choices;  // of the execution, to its end
  std::optional<Finding> finding;
};

// The execution it comes to is counted.
Following Follow(Exploration& exploration, const Schedule& schedule);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_FOLLOWING_H_
