// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Golden files: expected texts, kept next to the tests that compare them.
//
// INTERLEAVE_UPDATE_GOLDEN=1 in the environment writes what the tests produce
// into the source tree; read the difference before it is committed.

#ifndef INTERLEAVE_TESTS_GOLDEN_GOLDEN_FILE_H_
#define INTERLEAVE_TESTS_GOLDEN_GOLDEN_FILE_H_

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace interleave {

// Succeeds when `actual` is the content of tests/golden/NAME.txt; the message
// of a failure shows the lines that differ.
testing::AssertionResult MatchesGolden(const std::string& actual,
                                       const std::string& name);

// The content of every golden file.
std::vector<std::string> AllGoldenTexts();

// `expected` and `actual` line by line: "  same", "- expected", "+ actual".
std::string LineDiff(const std::string& expected, const std::string& actual);

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_GOLDEN_GOLDEN_FILE_H_
