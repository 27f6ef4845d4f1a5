// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// interleave verify: says whether a fix holds, and how much was checked.

#ifndef TOOLS_CLI_VERIFY_H_
#define TOOLS_CLI_VERIFY_H_

#include <string>

#include "tools/cli/exit_code.h"
#include "tools/cli/run_options.h"

namespace interleave::cli {

struct VerifyOptions {
  std::string schedule;
  std::string binary;      // with the fix
  std::string old_binary;  // without it; empty: the schedule is believed
  std::string test;        // of the new one; empty: that of the schedule
  std::string switches;    // within how many all is tried; empty: 2
  bool markdown = false;
  RunOptions run;
};

// Does what `interleave verify` is to do and prints it; complains of what
// cannot be done.
ExitCode RunVerify(const VerifyOptions& options);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_VERIFY_H_
