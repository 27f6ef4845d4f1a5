// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Explored: all that a strategy met in a program: final states, findings, and
// of which Mazurkiewicz trace each execution was.
//
// With "exhaustive" this is the brute-force count of traces: every schedule is
// run, and those of one trace are put together afterwards (trace.h). What the
// other strategies are to meet is the same, with one execution for each trace.
// Thread safety: none. Cost: that of the search, and some microseconds for each
// execution; memory linear in the number of traces.

#ifndef INTERLEAVE_TESTS_PROGRAMS_EXPLORED_H_
#define INTERLEAVE_TESTS_PROGRAMS_EXPLORED_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "gtest/gtest.h"
#include "interleave/explore/options.h"
#include "interleave/runtime/strategy.h"
#include "interleave/schedule/finding.h"
#include "tests/programs/trace.h"

namespace interleave {

// Those that leave out executions without leaving out traces: what the tests of
// this folder and those of known counts hold to depth-first search.
const std::vector<std::string>& ReducingStrategies();
// Of those, the ones that can be held to a bound on preemptions.
const std::vector<std::string>& BoundedStrategies();
// Of those, one that begins no execution in vain.
bool IsOptimal(const std::string& strategy);

struct Explored {
  // How an execution ended, and its events, to be read.
  struct Trace {
    std::string outcome;
    std::string events;
  };

  bool all = false;  // nothing was left to try
  uint64_t executions = 0;
  uint64_t redundant = 0;  // given up halfway, and not counted
  bool draws = false;      // values, of which all are tried
  std::set<std::string> outcomes;
  std::set<FindingKind> findings;
  std::map<std::string, Trace> traces;  // by their form
  // Two executions of one trace with different outcomes; empty if none.
  std::string contradiction;
};

struct Limits {
  uint64_t executions_max = 0;  // 0: no limit
  std::optional<uint32_t> preemptions = std::nullopt;
  uint32_t liberties = 0;  // of each kind, in an execution
};
Options OptionsFor(const std::string& strategy, const Limits& limits);
Explored ExploreTraces(const std::string& strategy,
                       absl::FunctionRef<void()> body,
                       const Limits& limits = {});

// Adds an execution with these events.
void Note(const ExecutionResult& execution, const std::vector<Event>& events,
          TraceForms& forms, Explored& explored);

// What a strategy comes to, at the speed of an exploration.
struct Counts {
  bool all = false;  // nothing was left to try
  uint64_t executions = 0;
  uint64_t redundant = 0;      // given up halfway, and not counted
  uint64_t with_findings = 0;  // executions
  std::set<FindingKind> findings;
};
Counts CountExecutions(const std::string& strategy,
                       absl::FunctionRef<void()> body,
                       const char* races = "auto");

// How many traces the executions of a search were of, as its own coverage has
// it (explore/coverage.h).
uint64_t CoveredTraces(const std::string& strategy,
                       absl::FunctionRef<void()> body,
                       const Limits& limits = {});

// `reduced`, by `strategy`, met what `all` did, and each trace once.
testing::AssertionResult MeetsTheSame(const std::string& strategy,
                                      const Explored& reduced,
                                      const Explored& all);

// ... the final states and the findings of it, in no more executions.
testing::AssertionResult ComesToTheSame(const Explored& reduced,
                                        const Explored& all);

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PROGRAMS_EXPLORED_H_
