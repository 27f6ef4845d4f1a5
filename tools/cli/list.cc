// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/list.h"

#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/cli/complaint.h"
#include "tools/cli/test_binary.h"
#include "tools/cli/test_filter.h"

namespace interleave::cli {
namespace {}  // namespace

ExitCode RunList(const ListOptions& options) {
  const absl::StatusOr<TestBinary> binary = TestBinary::Open(options.binary);
  if (!binary.ok()) return Complain(binary.status());
  const absl::StatusOr<std::vector<std::string>> tests =
      SelectTests(options.filter, binary->tests(), options.binary);
  if (!tests.ok()) return Complain(tests.status());
  for (const std::string& test : *tests) std::printf("%s\n", test.c_str());
  return ExitCode::kNoFinding;
}

}  // namespace interleave::cli
