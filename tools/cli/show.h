// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// interleave show: prints a schedule file for people to read.

#ifndef TOOLS_CLI_SHOW_H_
#define TOOLS_CLI_SHOW_H_

#include <string>

#include "tools/cli/exit_code.h"

namespace interleave::cli {

struct ShowOptions {
  std::string schedule;
  bool full = false;
};

// Does what `interleave show` is to do and prints it; complains of what cannot
// be done.
ExitCode RunShow(const ShowOptions& options);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_SHOW_H_
