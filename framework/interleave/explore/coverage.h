// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Coverage: what executions had of all that could happen between tasks: how
// many Mazurkiewicz traces, which ordered pairs of places, and which places
// read from which.
//
// Plain data, the same in each process of a program: a place is a point's name
// or a number in a file of code, not an address. Coverages of parts add up to
// that of the whole.
// Cost: 8 bytes for each trace.

#ifndef INTERLEAVE_EXPLORE_COVERAGE_H_
#define INTERLEAVE_EXPLORE_COVERAGE_H_

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "interleave/explore/pair_set.h"
#include "interleave/explore/trace_set.h"
#include "interleave/schedule/operation.h"

namespace interleave {

// An operation in the program's text.
struct CoveredPlace {
  OperationKind kind = OperationKind::kStart;
  // A point's name, or as CodeAddressText says; empty: no operation, but the
  // value before the first.
  std::string name;

  bool is_point() const { return kind == OperationKind::kPoint; }
  auto operator<=>(const CoveredPlace& other) const = default;
};

struct CoveredPair {
  CoveredPlace first;
  CoveredPlace second;
  uint8_t relations = 0;  // a set of BitOf

  bool Is(Relation relation) const {
    return (relations & BitOf(relation)) != 0;
  }
  bool operator==(const CoveredPair& other) const = default;
};

struct Coverage {
  uint64_t executions = 0;  // of which it is
  // Accesses to memory were seen; else only synchronisation and named points.
  bool sees_memory = false;
  std::vector<uint64_t> traces;    // their hashes, in order
  bool more_traces = false;        // than are told apart
  std::vector<CoveredPair> pairs;  // in order

  // `other` is of other executions. At most `traces_max` are told apart.
  // Cost: linear in both.
  void Add(const Coverage& other, size_t traces_max = TraceSet::kMax);

  bool operator==(const Coverage& other) const = default;
};

// "312 distinct traces", "more than 4194304 distinct traces", and "... by
// synchronisation" where accesses to memory are not seen.
std::string TracesText(const Coverage& coverage);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_COVERAGE_H_
