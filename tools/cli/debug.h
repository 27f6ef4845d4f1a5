// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// interleave debug: gdb on the replay of a recorded schedule.

#ifndef TOOLS_CLI_DEBUG_H_
#define TOOLS_CLI_DEBUG_H_

#include <string>
#include <vector>

#include "tools/cli/exit_code.h"
#include "tools/cli/replay.h"

namespace interleave::cli {

struct DebugOptions {
  ReplayOptions replay;
  std::string debugger = "gdb";       // a path, or a name to look up in PATH
  std::vector<std::string> commands;  // of gdb, to begin with
  bool batch = false;                 // ends after them
};

// Runs the debugger until it ends; complains of what cannot be done.
ExitCode RunDebug(const DebugOptions& options);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_DEBUG_H_
