// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/pct.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/strategy/random.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Execution;
using simulated::Order;
using simulated::RunOnce;
using simulated::Together;
using simulated::Uniform;
using simulated::Yield;

// At which step of the execution the task does its operation `at`; its start is
// number 1.
size_t StepOf(const Execution& run, TaskId task, uint32_t at) {
  for (size_t i = 0; i < run.steps.size(); ++i) {
    if (run.steps[i].task == task && run.steps[i].at == at) return i;
  }
  return run.steps.size();
}

int CountRuns(const simulated::Program& program, Strategy& strategy, int runs,
              const std::function<bool(const Execution&)>& fails) {
  int failed = 0;
  for (int i = 0; i < runs; ++i) {
    failed += fails(*RunOnce(program, strategy)) ? 1 : 0;
  }
  return failed;
}

// Depth 1: the last step of T3 comes before the first of T1 and T2. That takes
// T3 to have the highest priority of the three, of which main, which has ended
// by then, is none: 1/3, and the bound is 1/4 with n = 4. Deviation of the
// count of 6000: sqrt(6000 * 2/9) = 36.5; tolerance 4 of them.
TEST(PctStrategyTest, FindsABugOfDepth1AsOftenAsItsBoundSays) {
  PctStrategy strategy(3, /*depth=*/1, /*steps=*/100);
  const int failed =
      CountRuns(Uniform(3, 10), strategy, 6000, [](const Execution& run) {
        const size_t last = StepOf(run, 3, 11);
        return last < StepOf(run, 1, 1) && last < StepOf(run, 2, 1);
      });
  EXPECT_NEAR(failed, 2000, 146);
  EXPECT_GE(failed, 6000 / 4);
}

// A lost update, of depth 2: T1 reads (its step 2) before T2 writes (step 3),
// and T2 reads before T1 writes. Three steps each; choices are there while both
// are, 5 of them at most. Whoever begins must be stopped before its third
// step, its third choice: 1/5. The bound is 1/(n k) = 1/15. Deviation of the
// count of 6000: sqrt(6000 * 4/25) = 31; tolerance 4 of them.
TEST(PctStrategyTest, FindsABugOfDepth2AsOftenAsItsBoundSays) {
  PctStrategy strategy(4, /*depth=*/2, /*steps=*/5);
  const int failed =
      CountRuns(Uniform(2, 2), strategy, 6000, [](const Execution& run) {
        return StepOf(run, 1, 2) < StepOf(run, 2, 3) &&
               StepOf(run, 2, 2) < StepOf(run, 1, 3);
      });
  EXPECT_NEAR(failed, 1200, 124);
  EXPECT_GE(failed, 6000 / 15);
}

// Depth 3: step 2 of T1, step 2 of T2, step 3 of T1, step 3 of T2, in this
// order. T1 must begin (1/2), be stopped at the third choice, and T2 at the
// fifth with a lower priority than T1 has by then: the second change point,
// which gives 2, at choice 3 and the first, which gives 1, at choice 5: 1/k^2.
// So 1/50 with k = 5; the bound is 1/(n k^2) = 1/75. Deviation of the count of
// 20000: sqrt(20000 * 49/2500) = 19.8; tolerance 4 of them.
TEST(PctStrategyTest, FindsABugOfDepth3AsOftenAsItsBoundSays) {
  PctStrategy strategy(5, /*depth=*/3, /*steps=*/5);
  const int failed =
      CountRuns(Uniform(2, 2), strategy, 20000, [](const Execution& run) {
        return StepOf(run, 1, 2) < StepOf(run, 2, 2) &&
               StepOf(run, 2, 2) < StepOf(run, 1, 3) &&
               StepOf(run, 1, 3) < StepOf(run, 2, 3);
      });
  EXPECT_NEAR(failed, 400, 80);
  EXPECT_GE(failed, 20000 / 75);
}

// T1 comes to its last step before T2 takes its second. With depth 1 that is
// 1/2; a uniform walk takes 20 steps of T1 before 2 of T2 with a probability of
// 22 / 2^21, so none of 2000 is to be expected.
TEST(PctStrategyTest, FindsWhatAUniformChoiceAtEachStepDoesNot) {
  const simulated::Program program = Uniform(2, 20);
  const auto late = [](const Execution& run) {
    return StepOf(run, 1, 20) < StepOf(run, 2, 2);
  };
  PctStrategy pct(6, /*depth=*/1, /*steps=*/42);
  RandomStrategy random(6);
  // Deviation sqrt(2000 / 4) = 22.4; tolerance 4 of them.
  EXPECT_NEAR(CountRuns(program, pct, 2000, late), 1000, 90);
  EXPECT_EQ(CountRuns(program, random, 2000, late), 0);
}

// With depth d there are d - 1 changes, and no other preemption.
TEST(PctStrategyTest, PreemptsAtChangePointsOnly) {
  PctStrategy strategy(7, /*depth=*/4, /*steps=*/30);
  uint32_t most = 0;
  for (int i = 0; i < 500; ++i) {
    most = std::max(most, RunOnce(Uniform(3, 10), strategy)->preemptions);
  }
  EXPECT_EQ(most, 3u);
}

TEST(PctStrategyTest, CountsTheStepsWhereThereIsAChoice) {
  PctStrategy strategy(8, /*depth=*/1, /*steps=*/9);
  const Execution run = *RunOnce(Uniform(2, 4), strategy);
  EXPECT_EQ(strategy.steps(), run.result.choice_points);
  EXPECT_FALSE(strategy.was_cut_short());
}

// Behind 2 k + 1000 steps whoever has the lower priority goes on too: that
// 1000 uniform choices all fall to one has the probability 2^-1000.
TEST(PctStrategyTest, StarvesNobodyInALongExecution) {
  PctStrategy strategy(9, /*depth=*/1, /*steps=*/10);
  const Execution run = *RunOnce(Uniform(2, 3000), strategy);
  EXPECT_TRUE(strategy.was_cut_short());
  EXPECT_LT(StepOf(run, 1, 2), size_t{2100});
  EXPECT_LT(StepOf(run, 2, 2), size_t{2100});
}

TEST(PctStrategyTest, ChoosesUniformlyWhileNothingIsKnown) {
  PctStrategy strategy(10, /*depth=*/3, /*steps=*/0);
  double switches = 0;
  double points = 0;
  for (int i = 0; i < 100; ++i) {
    const Execution run = *RunOnce(Uniform(2, 50), strategy);
    switches += run.preemptions;
    points += static_cast<double>(run.result.choice_points - 1);
  }
  // Half of some 8,000 points; deviation 0.5 / sqrt(8000) = 0.0056.
  EXPECT_NEAR(switches / points, 0.5, 0.025);
}

TEST(PctStrategyTest, RepeatsOneExecutionWithoutThoseBefore) {
  const simulated::Program program = Uniform(3, 20);
  PctStrategy all(7, 3, 60);
  for (uint64_t i = 0; i < 20; ++i) {
    PctStrategy one(7, 3, 60, i);
    EXPECT_EQ(Order(*RunOnce(program, all)), Order(*RunOnce(program, one)));
  }
}

TEST(PctStrategyDeathTest, RefusesADepthOfZero) {
  EXPECT_DEATH(PctStrategy(1, 0, 10), "at least 1");
}

}  // namespace
}  // namespace interleave
