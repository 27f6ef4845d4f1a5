// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Which tests are meant: GoogleTest's filter syntax over a list of names.

#ifndef TOOLS_CLI_TEST_FILTER_H_
#define TOOLS_CLI_TEST_FILTER_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace interleave::cli {

// As --gtest_filter: patterns with * and ?, separated by ':'; what comes after
// a '-' leaves tests out again.
bool MatchesFilter(std::string_view filter, std::string_view name);

// The names that match, in their order. When none does, the error says what
// there is in `binary`, and what was probably meant.
absl::StatusOr<std::vector<std::string>> SelectTests(
    std::string_view filter, std::span<const std::string> names,
    std::string_view binary);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_TEST_FILTER_H_
