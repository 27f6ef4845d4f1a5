// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// RunResult: what a test binary says of a run, read from its JSON.
//
// The form is that of report/json.h; what is unknown or absent is passed over.

#ifndef TOOLS_CLI_RUN_RESULT_H_
#define TOOLS_CLI_RUN_RESULT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/cli/exit_code.h"

namespace interleave::cli {

struct FindingResult {
  std::string kind;
  std::string message;
  std::string task;
  std::string location;
  uint64_t execution = 0;
  std::string schedule;
};

// A step of a recorded schedule that is not where it was.
struct DriftResult {
  uint64_t step = 0;
  std::string what;  // "renamed", "missing", ...
  std::string text;
};

struct ReplayResult {
  std::string verdict;  // "reproduced", "passed", "infeasible", "diverged"
  uint64_t step = 0;
  std::string reason;

  // Of verify.
  uint64_t switches = 0;  // of the schedule
  uint64_t matched = 0;
  std::vector<DriftResult> drift;
  // Who has to wait for what, and for whom; empty where it is not known.
  std::string waiting;
  std::string object;
  std::string holder;
  uint64_t since = 0;  // step; 0: not known
  uint64_t changes_wanted = 0;
  uint64_t changes_done = 0;
};

struct TestResult {
  std::string name;
  std::string verdict;  // "failed", "verified", "passed"
  // What was found or proven: "verified: all 34 schedules".
  std::string sentence;
  uint64_t executions = 0;
  std::string seed;
  std::vector<FindingResult> findings;
  std::vector<std::string> problems;
  bool nothing_controlled = false;
  uint64_t neighbours = 0;  // verify only
  bool interrupted = false;
  std::string checkpoint;  // the file to go on from; may be empty
  std::optional<ReplayResult> replay;
  bool exhausted = false;
  std::string bound_of;  // "preemptions", "delays"; empty: no bound
  uint64_t bound_most = 0;
  std::optional<uint64_t> distinct_traces;  // none: it was not recorded
  bool more_traces = false;
};

struct RunResult {
  std::string verdict;
  uint64_t executions = 0;
  std::string seed;
  double seconds = 0;
  bool nothing_controlled = false;
  std::vector<TestResult> tests;
  std::string text;  // the JSON itself
};

absl::StatusOr<RunResult> ParseRunResult(std::string text);

// Findings count most, then other failures, then that nothing was controlled.
ExitCode ExitCodeOf(const RunResult& result);

// "assertion in task return at pool.cc:63: Set changed size"; on one line, and
// not all of a long message.
std::string DescribeFinding(const FindingResult& finding);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_RUN_RESULT_H_
