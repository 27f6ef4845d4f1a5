// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// interleave explore: runs INTERLEAVE_TESTs under many schedules.

#ifndef TOOLS_CLI_EXPLORE_H_
#define TOOLS_CLI_EXPLORE_H_

#include <string>

#include "tools/cli/exit_code.h"
#include "tools/cli/run_options.h"

namespace interleave::cli {

struct ExploreOptions {
  std::string binary;
  std::string filter = "*";
  RunOptions run;
};

// Does what `interleave explore` is to do and prints it; complains of what
// cannot be done.
ExitCode RunExplore(const ExploreOptions& options);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_EXPLORE_H_
