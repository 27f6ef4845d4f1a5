// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What the scenarios' tests expect of an exploration. Each says in full what
// was found instead.
//
// Thread safety: none; for the main thread of a test, outside of executions.

#ifndef SCENARIOS_EXPECTATIONS_H_
#define SCENARIOS_EXPECTATIONS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/interleave.h"

namespace scenarios {

// Options of a search that writes no schedule files into the current folder.
inline interleave::Options InTempDir(interleave::Options options) {
  options.schedule_dir = testing::TempDir();
  return options;
}

// A finding of that kind, whose message holds `words`.
inline void ExpectFound(const interleave::ExploreResult& result,
                        interleave::FindingKind kind, std::string_view words) {
  ASSERT_EQ(result.failures.size(), 1) << interleave::FormatResult(result);
  const interleave::Finding& finding = result.failures[0].finding;
  EXPECT_EQ(finding.kind, kind) << interleave::FormatResult(result);
  EXPECT_THAT(finding.message, testing::HasSubstr(std::string(words)));
}

// As ExpectFound, in the first execution: what is expected of a script.
inline void ExpectReproduced(const interleave::ExploreResult& result,
                             interleave::FindingKind kind,
                             std::string_view words) {
  ExpectFound(result, kind, words);
  EXPECT_EQ(result.executions, 1);
  ASSERT_TRUE(result.replay.has_value());
  EXPECT_EQ(result.replay->verdict, interleave::ReplayVerdict::kReproduced);
}

// Nothing was found, and nothing is left to try.
inline void ExpectVerified(const interleave::ExploreResult& result,
                           uint64_t schedules) {
  EXPECT_EQ(result.verdict, interleave::Verdict::kVerified)
      << interleave::FormatResult(result);
  EXPECT_TRUE(result.exhausted);
  EXPECT_EQ(result.executions, schedules);
}

// The schedule or script came to `verdict`, without a finding.
inline void ExpectReplay(const interleave::ExploreResult& result,
                         interleave::ReplayVerdict verdict) {
  EXPECT_TRUE(result.ok()) << interleave::FormatResult(result);
  ASSERT_TRUE(result.replay.has_value());
  EXPECT_EQ(result.replay->verdict, verdict)
      << interleave::FormatResult(result);
}

// The final values that were met, in order of their text.
inline std::vector<std::string> ValuesOf(
    const interleave::ExploreResult& result) {
  std::vector<std::string> values;
  for (const interleave::RecordedOutcome& outcome : result.outcomes) {
    values.push_back(outcome.value);
  }
  return values;
}

}  // namespace scenarios

#endif  // SCENARIOS_EXPECTATIONS_H_
