// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/failure_text.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "unit/report/fake_place_resolver.h"
#include "unit/report/trace_builder.h"

namespace interleave {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

FailureReport SmallReport() {
  FailureReport report;
  report.test = "PoolTest.ResetWhileReturning";
  report.finding.message = "Set changed\n  during iteration";
  report.finding.task = 1;
  report.finding.task_name = "reset";
  report.finding.step = 1;
  report.trace =
      TraceBuilder({"main", "reset"}).Point(1, "pool.reset.loaded", 42).Build();
  report.schedule.seed = 7;
  report.token = "il1-AbC_-9";
  report.schedule_path = "out/reset.schedule";
  return report;
}

std::string Format(const FailureReport& report) {
  FakePlaceResolver resolver;
  return FormatFailure(report, resolver);
}

TEST(FailureTextTest, BeginsWithWhatWentWrong) {
  EXPECT_THAT(Format(SmallReport()),
              StartsWith("PoolTest.ResetWhileReturning: assertion in task "
                         "reset at step 1\n\n    Set changed\n      during "
                         "iteration\n"));
}

TEST(FailureTextTest, SaysItsPlaceWhenKnown) {
  FailureReport report = SmallReport();
  report.finding.stack = StackAtLine(63);
  EXPECT_THAT(Format(report), HasSubstr("at step 1, pool.cc:63\n"));
}

TEST(FailureTextTest, TokenStandsAloneOnItsLine) {
  EXPECT_THAT(Format(SmallReport()), HasSubstr("    token       il1-AbC_-9\n"));
}

TEST(FailureTextTest, LeavesALongTokenToTheFile) {
  FailureReport report = SmallReport();
  report.token = "il1-" + std::string(196, 'x');
  const std::string text = Format(report);
  EXPECT_THAT(text, Not(HasSubstr(report.token)));
  EXPECT_THAT(text, HasSubstr("too long to show (200 characters); use the "
                              "schedule file"));
  EXPECT_THAT(text, HasSubstr("{.replay = \"out/reset.schedule\"}) {"));
}

TEST(FailureTextTest, SaysWhenTheTraceIsMissing) {
  FailureReport report = SmallReport();
  report.trace = {};
  EXPECT_THAT(Format(report), HasSubstr("interleaving was not recorded"));
}

TEST(FailureTextTest, WarnsWhenTheReplayDiffered) {
  FailureReport report = SmallReport();
  EXPECT_THAT(Format(report), Not(HasSubstr("Careful")));
  report.deterministic = false;
  EXPECT_THAT(Format(report), HasSubstr("Careful: replaying the schedule"));
}

TEST(FailureTextTest, IsTheSameTwice) {
  EXPECT_EQ(Format(SmallReport()), Format(SmallReport()));
}

TEST(PinnedTestTest, ReplaysTheToken) {
  EXPECT_EQ(FormatPinnedTest(SmallReport()),
            "INTERLEAVE_TEST(PoolTest, ResetWhileReturning_Pinned,\n"
            "                {.replay = \"il1-AbC_-9\"}) {\n"
            "  // Paste the body of PoolTest.ResetWhileReturning here.\n"
            "}\n");
}

TEST(PinnedTestTest, MakesIdentifiersOfParameterizedNames) {
  FailureReport report = SmallReport();
  report.test = "Sizes/PoolTest.Reset/3";
  EXPECT_THAT(FormatPinnedTest(report),
              StartsWith("INTERLEAVE_TEST(Sizes_PoolTest, Reset_3_Pinned,\n"));
}

TEST(PinnedTestTest, IsEmptyForAProgram) {
  FailureReport report = SmallReport();
  report.test.clear();
  EXPECT_EQ(FormatPinnedTest(report), "");
  report = SmallReport();
  report.token.clear();
  report.schedule_path.clear();
  EXPECT_EQ(FormatPinnedTest(report), "");
}

}  // namespace
}  // namespace interleave
