// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Complaints: errors of usage and input, on standard error.

#ifndef TOOLS_CLI_COMPLAINT_H_
#define TOOLS_CLI_COMPLAINT_H_

#include "absl/status/status.h"
#include "tools/cli/exit_code.h"

namespace interleave::cli {

// Prints "interleave: ..." and returns kError. REQUIRES: not OK.
ExitCode Complain(const absl::Status& status);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_COMPLAINT_H_
