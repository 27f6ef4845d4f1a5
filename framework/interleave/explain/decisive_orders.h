// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Decisive orders: pairs of steps whose order decides whether a schedule fails.
//
// They are found by trying: each pair of dependent steps of two tasks that are
// next to each other (the last one before, or the first one after, that could
// have come the other way round; all pairs where little is known of what
// depends on what, and there are few steps) is reversed, in an execution that
// follows the schedule otherwise. Where it passes then, or fails in another
// way, that order was needed. Where no single one was, two are reversed at a
// time. REQUIRES of a schedule that it is minimal, or all that a preemption
// more hides is found not to matter.
//
// Determinism: as the program's. Cost: see Trials; quadratic in the steps
// looked at, of which there are at most 3000 (StepListStrategy).

#ifndef INTERLEAVE_EXPLAIN_DECISIVE_ORDERS_H_
#define INTERLEAVE_EXPLAIN_DECISIVE_ORDERS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/explain/order.h"
#include "interleave/explain/step_list.h"
#include "interleave/explain/trials.h"
#include "interleave/schedule/choice.h"

namespace interleave {

struct DecisiveOrder {
  Order order;
  // What came of the other order.
  Trials::Answer otherwise = Trials::Answer::kPasses;
};

struct DecisiveOrders {
  static constexpr size_t kStepsForAllPairs = 40;
  // Of those of the whole schedule that people look at.
  static constexpr size_t kTellingMax = 4;

  // Each of these alone; in order of their second steps.
  std::vector<DecisiveOrder> orders;
  // Those of them that tell most: what a task did just before it was preempted
  // came before another's step, and another's step came before what it did
  // next; without such, the closest.
  std::vector<DecisiveOrder> telling;
  // `orders` are two that matter together, and none does alone.
  bool together = false;
  uint32_t tried = 0;      // orders that were reversed
  bool all_tried = false;  // the budget sufficed
};

// REQUIRES: an execution with these choices had the defect of `trials`
DecisiveOrders FindDecisiveOrders(const Choices& choices, Trials& trials);

// DecisiveOrders::telling, of `orders` that were found to decide among `steps`.
std::vector<DecisiveOrder> TellingOrders(
    const std::vector<ListedStep>& steps,
    const std::vector<DecisiveOrder>& orders);

// The pairs that are tried: first those of steps that meet in an object, then
// those around preemptions, then others; of each kind those nearest to the end
// first.
std::vector<Order> CandidateOrders(const std::vector<ListedStep>& steps);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_DECISIVE_ORDERS_H_
