// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// RunOptions: the options that every run of a test binary has.

#ifndef TOOLS_CLI_RUN_OPTIONS_H_
#define TOOLS_CLI_RUN_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tools/cli/run_result.h"

namespace interleave::cli {

// What is empty is left to the test.
struct RunOptions {
  std::string strategy;
  std::string seed;
  std::string executions;
  std::string time;
  std::string preemptions;
  std::string jobs;
  std::string resume;  // a checkpoint's file
  std::string delays;
  std::string depth;
  std::string confidence;
  std::string points;
  std::string races;
  std::string heap;
  std::string stack_bytes;
  std::string memory_limit;  // in MB
  std::string hang;          // in seconds
  bool fail_on_exit_code = false;
  bool allow_uncontrolled = false;
  std::vector<std::string> settings;  // "steps_max=5000", any other option

  std::string json;  // a file; empty: none
  std::string progress = "auto";
  bool full_trace = false;
  bool coverage = false;
  std::vector<std::string> arguments;  // for the binary, as they are
};

// The flags of the test binary that say the same.
std::vector<std::string> RunFlags(const RunOptions& options);

// What is wrong with them, before anything has run; a whole program may have
// any arguments. Empties the JSON file, so
// that no old result stands there when the run fails.
absl::Status PrepareRun(const RunOptions& options, bool is_program);
// Writes the result to the JSON file if one is wanted.
absl::Status WriteJson(const RunOptions& options, const RunResult& result);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_RUN_OPTIONS_H_
