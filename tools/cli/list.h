// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// interleave list: names the INTERLEAVE_TESTs of a test binary.

#ifndef TOOLS_CLI_LIST_H_
#define TOOLS_CLI_LIST_H_

#include <string>

#include "tools/cli/exit_code.h"

namespace interleave::cli {

struct ListOptions {
  std::string binary;
  std::string filter = "*";
};

// Does what `interleave list` is to do and prints it; complains of what cannot
// be done.
ExitCode RunList(const ListOptions& options);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_LIST_H_
