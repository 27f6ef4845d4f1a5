// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The text of a result: every finding with its story, what makes an empty
// success, what was not controlled, and the line that sums it up.

#ifndef INTERLEAVE_REPORT_RESULT_TEXT_H_
#define INTERLEAVE_REPORT_RESULT_TEXT_H_

#include <string>

#include "interleave/explore/result.h"
#include "interleave/report/failure_text.h"
#include "interleave/report/json.h"

namespace interleave {

struct ResultTextOptions {
  FailureTextOptions failure;
  // Beginning of the command that replays, to which the schedule's path is
  // added; empty: made from the name this process was started by.
  std::string replay_command;
  // When not empty: what the schedule's path is added to, before the command.
  std::string replay_prefix;
  // The tool replays it: nothing but the schedule file is needed.
  bool whole_program = false;
};

std::string FormatResult(const ExploreResult& result,
                         const ResultTextOptions& options = {});

// "value  count  token", a line for each outcome that was recorded.
std::string FormatOutcomes(const ExploreResult& result);

// What was covered, a screen of it; empty when that was not recorded.
std::string FormatCoverage(const ExploreResult& result);

// Findings and numbers of one test, for --interleave_json.
TestJson DescribeResult(const ExploreResult& result);

// How this process was started, for commands in reports.
std::string InvocationName();

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_RESULT_TEXT_H_
