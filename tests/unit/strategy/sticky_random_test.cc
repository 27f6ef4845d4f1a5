// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/sticky_random.h"

#include <map>

#include "gtest/gtest.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Order;
using simulated::RunOnce;
using simulated::Uniform;

struct Slices {
  double points = 0;    // where a task could go on or give way
  double switches = 0;  // where it gave way
};

Slices CountSlices(uint32_t mean_slice) {
  StickyRandomStrategy strategy(5, mean_slice);
  Slices slices;
  const simulated::Program program = Uniform(2, 50);
  for (int i = 0; i < 200; ++i) {
    const simulated::Execution run = *RunOnce(program, strategy);
    slices.switches += run.preemptions;
    // All but the choice after main's end, which nobody could go on from.
    slices.points += static_cast<double>(run.result.choice_points - 1);
  }
  return slices;
}

// The count of switches at n points is binomial with p = 1/mean. Here n is
// over 10,000; for a mean of 10 the relative deviation of the rate is then
// sqrt(0.9 / (0.1 * 10,000)) = 3 %, and the tolerance 4 of them.
TEST(StickyRandomStrategyTest, GivesWayOnceInAMeanSlice) {
  const Slices slices = CountSlices(10);
  ASSERT_GT(slices.points, 10000);
  EXPECT_NEAR(slices.switches / slices.points, 0.1, 0.012);
}

TEST(StickyRandomStrategyTest, WithMeanOneAlwaysGivesWay) {
  const Slices slices = CountSlices(1);
  EXPECT_EQ(slices.switches, slices.points);
}

TEST(StickyRandomStrategyTest, WithHugeMeanHardlyGivesWay) {
  const Slices slices = CountSlices(1u << 31);
  EXPECT_EQ(slices.switches, 0);
}

// The first choice after main's end is among 4 tasks that didn't run: 1/4
// each, deviation sqrt(8000 * 3/16) = 38.7, tolerance 4 of them. The next
// switch is among the 3 others: 1/3 of those.
TEST(StickyRandomStrategyTest, ChoosesUniformlyAmongTheOthers) {
  StickyRandomStrategy strategy(9, 1);
  std::map<TaskId, int> first;
  std::map<TaskId, int> after_t1;
  for (int i = 0; i < 8000; ++i) {
    const simulated::Execution run = *RunOnce(Uniform(4, 2), strategy);
    ++first[run.steps[2].task];
    if (run.steps[2].task == 1) ++after_t1[run.steps[3].task];
  }
  ASSERT_EQ(first.size(), 4u);
  for (const auto& [task, count] : first) EXPECT_NEAR(count, 2000, 155);
  ASSERT_EQ(after_t1.size(), 3u);
  for (const auto& [task, count] : after_t1) {
    EXPECT_NEAR(count, first[1] / 3.0, 85);  // 4 * sqrt(2000 * 2/9)
  }
}

TEST(StickyRandomStrategyTest, RepeatsOneExecutionWithoutThoseBefore) {
  const simulated::Program program = Uniform(3, 20);
  StickyRandomStrategy all(7, 5);
  for (uint64_t i = 0; i < 20; ++i) {
    StickyRandomStrategy one(7, 5, i);
    EXPECT_EQ(Order(*RunOnce(program, all)), Order(*RunOnce(program, one)));
  }
}

TEST(StickyRandomStrategyDeathTest, RefusesAMeanOfZero) {
  EXPECT_DEATH(StickyRandomStrategy(1, 0), "at least 1 point");
}

}  // namespace
}  // namespace interleave
