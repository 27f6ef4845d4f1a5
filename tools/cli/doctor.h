// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// interleave doctor: says what is controlled and instrumented in a binary, and
// so what is invisible.

#ifndef TOOLS_CLI_DOCTOR_H_
#define TOOLS_CLI_DOCTOR_H_

#include <string>

#include "tools/cli/exit_code.h"

namespace interleave::cli {

struct DoctorOptions {
  std::string binary;
};

// Prints what it finds; complains of what is no program. kNothingControlled
// for a binary that Interleave is no part of. The binary is not run.
ExitCode RunDoctor(const DoctorOptions& options);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_DOCTOR_H_
