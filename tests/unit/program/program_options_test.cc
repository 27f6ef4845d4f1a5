// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/program/program_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string ErrorOf(std::string_view lines) {
  return std::string(ParseProgramOptions(lines).status().message());
}

TEST(ProgramOptionsTest, NothingIsTheLibrarysDefaults) {
  const auto parsed = ParseProgramOptions("");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->options.strategy, Options().strategy);
  EXPECT_TRUE(parsed->options.recorded_options.empty());
}

TEST(ProgramOptionsTest, ReadsEachKindOfValue) {
  const auto parsed = ParseProgramOptions(
      "--interleave_strategy=pct\n--interleave_depth=2\n"
      "--interleave_seconds=1.5\n--interleave_seed=7\n"
      "--interleave_full_trace\n--interleave_memory_limit_mb=64\n");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->options.strategy, "pct");
  EXPECT_EQ(parsed->options.depth, 2u);
  EXPECT_EQ(parsed->options.seconds, 1.5);
  EXPECT_EQ(parsed->options.seed, 7u);
  EXPECT_TRUE(parsed->full_trace);
  EXPECT_EQ(parsed->memory_limit_mb, 64u);
}

TEST(ProgramOptionsTest, TheLastOfTwoCountsAndIsRecorded) {
  const auto parsed = ParseProgramOptions(
      "--interleave_races=explore\n--interleave_fail_on_exit_code\n"
      "--interleave_seed=3\n--interleave_races=off");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->options.races, "off");
  EXPECT_THAT(parsed->options.recorded_options,
              ElementsAre("fail_on_exit_code=true", "races=off"));
}

TEST(ProgramOptionsTest, SaysWhatIsWrong) {
  EXPECT_THAT(ErrorOf("--interleave_sed=1"),
              HasSubstr("no option --interleave_sed"));
  EXPECT_THAT(ErrorOf("--gtest_filter=a"), HasSubstr("no option"));
  EXPECT_THAT(ErrorOf("--interleave_seed=many"), HasSubstr("\"many\""));
  EXPECT_THAT(ErrorOf("--interleave_seed"), HasSubstr("no value \"\""));
  EXPECT_THAT(ErrorOf("--interleave_strategy=randm"),
              HasSubstr("did you mean \"random\""));
  EXPECT_THAT(ErrorOf("--interleave_replay=no_such.schedule"),
              HasSubstr("no_such.schedule"));
}

}  // namespace
}  // namespace interleave
