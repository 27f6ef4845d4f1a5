// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ExitCode: how the command line tool ends. docs/command_line.md explains it.

#ifndef TOOLS_CLI_EXIT_CODE_H_
#define TOOLS_CLI_EXIT_CODE_H_

namespace interleave::cli {

enum class ExitCode : int {
  kNoFinding = 0,
  kFinding = 1,            // or a test that failed in another way
  kError = 2,              // of usage or input
  kNothingControlled = 3,  // the body of a test started no task
};

}  // namespace interleave::cli

#endif  // TOOLS_CLI_EXIT_CODE_H_
