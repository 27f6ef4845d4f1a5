// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Classify: the name of a defect, from the facts of a trace.
//
// Deadlocks are named by who holds what, lost wakeups by the runtime's note.
// The rest is decided by accesses of instrumented code to memory that several
// tasks used: three of them, two by one task and one by another in between, of
// which one of the two orders was found to decide (DecisiveOrders). Where there
// is none, or the values don't tell, there is no name.
// Thread safety: pure functions. Cost: quadratic in the accesses looked at, of
// which there are at most kAccessesMax, the last ones.

#ifndef INTERLEAVE_EXPLAIN_CLASSIFY_H_
#define INTERLEAVE_EXPLAIN_CLASSIFY_H_

#include <cstddef>
#include <span>
#include <vector>

#include "interleave/explain/defect_class.h"
#include "interleave/explain/explanation.h"
#include "interleave/schedule/finding.h"
#include "interleave/schedule/trace.h"

namespace interleave {

struct Classified {
  static constexpr size_t kAccessesMax = 3'000;

  DefectClass defect = DefectClass::kUnknown;
  std::vector<Fact> facts;
};

// `orders` are decisive ones.
Classified Classify(const Finding& finding, const Trace& trace,
                    std::span<const TaskStanding> standings,
                    std::span<const CriticalOrder> orders);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_CLASSIFY_H_
