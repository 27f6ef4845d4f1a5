// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A failure at the end of 1,000,000 steps: found, made simpler, explained and
// told in bounded memory.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr uint64_t kPeakMax = 500 * uint64_t{1024};  // KiB

TEST(LongExecutionTest, StepsFarApartAreFoundToDecideInBoundedMemory) {
  const Scratch scratch;
  const Ended ended = scratch.Run(
      {SAMPLE_LONG_EXECUTION, "--gtest_filter=*.LosesAnIncrement",
       "--interleave_explain_seconds=0", "--interleave_json=result.json"});
  EXPECT_EQ(ended.code, kFinding);
  EXPECT_LT(ended.peak_kib, kPeakMax);
  EXPECT_THAT(ended.out, HasSubstr("of 1000011 steps"));
  EXPECT_THAT(ended.out,
              ContainsRegex("T[12]'s step [0-9]+ \\(long.counter.read\\) came "
                            "before T[12]'s step [0-9]+ "
                            "\\(long.counter.written\\)"));
  EXPECT_THAT(ended.out, HasSubstr("1 preemption and 1000011 steps"));
  const auto result = nlohmann::json::parse(scratch.Read("result.json"));
  const auto& finding = result["tests"][0]["findings"][0];
  EXPECT_GT(finding["story"]["steps_left_out"], 900'000);
}

TEST(LongExecutionTest, ReplaysWithoutAnExplanation) {
  const Scratch scratch;
  const std::vector<std::string> command = {
      SAMPLE_LONG_EXECUTION, "--gtest_filter=*.LosesAnIncrement"};
  std::vector<std::string> finding = command;
  finding.insert(finding.end(),
                 {"--interleave_explain=off", "--interleave_schedule_dir=s"});
  EXPECT_EQ(scratch.Run(finding).code, kFinding);
  std::vector<std::string> replay = command;
  replay.push_back(
      "--interleave_replay=s/LongExecutionTest.LosesAnIncrement.schedule");
  const Ended ended = scratch.Run(replay);
  EXPECT_EQ(ended.code, kFinding);
  EXPECT_LT(ended.peak_kib, kPeakMax);
  EXPECT_THAT(ended.out, HasSubstr("assertion"));
  EXPECT_THAT(ended.out, Not(HasSubstr("\nWhy")));
}

}  // namespace
}  // namespace interleave::e2e
