// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// interleave report: a result, or a schedule that is replayed and explained, in
// a format that other programs read.

#ifndef TOOLS_CLI_REPORT_H_
#define TOOLS_CLI_REPORT_H_

#include <string>

#include "tools/cli/exit_code.h"
#include "tools/cli/replay.h"

namespace interleave::cli {

struct ReportOptions {
  std::string input;     // a result, a schedule file or a token
  std::string output;    // a file; "-": standard output
  std::string format;    // empty: by the output's ending
  ReplayOptions replay;  // of a schedule: on which binary
};

// Does what `interleave report` is to do; complains of what cannot be done.
ExitCode RunReport(const ReportOptions& options);

// "sarif, junit, ...".
std::string FormatNames();

}  // namespace interleave::cli

#endif  // TOOLS_CLI_REPORT_H_
