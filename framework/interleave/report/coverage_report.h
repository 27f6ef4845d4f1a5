// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// CoverageReport: what an exploration covered, in names and source lines.
//
// Operations of one kind on one line are one place here, wherever the compiler
// put them. Data in, text out.

#ifndef INTERLEAVE_REPORT_COVERAGE_REPORT_H_
#define INTERLEAVE_REPORT_COVERAGE_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "interleave/explore/coverage.h"
#include "interleave/report/place_resolver.h"

namespace interleave {

struct CoverageReport {
  // Two places, of which tasks came to the second directly after another task
  // was at the first.
  struct Pair {
    std::string first;  // "pool.reset.loaded", "atomic-store pool.cc:20"
    std::string second;
    bool on_object = false;  // the same, or conflicting accesses to memory
    bool of_points = false;  // with no other named point in between
    // The reverse could be, and was not seen.
    bool one_order_only = false;
  };
  struct Read {
    std::string place;
    std::vector<std::string> from;  // in order; kInitialValue for no write
  };
  static constexpr char kInitialValue[] = "the initial value";

  uint64_t executions = 0;
  uint64_t distinct_traces = 0;
  bool more_traces = false;  // than are told apart
  bool sees_memory = false;
  std::string traces;               // TracesText
  std::vector<std::string> points;  // that were reached, in order
  std::vector<Pair> pairs;          // in order
  std::vector<Read> reads;          // in order
};

CoverageReport DescribeCoverage(const Coverage& coverage,
                                const std::vector<std::string>& met_points,
                                PlaceResolver& resolver);

// Some lines, of each kind at most `lines_max`:
//
//   Coverage of 1000 executions: 312 distinct traces; 2 named points reached; 3
//     ordered pairs of places; 1 place reads.
//   Points reached: pool.reset.loaded, pool.return.stored
//   Seen in one order only:
//     pool.reset.loaded before pool.return.stored, never after
//   What was read:
//     atomic-load pool.cc:12 <- the initial value, atomic-store pool.cc:20
//
// (but not wrapped).
std::string FormatCoverage(const CoverageReport& report, size_t lines_max = 10);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_COVERAGE_REPORT_H_
