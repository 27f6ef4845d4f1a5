// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Verification: what `interleave verify` came to, as text, Markdown and JSON.
//
// Nothing in them depends on addresses, times or tool versions.
// Thread safety: plain data and pure functions.

#ifndef TOOLS_CLI_VERIFICATION_H_
#define TOOLS_CLI_VERIFICATION_H_

#include <optional>
#include <string>

#include "tools/cli/exit_code.h"
#include "tools/cli/run_result.h"

namespace interleave::cli {

struct Verification {
  // In the recorded schedule's words: "assertion", "count is 5"; empty: none.
  std::string finding;
  std::string message;
  // What the replay on the old program showed; none: there was no old one.
  std::optional<FindingResult> old_finding;
  TestResult test;  // of the new program. REQUIRES: it has a replay
  RunResult all;    // ... the whole of it
};

// Whether what the old program showed is what was recorded: the kind and the
// first line of the message, addresses aside. False without an old program.
bool FailsAsRecorded(const Verification& verification);

// Whether the fix holds, and why not: "a finding", "nothing was controlled",
// "no step of the schedule has a counterpart", ...
struct Holding {
  ExitCode code = ExitCode::kNoFinding;
  std::string why_not;  // empty: it holds
};
Holding HoldingOf(const Verification& verification);

// The lines for standard output, each with its end; the last one says all in
// short.
std::string VerificationText(const Verification& verification);

// A paragraph for a pull request. What comes from the program is data in it:
// nothing of it is markup.
std::string VerificationMarkdown(const Verification& verification);

// The new program's result (docs/command_line.md, JSON) with a field "verify".
std::string VerificationJson(const Verification& verification);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_VERIFICATION_H_
