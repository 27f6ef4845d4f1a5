// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The command line: which commands there are, their options and their help.

#ifndef TOOLS_CLI_COMMAND_LINE_H_
#define TOOLS_CLI_COMMAND_LINE_H_

#include "tools/cli/exit_code.h"

namespace CLI {
class App;
}

namespace interleave::cli {

// Adds all commands to `app`. Parsing carries the given one out and leaves its
// exit code in `code`, which must outlive `app`.
void AddCommands(CLI::App& app, ExitCode& code);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_COMMAND_LINE_H_
