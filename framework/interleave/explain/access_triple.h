// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AccessTriple: two accesses of one task to a location, and one of another task
// in between, whose place there decides.
//
// Thread safety: pure functions. Cost: as Classify.

#ifndef INTERLEAVE_EXPLAIN_ACCESS_TRIPLE_H_
#define INTERLEAVE_EXPLAIN_ACCESS_TRIPLE_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "interleave/explain/access_units.h"
#include "interleave/explain/explanation.h"
#include "interleave/schedule/trace.h"

namespace interleave {

// Indices in Trace::accesses, in order of time.
struct AccessTriple {
  size_t before = 0;            // by one task
  size_t between = 0;           // by another, a write or between writes
  size_t after = 0;             // by the first
  bool first_decides = false;   // that `before` came before `between`
  bool second_decides = false;  // that `between` came before `after`
};

// A pair of conflicting accesses of two tasks whose order decides.
struct AccessPair {
  size_t first = 0;
  size_t second = 0;
};

// Those that no order of whole operations would give, of which an order
// decides; the best told first: both orders decide, and the latest.
std::vector<AccessTriple> DecisiveTriples(
    const Trace& trace, const AccessUnits& units,
    std::span<const CriticalOrder> orders);

// The latest first.
std::vector<AccessPair> DecisivePairs(const Trace& trace,
                                      const AccessUnits& units,
                                      std::span<const CriticalOrder> orders);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_ACCESS_TRIPLE_H_
