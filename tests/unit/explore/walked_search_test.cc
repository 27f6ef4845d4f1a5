// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/walked_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "interleave/strategy/exhaustive.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

// More than (2 n)! / n! n! schedules: main's steps fall between.
void TwoTasks(int steps) {
  const auto points = [steps] {
    for (int i = 1; i < steps; ++i) INTERLEAVE_POINT("walk.a.b");
  };
  std::thread one(points), two(points);
  one.join();
  two.join();
}

TEST(WalkedSearchTest, WalksAreNotCounted) {
  int bodies = 0;
  const auto body = [&] {
    ++bodies;
    TwoTasks(6);
    RecordOutcome("done");
  };
  const ExploreResult result =
      Explore({.strategy = "exhaustive", .executions = 0}, body);
  EXPECT_TRUE(result.exhausted);
  ASSERT_GT(result.executions, 256u);
  ASSERT_EQ(result.outcomes.size(), 1u);
  EXPECT_EQ(result.outcomes[0].count, result.executions);
  // And the two replays that test whether the body is deterministic.
  EXPECT_EQ(static_cast<uint64_t>(bodies),
            result.executions + WalkedSearch<ExhaustiveStrategy>::kWalks + 2);
  EXPECT_EQ(result.estimate.value, static_cast<double>(result.executions));
}

TEST(WalkedSearchTest, SmallSpacesNeedNone) {
  int bodies = 0;
  const ExploreResult result =
      Explore({.strategy = "exhaustive", .executions = 0}, [&] {
        ++bodies;
        TwoTasks(3);
      });
  EXPECT_EQ(static_cast<uint64_t>(bodies), result.executions + 2);
}

TEST(WalkedSearchTest, TheEstimateIsOfTheBoundUnderWay) {
  const auto count = [](uint32_t delays) {
    const ExploreResult result = Explore(
        {.strategy = "delay-bounded", .executions = 0, .delays = delays},
        [] { TwoTasks(8); });
    return static_cast<double>(result.executions - result.repeated);
  };
  const ExploreResult cut = Explore(
      {.strategy = "delay-bounded", .executions = 4000}, [] { TwoTasks(8); });
  ASSERT_TRUE(cut.trying.has_value());
  const double all = count(cut.trying->most);
  EXPECT_LE(cut.estimate.low, all);
  EXPECT_GE(cut.estimate.high, all);
  EXPECT_EQ(cut.bound, Bound::Delays(cut.trying->most - 1));
}

TEST(WalkedSearchTest, DporSaysHowManyInterleavingsItStandsFor) {
  const ExploreResult result =
      Explore({.strategy = "dpor", .executions = 0}, [] { TwoTasks(3); });
  ASSERT_TRUE(result.exhausted);
  EXPECT_THAT(ResultLine(result), HasSubstr(" traces (of about "));
  const ExploreResult all =
      Explore({.strategy = "exhaustive", .executions = 0}, [] { TwoTasks(3); });
  EXPECT_LE(result.estimate.low, static_cast<double>(all.executions));
  EXPECT_GE(result.estimate.high, static_cast<double>(all.executions));
}

TEST(WalkedSearchTest, AFindingOfAWalkCounts) {
  // The second task runs first in half of all walks, and in the last of the
  // executions that depth first comes to.
  const ExploreResult result = Explore({.strategy = "exhaustive",
                                        .executions = 2000,
                                        .schedule_dir = ::testing::TempDir()},
                                       [] {
                                         int first = 0;
                                         const auto task = [&first](int i) {
                                           return [&first, i] {
                                             if (first == 0) first = i;
                                             for (int n = 0; n < 7; ++n)
                                               INTERLEAVE_POINT("walk.a.b");
                                           };
                                         };
                                         std::thread one(task(1)), two(task(2));
                                         one.join();
                                         two.join();
                                         INTERLEAVE_CHECK(first == 1);
                                       });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].execution, 256u);
}

TEST(WalkedSearchTest, AutoDoesNotCountItsWalksEither) {
  const ExploreResult all =
      Explore({.strategy = "exhaustive", .executions = 0}, [] { TwoTasks(6); });
  const ExploreResult by_auto =
      Explore({.strategy = "auto", .executions = 5000}, [] { TwoTasks(6); });
  EXPECT_TRUE(by_auto.exhausted);
  EXPECT_GT(by_auto.repeated, 0u);
  EXPECT_EQ(by_auto.executions - by_auto.repeated, all.executions);
}

}  // namespace
}  // namespace interleave
