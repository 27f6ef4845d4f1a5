// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ProgramOptions: what the tool says to a whole program that it starts.
//
// It says so in the environment, in the words of a test binary's flags, one a
// line: the program's arguments are the program's.

#ifndef INTERLEAVE_PROGRAM_PROGRAM_OPTIONS_H_
#define INTERLEAVE_PROGRAM_PROGRAM_OPTIONS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "interleave/explore/options.h"

namespace interleave {

// The environment variable: "--interleave_seed=7\n--interleave_jobs=2".
inline constexpr char kProgramVariable[] = "INTERLEAVE_PROGRAM";
// What LD_BIND_NOW is set to by whoever sets that one, and the program is not
// to see: the dynamic linker looks all names up at once, and not anew in each
// execution.
inline constexpr char kBoundByTool[] = "by-interleave";

struct ProgramOptions {
  Options options;
  std::string json;  // the file for the result; empty: none
  std::string progress = "auto";
  bool full_trace = false;
  bool outcomes = false;
  // How many megabytes (of 2^20 bytes) an execution may allocate; 0: no limit.
  uint64_t memory_limit_mb = 0;
  // How many seconds an execution may take for a step; 0: for ever.
  uint32_t hang_seconds = 10;
};

// Fails for what is no flag of a whole program, or has no value that it takes,
// and when a file that is named can't be read.
absl::StatusOr<ProgramOptions> ParseProgramOptions(std::string_view lines);

}  // namespace interleave

#endif  // INTERLEAVE_PROGRAM_PROGRAM_OPTIONS_H_
