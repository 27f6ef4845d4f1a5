// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// rf-dpor by several processes, and from a checkpoint, in a real test binary.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

constexpr char kReadsCheckpoint[] =
    "interleave_schedules/ReadsTest.Counts.checkpoint";

Ended RunReads(const Scratch& scratch, std::vector<std::string> arguments,
               const std::vector<std::string>& variables = {}) {
  arguments.insert(arguments.begin(), SAMPLE_READS);
  return scratch.Run(arguments, variables);
}

std::string WithoutTimes(const std::string& text) {
  const std::regex times("[0-9.]+ (s|ms)\\b|\\([0-9]+ ms[^)]*\\)");
  return std::regex_replace(text, times, "TIME");
}

TEST(ReadsJobsTest, TheReportIsTheSameByOneAndByTwo) {
  const Scratch one;
  const Scratch two;
  const Ended by_one =
      RunReads(one, {"--interleave_jobs=1", "--interleave_outcomes"});
  const Ended by_two =
      RunReads(two, {"--interleave_jobs=2", "--interleave_outcomes"});
  EXPECT_EQ(by_one.code, 1) << by_one;
  EXPECT_EQ(by_two.code, 1) << by_two;
  EXPECT_EQ(WithoutTimes(by_two.out), WithoutTimes(by_one.out));
  EXPECT_EQ(two.Files(), one.Files());
  EXPECT_EQ(two.Read("interleave_schedules/ReadsTest.Finds.schedule"),
            one.Read("interleave_schedules/ReadsTest.Finds.schedule"));
  EXPECT_THAT(by_two.out, HasSubstr("verified: all 1318 reads-from classes"));
  EXPECT_THAT(by_two.out,
              HasSubstr("rf-dpor does not handle condition variables"));
}

// The body reads the variable, which is steps: it is set throughout.
TEST(ReadsJobsTest, GoesOnFromWhereItWasInterrupted) {
  const std::vector<std::string> never = {"SAMPLE_INTERRUPT_AT=0"};
  for (const char* jobs : {"1", "2"}) {
    const Scratch scratch;
    const Ended half = RunReads(
        scratch,
        {"--gtest_filter=*Counts", std::string("--interleave_jobs=") + jobs},
        {"SAMPLE_INTERRUPT_AT=300"});
    EXPECT_EQ(half.code, 1) << half;
    EXPECT_THAT(half.out,
                ContainsRegex("passed: interrupted after [0-9]+ executions, "
                              "[^;]* done; checkpoint in "));
    const Ended rest =
        scratch.Run({INTERLEAVE_TOOL, "explore", SAMPLE_READS, "--resume",
                     kReadsCheckpoint, "--jobs", "2"},
                    never);
    EXPECT_EQ(rest.code, kNoFinding) << rest;
    EXPECT_THAT(rest.out, HasSubstr("ReadsTest.Counts: verified: all 1318 "
                                    "reads-from classes"));
    const Ended outcomes =
        RunReads(scratch,
                 {"--gtest_filter=*Counts", "--interleave_outcomes",
                  std::string("--interleave_resume=") + kReadsCheckpoint},
                 never);
    const Ended whole = RunReads(
        scratch, {"--gtest_filter=*Counts", "--interleave_outcomes"}, never);
    EXPECT_EQ(WithoutTimes(outcomes.out), WithoutTimes(whole.out));
  }
}

TEST(ReadsJobsTest, ACheckpointOfAnotherProgramIsRefused) {
  const Scratch scratch;
  RunReads(scratch, {"--gtest_filter=*Counts"}, {"SAMPLE_INTERRUPT_AT=50"});
  const std::string resume =
      std::string("--interleave_resume=") + kReadsCheckpoint;
  const Ended program = scratch.Run({SAMPLE_JOBS, "--gtest_filter=*Counts",
                                     "--interleave_strategy=rf-dpor", resume});
  EXPECT_EQ(program.code, 1) << program;
  EXPECT_THAT(program.out, HasSubstr("its program is \"e2e_reads\", here it is "
                                     "\"e2e_jobs\"; its executable is"));
  const Ended test = RunReads(scratch, {"--gtest_filter=*Finds", resume});
  EXPECT_EQ(test.code, 1) << test;
  EXPECT_THAT(test.out, HasSubstr("its test is \"ReadsTest.Counts\""));
}

}  // namespace
}  // namespace interleave::e2e
