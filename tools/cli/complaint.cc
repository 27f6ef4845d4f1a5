// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/complaint.h"

#include <cstdio>
#include <string>

namespace interleave::cli {

ExitCode Complain(const absl::Status& status) {
  std::fprintf(stderr, "interleave: %s\n",
               std::string(status.message()).c_str());
  return ExitCode::kError;
}

}  // namespace interleave::cli
