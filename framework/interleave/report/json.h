// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Results as JSON, for other programs to read. Format version 1:
//
//   {"version": 1, "program": "pool_test", "verdict": "failed",
//    "strategy": "portfolio", "seed": 42, "executions": 17,
//    "exhausted": false, "seconds": 0.25,
//    "findings": [{"kind": "assertion", "message": "...", "task": "return",
//                  "location": "pool.cc:63", "execution": 17,
//                  "schedule": "out/pool.schedule"}],
//    "tests": [{"name": "PoolTest.Reset", "verdict": "failed",
//               "executions": 17, "exhausted": false, "seconds": 0.25,
//               "strategy": "pct", "findings": [...]}]}
//
// A test also has its seed, "problems" (why it failed without a finding),
// "nothing_controlled", "neighbours", "interrupted" with "checkpoint" (the file
// to go on from, or empty) and, after a replay or a script, "replay":
// A test also has its "sentence" (what was found or proven), its seed,
// "problems" (why it failed without a finding), "nothing_controlled",
// "neighbours", "bound" if there is one ({"of": "delays", "most": 2}: all
// schedules with at most so many were tried), where known "estimate" of the
// number of schedules ({"value": 1.2e6, "low": 4e5, "high": 4e6}; null is
// beyond 10^308) and "done", the share of them that was searched, "stopped_by"
// ("executions", "seconds", "memory_mb" or empty) and, after a replay or a
// script, "replay":
// {"verdict": "infeasible", "step": 5, "reason": "..."}; of verify also
// "switches" of the schedule, how many were "matched", "drift": [{"step": 2,
// "what": "renamed", "text": "..."}], "obstacle" where one is known ({"task":
// "return", "object": "mutex 1", "holder": "reset", "since": 4}),
// "changes_wanted" and "changes_done".
// A finding has its "story" (story_json.h) where its schedule was replayed.
// "outcomes" are the values that RecordOutcome was given: [{"value": "2",
// "count": 40, "token": "il1-..."}]; "steps" those of all executions.
// After a portfolio there is "members": [{"name": "rff", "executions": 220,
//  "distinct_traces": 180}].
// Where it was recorded there is "coverage": {"executions": 1000,
//  "distinct_traces": 312, "more_traces": false, "sees_memory": true,
//  "points": ["pool.reset.loaded"], "pairs": [{"first": "pool.reset.loaded",
//  "second": "pool.return.stored", "on_object": false, "of_points": true,
//  "one_order_only": true}], "reads": [{"place": "atomic-load pool.cc:12",
//  "from": ["atomic-store pool.cc:20", "the initial value"]}]}; of places see
// docs/reading_a_report.md.
// Fields may be added; a reader ignores what it doesn't know.

#ifndef INTERLEAVE_REPORT_JSON_H_
#define INTERLEAVE_REPORT_JSON_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "interleave/explore/confidence.h"
#include "interleave/explore/result.h"
#include "interleave/explore/tally.h"
#include "interleave/report/coverage_report.h"
#include "interleave/report/place_resolver.h"
#include "interleave/schedule/finding.h"
#include "interleave/strategy/estimate.h"

namespace interleave {

inline constexpr int kJsonFormatVersion = 1;

struct FindingJson {
  std::string kind;
  std::string message;
  std::string task;
  std::string location;  // "pool.cc:63"; empty when not known
  uint64_t execution = 0;
  std::string schedule;  // path of the file, or the token
  std::string story;     // story_json.h; empty: there is none
};

// Within which everything was tried.
struct BoundJson {
  std::string of;  // "preemptions", "delays"
  uint64_t most = 0;
};

// How following a schedule or script ended.
struct ReplayJson {
  std::string verdict;  // "reproduced", "passed", "infeasible", "diverged"
  uint64_t step = 0;
  std::string reason;
  // Of verify; else none of it is told.
  std::optional<ReplayOutcome> following;
};

// What is said of one test.
struct TestJson {
  std::string name;
  std::string verdict;
  std::string strategy;
  uint64_t seed = 0;
  uint64_t executions = 0;
  bool exhausted = false;
  double seconds = 0;
  std::vector<FindingJson> findings;
  std::vector<FindingJson> races;  // that are no findings; `schedule`: a token
  std::vector<FindingJson> only_timeouts;  // ... executions let go on by one
  // Why it failed without a finding: nothing was really checked.
  std::vector<std::string> problems;
  bool nothing_controlled = false;
  uint64_t neighbours = 0;  // verify: schedules within one change
  bool interrupted = false;
  std::string checkpoint;  // path of the file to go on from; may be empty
  std::string sentence;
  Estimate estimate;
  std::optional<double> done;
  std::string stopped_by;
  std::optional<BoundJson> bound;
  std::optional<Confidence> confidence;
  std::vector<MemberCount> members;  // that took turns
  uint64_t steps = 0;                // of all executions
  std::vector<RecordedOutcome> outcomes;
  std::optional<ReplayJson> replay;
  std::optional<CoverageReport> coverage;  // none: it was not recorded
};

// What is said of a whole run.
struct ResultJson {
  std::string program;
  std::string verdict;  // "failed", "verified", "passed", ...
  std::string strategy;
  uint64_t seed = 0;
  uint64_t executions = 0;
  bool exhausted = false;
  double seconds = 0;
  bool nothing_controlled = false;  // in any of the tests
  std::vector<FindingJson> findings;
  std::vector<TestJson> tests;
};

// `finding` as it is put into a result.
FindingJson DescribeFinding(const Finding& finding, PlaceResolver& resolver,
                            uint64_t execution, std::string schedule);

// One result for all the tests of a run: the worst verdict, sums, all findings.
ResultJson Summarise(std::string program, std::vector<TestJson> tests);

// Indented JSON that ends in '\n'. What is not UTF-8 is replaced by U+FFFD.
std::string ToJson(const ResultJson& result);
std::string ToJson(std::span<const FindingJson> findings);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_JSON_H_
