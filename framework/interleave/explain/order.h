// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Order: of two steps of an execution, which came first.

#ifndef INTERLEAVE_EXPLAIN_ORDER_H_
#define INTERLEAVE_EXPLAIN_ORDER_H_

#include <compare>
#include <cstdint>

#include "interleave/base/ids.h"

namespace interleave {

// A step, by its task's own count of schedule points: the same in all
// executions in which the task does the same until then.
struct StepKey {
  TaskId task = kNoTask;
  uint32_t at = 0;

  friend auto operator<=>(const StepKey&, const StepKey&) = default;
};

struct Order {
  StepKey first;
  StepKey second;

  friend auto operator<=>(const Order&, const Order&) = default;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_ORDER_H_
