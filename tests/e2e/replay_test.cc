// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Report and replay are one contract: what a report prints leads back to it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/e2e/printed_report.h"
#include "tests/e2e/program.h"

namespace interleave::e2e {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

struct Failing {
  const char* binary;
  const char* test;
  const char* strategy;
};

void PrintTo(const Failing& failing, std::ostream* out) {
  *out << failing.test << " under " << failing.strategy;
}

class ReplayTest : public testing::TestWithParam<Failing> {
 protected:
  ReplayTest() {
    found_ = scratch_.Run(
        {GetParam().binary, Filter(),
         std::string("--interleave_strategy=") + GetParam().strategy,
         "--interleave_explain=off"});
    report_ = ReadReport(found_.out, GetParam().test);
  }

  std::string Filter() const {
    return std::string("--gtest_filter=") + GetParam().test;
  }

  void ExpectSameStory(const Ended& again) {
    EXPECT_EQ(again.code, 1) << again;
    EXPECT_EQ(ReadReport(again.out, GetParam().test).story, report_.story);
    EXPECT_EQ(ReadReport(again.out, GetParam().test).token, report_.token);
    EXPECT_THAT(again.out, HasSubstr("reproduced")) << again;
  }

  const Scratch scratch_;
  Ended found_;
  PrintedReport report_;
};

TEST_P(ReplayTest, ThePrintedTokenGivesTheSameStory) {
  ASSERT_NE(report_.token, "") << found_;
  ExpectSameStory(scratch_.Run(
      {GetParam().binary, Filter(), "--interleave_replay=" + report_.token}));
}

TEST_P(ReplayTest, ThePrintedCommandGivesTheSameStory) {
  ASSERT_NE(report_.replay, "") << found_;
  ExpectSameStory(scratch_.Run(SplitCommand(report_.replay)));
}

TEST_P(ReplayTest, TheScheduleFileGivesTheSameStory) {
  ASSERT_NE(report_.schedule, "") << found_;
  ExpectSameStory(scratch_.Run({GetParam().binary, Filter(),
                                "--interleave_replay=" + report_.schedule}));
}

TEST_P(ReplayTest, LeavesTheScheduleFileAsItWas) {
  ASSERT_NE(report_.schedule, "") << found_;
  const std::string before = scratch_.Read(report_.schedule);
  scratch_.Run(SplitCommand(report_.replay));
  EXPECT_EQ(scratch_.Read(report_.schedule), before);
}

// What is left of a schedule that was made simpler leads to the same finding.
TEST_P(ReplayTest, TheSimplerScheduleLeadsToTheFinding) {
  const Ended found = scratch_.Run(
      {GetParam().binary, Filter(),
       std::string("--interleave_strategy=") + GetParam().strategy});
  const PrintedReport report = ReadReport(found.out, GetParam().test);
  const Ended again = scratch_.Run(SplitCommand(report.replay));
  EXPECT_THAT(again.out, HasSubstr("reproduced")) << again;
  const auto headline = [](const PrintedReport& printed) {
    return printed.story.substr(0, printed.story.find('\n'));
  };
  EXPECT_EQ(headline(ReadReport(again.out, GetParam().test)), headline(report));
  // Explained again, it tells the same.
  const Ended told =
      scratch_.Run({GetParam().binary, Filter(), "--interleave_explain=on",
                    "--interleave_replay=" + report.schedule});
  const auto why = [](const PrintedReport& printed) {
    const size_t begin = printed.story.find("\nWhy\n");
    if (begin == std::string::npos) return std::string();
    return printed.story.substr(begin, printed.story.find("\nThe int") - begin);
  };
  EXPECT_EQ(why(ReadReport(told.out, GetParam().test)), why(report)) << told;
}

INSTANTIATE_TEST_SUITE_P(
    Samples, ReplayTest,
    testing::Values(
        Failing{SAMPLE_COUNTER, "CounterTest.LostUpdate", "auto"},
        Failing{SAMPLE_COUNTER, "CounterTest.LostUpdate", "random"},
        Failing{SAMPLE_COUNTER, "CounterTest.LostUpdate", "sticky-random"},
        Failing{SAMPLE_COUNTER, "CounterTest.LostUpdate", "rff"},
        Failing{SAMPLE_COUNTER, "CounterTest.LostUpdate", "preemption-bounded"},
        Failing{SAMPLE_FINDINGS, "FindingsTest.Deadlock", "exhaustive"},
        Failing{SAMPLE_FINDINGS, "FindingsTest.Deadlock", "random"},
        Failing{SAMPLE_FINDINGS, "FindingsTest.LostWakeup", "exhaustive"},
        Failing{SAMPLE_FINDINGS, "FindingsTest.Exception", "exhaustive"},
        Failing{SAMPLE_FINDINGS, "FindingsTest.Unjoined", "random"},
        Failing{SAMPLE_FINDINGS, "FindingsTest.StepLimit", "exhaustive"},
        Failing{SAMPLE_FINDINGS, "FindingsTest.Check", "random"},
        Failing{SAMPLE_FINDINGS, "FindingsTest.ExpectationInATask",
                "exhaustive"}));

TEST(ReplayOfOtherCodeTest, SaysPassedForASchedulesThatNoLongerFails) {
  const Scratch scratch;
  scratch.Write("passing.schedule",
                "interleave-schedule 1\n"
                "test CounterTest.LostUpdate\n"
                "finding assertion\n"
                "task 0 main\n"
                "task 1 first\n"
                "end\n");
  const Ended ended =
      scratch.Run({SAMPLE_COUNTER, "--gtest_filter=CounterTest.LostUpdate",
                   "--interleave_replay=passing.schedule"});
  EXPECT_EQ(ended.code, 0) << ended;
  EXPECT_THAT(ended.out, HasSubstr("replay passed"));
}

TEST(ReplayOfOtherCodeTest, SaysAtWhichStepItBecomesInfeasible) {
  const Scratch scratch;
  scratch.Run({SAMPLE_COUNTER, "--gtest_filter=CounterTest.LostUpdate"});
  const Ended ended =
      scratch.Run({SAMPLE_COUNTER, "--gtest_filter=CounterTest.LostUpdateFixed",
                   "--interleave_replay=interleave_schedules/"
                   "CounterTest.LostUpdate.schedule"});
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_THAT(ended.out, ContainsRegex("infeasible at step [0-9]+: "));
  EXPECT_THAT(ended.out, HasSubstr("mutex 1"));
  EXPECT_THAT(ended.out, HasSubstr("allow_infeasible"));
}

TEST(ReplayOfOtherCodeTest, SaysAtWhichStepItDiverges) {
  const Scratch scratch;
  scratch.Run({SAMPLE_COUNTER, "--gtest_filter=CounterTest.LostUpdate"});
  const Ended ended =
      scratch.Run({SAMPLE_COUNTER,
                   "--gtest_filter=CounterFixture.IsMadeAnewInEachExecution",
                   "--interleave_replay=interleave_schedules/"
                   "CounterTest.LostUpdate.schedule"});
  EXPECT_EQ(ended.code, 1) << ended;
  EXPECT_THAT(ended.out, ContainsRegex("(diverged|infeasible) at step [0-9]+"));
}

}  // namespace
}  // namespace interleave::e2e
