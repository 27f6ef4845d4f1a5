// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The command line of `interleave report`.

#ifndef TOOLS_CLI_REPORT_COMMAND_H_
#define TOOLS_CLI_REPORT_COMMAND_H_

#include "tools/cli/exit_code.h"

namespace CLI {
class App;
}  // namespace CLI

namespace interleave::cli {

// `code`, which outlives `app`, is set when the command was run.
void AddReportCommand(CLI::App& app, ExitCode& code);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_REPORT_COMMAND_H_
