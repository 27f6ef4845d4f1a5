// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// interleave draft: writes the regression test of a finding.

#ifndef TOOLS_CLI_DRAFT_H_
#define TOOLS_CLI_DRAFT_H_

#include <string>
#include <vector>

#include "tools/cli/exit_code.h"

namespace interleave::cli {

struct DraftOptions {
  std::string input;   // a schedule file, or a result as JSON
  std::string output;  // a file; "-": standard output
  std::string test;    // of a result: which one's finding
  std::string name;  // of the draft, "Suite.Name"; empty: made from the test's
  std::string binary;  // on which a script is tried; empty: none
  std::string body;    // C++ statements in place of the test's body
  std::vector<std::string> includes;
};

// Writes it, and says where. kFinding: its body is left to be filled in.
ExitCode RunDraft(const DraftOptions& options);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_DRAFT_H_
