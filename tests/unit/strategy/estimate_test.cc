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

TEST(KnuthEstimatorTest, HasNoErrorWhereAllWalksAgree) {
  const Estimate estimate = Walked({{{Draw(3), Draw(4)}, ""}}, 5).estimate();
  EXPECT_NEAR(estimate.low, 12, 1e-6);
  EXPECT_NEAR(estimate.high, 12, 1e-6);
}

// 70 schedules; walks weigh 16 to 128.
TEST(KnuthEstimatorTest, TheRangeHoldsTheNumberAndShrinks) {
  const Estimate few = Walked(Uniform(2, 3), 16).estimate();
  const Estimate many = Walked(Uniform(2, 3), 1600).estimate();
  for (const Estimate& estimate : {few, many}) {
    EXPECT_LT(estimate.low, 70);
    EXPECT_GT(estimate.high, 70);
    EXPECT_LT(estimate.low, estimate.value);
    EXPECT_GT(estimate.high, estimate.value);
  }
  // A hundred times the walks: a tenth of the error.
  EXPECT_LT(many.high - many.low, (few.high - few.low) / 5);
}

TEST(KnuthEstimatorTest, OneWalkMayBeFarOff) {
  const Estimate one = Walked(Uniform(2, 3), 1).estimate();
  EXPECT_GT(one.high, 5 * one.value);
}

TEST(KnuthEstimatorTest, KnowsTheErrorOfNumbersBeyondItsSquares) {
  // 4^300 is 10^180, and the two ways to it weigh 1 and 3 of 4 parts.
  simulated::Task task;
  task.ops.assign(300, Draw(4));
  const KnuthEstimator estimator =
      Walked(simulated::Together({task, {{simulated::Yield()}, ""}}), 200);
  const Estimate estimate = estimator.estimate();
  EXPECT_GT(estimate.low, 1e180);
  EXPECT_LT(estimate.high, 1e190);
  EXPECT_LT(estimate.low, estimate.value);
}

// Two tasks of 4 steps: 17 schedules with at most 2 delays
// (iterated_bounds_test.cc), 8 with at most 1 preemption.
TEST(KnuthEstimatorTest, StaysWithinABound) {
  KnuthEstimator delays(5, 0, Bound::Delays(2));
  KnuthEstimator preemptions(5, 0, Bound::Preemptions(1));
  for (int i = 0; i < 2000; ++i) {
    EXPECT_LE(RunOnce(Uniform(2, 3), delays)->preemptions, 2u);
    EXPECT_LE(RunOnce(Uniform(2, 3), preemptions)->preemptions, 1u);
  }
  EXPECT_NEAR(delays.schedules(), 17, 1);
  EXPECT_NEAR(preemptions.schedules(), 8, 1);
}

TEST(EstimateTest, IsExactAtTheEndAndTheWalksAtTheBeginning) {
  const Estimate walks{1000, 500, 2000};
  EXPECT_EQ(WhileSearching(walks, 900, 1).value, 900);
  EXPECT_EQ(WhileSearching(walks, 900, 1).high, 900);
  EXPECT_NEAR(WhileSearching(walks, 1, 1e-6).value, 1000, 3);
  EXPECT_FALSE(WhileSearching({}, 5, 0.1).is_known());
  // Halfway, with 400 passed: 800 by what was passed, 1000 by the walks.
  const Estimate half = WhileSearching(walks, 400, 0.5);
  EXPECT_NEAR(half.value, 400 + 0.5 * (0.5 * 1000 + 400), 1e-9);
  EXPECT_LT(half.high - half.low, 0.3 * (walks.high - walks.low));
}

// Where the search began, one part in a million of the space holds more than
// the walks expect of it: that says little of the rest.
TEST(EstimateTest, IsNotLedAstrayByACorner) {
  EXPECT_NEAR(WhileSearching({1000, 500, 2000}, 300, 1e-6).value, 1300, 5);
}

TEST(EstimateTest, IsSaidWithTwoDigits) {
  EXPECT_EQ(AboutText(7), "7");
  EXPECT_EQ(AboutText(99), "99");
  EXPECT_EQ(AboutText(99.7), "100");
  EXPECT_EQ(AboutText(1234), "1200");
  EXPECT_EQ(AboutText(99999), "1e5");
  EXPECT_EQ(AboutText(1.24e6), "1.2e6");
  EXPECT_EQ(AboutText(4e123), "4e123");
  EXPECT_EQ(AboutText(INFINITY), "more than 1e308");
  EXPECT_EQ(EstimateText({1.2e6, 4e5, 4e6}),
            "about 1.2e6 (between 4e5 and 4e6)");
  EXPECT_EQ(EstimateText({12, 12, 12}), "about 12");
  EXPECT_EQ(EstimateText({INFINITY, 4e300, INFINITY}), "more than 1e308");
}

TEST(EstimateTest, SharesAreRoundedDown) {
  EXPECT_EQ(ShareText(0), "less than 0.1 %");
  EXPECT_EQ(ShareText(0.0089), "0.8 %");
  EXPECT_EQ(ShareText(0.349), "34 %");
  EXPECT_EQ(ShareText(0.9999), "99 %");
  EXPECT_EQ(ShareText(1), "100 %");
}

TEST(KnuthEstimatorTest, WalksAsRandomStrategyDoes) {
  KnuthEstimator estimator(11);
  RandomStrategy random(11);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(Order(*RunOnce(Uniform(3, 4), estimator)),
              Order(*RunOnce(Uniform(3, 4), random)));
  }
}

TEST(KnuthEstimatorTest, WalksOfSeveralAddUp) {
  KnuthEstimator whole(5);
  KnuthEstimator first(5);
  KnuthEstimator second(5, 8);
  // Products beyond 10^100, and small ones, have units of their own.
  for (int i = 0; i < 20; ++i) {
    const auto program = i < 10 ? Uniform(3, 2) : Uniform(4, 100);
    RunOnce(program, whole);
    RunOnce(program, i < 8 ? first : second);
  }
  KnuthEstimator sum = second;
  sum.Add(first);
  first.Add(second);
  for (const KnuthEstimator* both : {&first, &sum}) {
    EXPECT_EQ(both->walks(), 20u);
    EXPECT_NEAR(both->schedules_log10(), whole.schedules_log10(), 1e-9);
    EXPECT_NEAR(std::log10(both->estimate().high),
                std::log10(whole.estimate().high), 1e-9);
  }
}

TEST(KnuthEstimatorTest, GoesOnFromItsText) {
  KnuthEstimator whole(5, 3);
  KnuthEstimator second(5, 3);
  for (int i = 0; i < 20; ++i) {
    if (i == 12) {
      ASSERT_TRUE(second.Load(whole.Text()));
    }
    RunOnce(Uniform(3, 2), whole);
    if (i >= 12) RunOnce(Uniform(3, 2), second);
  }
  EXPECT_EQ(second.walks(), 20u);
  EXPECT_EQ(second.Text(), whole.Text());
  for (const char* wrong :
       {"", "5", "5/", "/5", "5/6/7", "5/0/6/7 ", "5/-1/6/7",
        "5/0/9218868437227405312/0"}) {  // infinite
    EXPECT_FALSE(second.Load(wrong)) << wrong;
  }
  EXPECT_EQ(second.Text(), whole.Text());
}

}  // namespace
}  // namespace interleave
