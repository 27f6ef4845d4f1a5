// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The text of a failure: what went wrong, how it came to that, and how to see
// it again. docs/reading_a_report.md explains it part by part.
//
// Determinism: the same report gives the same text. It holds no address, time
// or version of a tool unless the finding's own message does.

#ifndef INTERLEAVE_REPORT_FAILURE_TEXT_H_
#define INTERLEAVE_REPORT_FAILURE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "interleave/explain/explanation.h"
#include "interleave/report/columns.h"
#include "interleave/report/place_resolver.h"
#include "interleave/schedule/finding.h"
#include "interleave/schedule/schedule.h"
#include "interleave/schedule/trace.h"

namespace interleave {

struct FailureReport {
  std::string test;  // "PoolTest.ResetWhileReturning"; empty for a program
  Finding finding;
  Trace trace;                          // no steps when it was not recorded
  std::vector<TaskStanding> standings;  // may be empty
  Schedule schedule;
  std::string token;           // of `schedule`
  std::string schedule_path;   // the file that was written; may be empty
  std::string replay_command;  // may be empty
  std::string output;          // what a whole program wrote; may be empty
  std::string program;
  std::optional<Explanation> explanation;
  // The replay that recorded the trace did the same as the execution found.
  bool deterministic = true;
  uint64_t executions = 0;  // of the exploration so far
};

struct FailureTextOptions {
  int width = kColumnsWidthDefault;
  // Show every step (--interleave_full_trace).
  bool full_trace = false;
  // For a terminal (colour.h).
  bool colour = false;
};

// Tokens longer than this are left to the schedule file.
inline constexpr size_t kTokenShownMax = 199;

std::string FormatFailure(const FailureReport& report, PlaceResolver& resolver,
                          const FailureTextOptions& options = {});

// A test to paste that replays `report` and nothing else, with a comment where
// the body goes. Empty when the report is not of a test or has no choices that
// could be written down.
std::string FormatPinnedTest(const FailureReport& report);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_FAILURE_TEXT_H_
