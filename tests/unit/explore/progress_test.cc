// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/progress.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "interleave/explore/explore.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

TEST(ProgressTest, SaysHowMuchIsDoneOfHowMuch) {
  EXPECT_EQ(ProgressLine({.test = "Pool.Reset",
                          .executions = 12000,
                          .executions_max = 100000,
                          .seconds = 0.5,
                          .strategy = "delay-bounded",
                          .findings = 1,
                          .trying = Bound::Delays(2),
                          .estimate = {35000, 20000, 60000},
                          .done = 0.341}),
            "Pool.Reset: 12000 executions (12 % of the budget), 24000 per "
            "second, 34 % done of about 35000 (between 20000 and 60000) "
            "schedules with at most 2 delays, delay-bounded, 1 finding");
}

TEST(ProgressTest, LeavesOutWhatIsNotKnown) {
  Progress progress;
  progress.test = "A.b";
  progress.executions = 5;
  progress.strategy = "sticky-random";
  EXPECT_EQ(ProgressLine(progress), "A.b: 5 executions, sticky-random");
  progress.strategy = "dpor";
  progress.estimate = {1.2e6, 4e5, 4e6};
  EXPECT_EQ(ProgressLine(progress),
            "A.b: 5 executions, about 1.2e6 (between 4e5 and 4e6) schedules, "
            "dpor");
}

std::vector<Progress>& Told() {
  static auto* const told = new std::vector<Progress>();
  return *told;
}

TEST(ProgressTest, IsToldWhatIsKnownOfTheSpace) {
  Told().clear();
  SetProgressListener(
      [](const Progress& progress) { Told().push_back(progress); });
  // Two tasks with 8 steps and joined: some 10,000 schedules.
  const ExploreResult result =
      Explore({.strategy = "exhaustive", .executions = 2000}, [] {
        const auto points = [] {
          for (int i = 0; i < 7; ++i) INTERLEAVE_POINT("a.b.c");
        };
        std::thread one(points), two(points);
        one.join();
        two.join();
      });
  SetProgressListener(nullptr);
  EXPECT_FALSE(result.exhausted);
  ASSERT_GE(Told().size(), 4u);
  double done = 0;
  for (const Progress& progress : Told()) {
    ASSERT_TRUE(progress.done.has_value());
    EXPECT_GE(*progress.done, done);
    done = *progress.done;
  }
  EXPECT_GT(done, 0);
  EXPECT_LT(done, 1);
  EXPECT_TRUE(Told().back().estimate.is_known());
}

TEST(ProgressLineTest, SaysHowManyTracesWereMet) {
  Progress progress;
  progress.test = "PoolTest.Reset";
  progress.executions = 1'000;
  progress.strategy = "random";
  progress.traces = 312;
  EXPECT_EQ(ProgressLine(progress),
            "PoolTest.Reset: 1000 executions, 312 distinct traces, random");
  progress.new_per_minute = 39.6;
  EXPECT_EQ(ProgressLine(progress),
            "PoolTest.Reset: 1000 executions, 312 distinct traces (40 new a "
            "minute), random");
}

}  // namespace
}  // namespace interleave
