// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The flags --interleave_* of test binaries.

#ifndef INTERLEAVE_GTEST_FLAGS_H_
#define INTERLEAVE_GTEST_FLAGS_H_

#include <string>

#include "interleave/explore/options.h"

namespace interleave {

// `options` of a test with the flags that were given put over it. A flag that
// says what to do (replay, verify, script_file) takes the place of another
// that the test said.
Options WithFlags(Options options);

// What the flags alone get wrong, in words; empty when nothing.
std::string FlagsError();

bool ListFlag();       // --interleave_list
bool FullTraceFlag();  // --interleave_full_trace
bool OutcomesFlag();   // --interleave_outcomes
// --interleave_isolation: "process", "none", or "" when it was not given
std::string IsolationFlag();
std::string JsonFlag();      // --interleave_json; empty: none
std::string ProgressFlag();  // --interleave_progress: "auto", "on", "off"

}  // namespace interleave

#endif  // INTERLEAVE_GTEST_FLAGS_H_
