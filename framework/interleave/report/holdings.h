// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Holdings: who held which lock from when to when, and who stood before what.
//
// Made of a trace alone: what its steps took and gave back. Two things are not
// in a trace and are concluded. A try to take a lock succeeds unless somebody
// has the lock, or a liberty let it fail. A wait on a condition variable gives
// up the one lock that its task holds; of several the one that another task
// takes before it goes on, else the one that was taken last.
// Thread safety: pure functions. Cost: linear in the steps, with a look-up
// each.

#ifndef INTERLEAVE_REPORT_HOLDINGS_H_
#define INTERLEAVE_REPORT_HOLDINGS_H_

#include <span>
#include <string>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/schedule/operation.h"
#include "interleave/schedule/trace.h"

namespace interleave {

// `task` has `object` after step `from` and until step `to` is carried out.
struct Hold {
  TaskId task = kNoTask;
  std::string object;
  StepNumber from = 0;
  StepNumber to = 0;  // 0: to the end
  bool shared = false;
};

// After step `from` and until step `to` it could not do what it came to.
struct Stand {
  TaskId task = kNoTask;
  OperationKind kind = OperationKind::kStart;
  std::string object;
  StepNumber from = 0;
  StepNumber to = 0;  // 0: to the end
};

struct Holdings {
  std::vector<Hold> holds;    // in order of their beginnings
  std::vector<Stand> stands;  // in order of their beginnings
};

// `standings` are those at the end of the trace; may be empty.
Holdings HoldingsOf(const Trace& trace,
                    std::span<const TaskStanding> standings);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_HOLDINGS_H_
