// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/estimate.h"

#include <cmath>

#include "gtest/gtest.h"
#include "interleave/strategy/random.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Draw;
using simulated::Order;
using simulated::RunOnce;
using simulated::Uniform;

KnuthEstimator Walked(const simulated::Program& program, int walks) {
  KnuthEstimator estimator(3);
  for (int i = 0; i < walks; ++i) RunOnce(program, estimator);
  return estimator;
}

TEST(KnuthEstimatorTest, KnowsNothingBeforeTheFirstWalk) {
  EXPECT_EQ(KnuthEstimator(1).schedules(), 0);
}

TEST(KnuthEstimatorTest, IsExactWhereEveryPathHasTheSameChoices) {
  const KnuthEstimator estimator = Walked({{{Draw(3), Draw(4)}, ""}}, 5);
  EXPECT_EQ(estimator.walks(), 5u);
  EXPECT_NEAR(estimator.schedules(), 12, 1e-9);
}

// 8! / 4! 4! = 70. A path that leaves i steps forced at its end weighs
// 2^(8 - i), so the deviation of one walk is below 64 and that of the mean of
// 10,000 below 0.64; the tolerance is 4 of them.
TEST(KnuthEstimatorTest, ApproachesTheNumberOfInterleavings) {
  EXPECT_NEAR(Walked(Uniform(2, 3), 10000).schedules(), 70, 2.6);
}

TEST(KnuthEstimatorTest, HoldsNumbersBeyondDouble) {
  simulated::Task task;
  task.ops.assign(2000, Draw(10));
  const KnuthEstimator estimator = Walked({task}, 3);
  EXPECT_NEAR(estimator.schedules_log10(), 2000, 1e-6);
  EXPECT_TRUE(std::isinf(estimator.schedules()));
}

TEST(KnuthEstimatorTest, WalksAsRandomStrategyDoes) {
  KnuthEstimator estimator(11);
  RandomStrategy random(11);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(Order(*RunOnce(Uniform(3, 4), estimator)),
              Order(*RunOnce(Uniform(3, 4), random)));
  }
}

TEST(KnuthEstimatorTest, GoesOnFromItsText) {
  KnuthEstimator whole(5, 3);
  KnuthEstimator second(5, 3);
  for (int i = 0; i < 20; ++i) {
    if (i == 12) ASSERT_TRUE(second.Load(whole.Text()));
    RunOnce(Uniform(3, 2), whole);
    if (i >= 12) RunOnce(Uniform(3, 2), second);
  }
  EXPECT_EQ(second.walks(), 20u);
  EXPECT_EQ(second.Text(), whole.Text());
  for (const char* wrong : {"", "5", "5/", "/5", "5/6/7", "5/6 ",
                            "5/9218868437227405312"}) {  // infinite
    EXPECT_FALSE(second.Load(wrong)) << wrong;
  }
  EXPECT_EQ(second.Text(), whole.Text());
}

}  // namespace
}  // namespace interleave
