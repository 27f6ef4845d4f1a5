// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What `interleave draft` takes.

#ifndef TOOLS_CLI_DRAFT_COMMAND_H_
#define TOOLS_CLI_DRAFT_COMMAND_H_

#include <CLI/CLI.hpp>

#include "tools/cli/exit_code.h"

namespace interleave::cli {

// `code` is what the program ends with after the command.
void AddDraftCommand(CLI::App& app, ExitCode& code);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_DRAFT_COMMAND_H_
