// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ReplayTarget: which test of which binary a schedule is for.

#ifndef TOOLS_CLI_REPLAY_TARGET_H_
#define TOOLS_CLI_REPLAY_TARGET_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/cli/replay.h"

namespace interleave::cli {

struct ReplayTarget {
  std::string binary;
  std::string test;
  std::vector<std::string> arguments;
  std::vector<std::string> flags;  // that it was recorded with
};

// By what the schedule says and what was given; errors name what is missing.
absl::StatusOr<ReplayTarget> ReplayTargetOf(const ReplayOptions& options);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_REPLAY_TARGET_H_
