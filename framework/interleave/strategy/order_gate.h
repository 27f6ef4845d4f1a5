// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// OrderGate: holds back tasks that a script's order constraints keep from
// passing a yield point.
//
// Thread safety: none. Determinism: names and counts only. Cost: two string
// comparisons for each constraint at each yield point, nothing elsewhere.

#ifndef INTERLEAVE_STRATEGY_ORDER_GATE_H_
#define INTERLEAVE_STRATEGY_ORDER_GATE_H_

#include <cstdint>
#include <vector>

#include "interleave/runtime/strategy.h"
#include "interleave/schedule/script.h"

namespace interleave {

class OrderGate {
 public:
  explicit OrderGate(const std::vector<OrderConstraint>& constraints);

  bool empty() const { return entries_.empty(); }

  // A new execution begins: nothing was passed yet.
  void Reset();

  // `task` goes on, so it passes the yield point it stands at, if it does.
  void Pass(const TaskState& task);

  // The constraint that keeps `task` from going on; null when none does.
  // Valid as long as this.
  const OrderConstraint* Withholding(const TaskState& task) const;

 private:
  struct Entry {
    OrderConstraint constraint;
    uint32_t before_passed = 0;  // by all tasks together
    uint32_t after_passed = 0;
  };

  std::vector<Entry> entries_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_ORDER_GATE_H_
