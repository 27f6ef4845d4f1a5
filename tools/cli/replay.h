// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// interleave replay: makes a recorded schedule happen again.

#ifndef TOOLS_CLI_REPLAY_H_
#define TOOLS_CLI_REPLAY_H_

#include <string>
#include <vector>

#include "tools/cli/exit_code.h"
#include "tools/cli/run_options.h"

namespace interleave::cli {

struct ReplayOptions {
  std::string schedule;  // a file or a token
  std::string binary;
  std::vector<std::string> folders;
  std::string test;
  RunOptions run;
};

// Does what `interleave replay` is to do and prints it; complains of what
// cannot be done.
ExitCode RunReplay(const ReplayOptions& options);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_REPLAY_H_
