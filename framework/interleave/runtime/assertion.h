// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What code under test says about itself: checks and outcomes.

#ifndef INTERLEAVE_RUNTIME_ASSERTION_H_
#define INTERLEAVE_RUNTIME_ASSERTION_H_

#include <string>
#include <string_view>

namespace interleave {

// Notes a failed expectation of the calling task as the finding `assertion`;
// the execution goes on. False, and nothing else, outside of executions. For
// adapters of test frameworks.
bool ReportAssertion(const char* file, int line, std::string_view message);

// Names what this execution came to ("total 5"), for ExploreResult::outcomes:
// every distinct value is kept with a schedule that led to it. The last call in
// an execution counts. Nothing outside of executions.
void RecordOutcome(std::string_view value);

namespace internal {
[[gnu::cold]] void CheckFailed(const char* file, int line,
                               const char* condition, std::string_view message);
}  // namespace internal

}  // namespace interleave

// Fails with the finding `assertion` and ends the execution when `condition`
// is false; a second argument is a text that explains. Outside of executions it
// prints and aborts. For bodies without a test framework; GoogleTest's EXPECT_
// and ASSERT_ macros work as well.
#define INTERLEAVE_CHECK(condition, ...)                                     \
  (__builtin_expect(static_cast<bool>(condition), true)                      \
       ? static_cast<void>(0)                                                \
       : ::interleave::internal::CheckFailed(__FILE__, __LINE__, #condition, \
                                             ::std::string_view{__VA_ARGS__}))

#endif  // INTERLEAVE_RUNTIME_ASSERTION_H_
