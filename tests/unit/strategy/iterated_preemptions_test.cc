// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/iterated_preemptions.h"

#include <set>

#include "gtest/gtest.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Execution;
using simulated::Order;
using simulated::RunAll;
using simulated::RunOnce;
using simulated::Uniform;

TEST(IteratedPreemptionsStrategyTest, RaisesTheBoundStepByStep) {
  IteratedPreemptionsStrategy strategy(1);
  const simulated::Program program = Uniform(2, 3);
  EXPECT_EQ(strategy.completed_bound(), std::nullopt);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(RunOnce(program, strategy)->preemptions, 0u);
  }
  EXPECT_EQ(strategy.completed_bound(), 0u);
  // 2 + 6 executions with at most one preemption (exhaustive_test.cc).
  EXPECT_EQ(RunAll(program, strategy).size(), 8u);
  EXPECT_EQ(strategy.completed_bound(), 1u);
  EXPECT_EQ(strategy.repeated(), 2u);
  EXPECT_FALSE(strategy.exhausted());
}

TEST(IteratedPreemptionsStrategyTest, EndsWhenABoundLeavesNothingOut) {
  IteratedPreemptionsStrategy strategy(100);
  std::set<std::string> orders;
  size_t runs = 0;
  for (const Execution& run : RunAll(Uniform(2, 3), strategy)) {
    orders.insert(Order(run));
    ++runs;
  }
  EXPECT_EQ(orders.size(), 70u);  // 8! / 4! 4!
  EXPECT_EQ(runs - strategy.repeated(), 70u);
  EXPECT_TRUE(strategy.exhausted());
  // Two tasks of 4 steps alternate at most 3 times each; the last switch is
  // forced by an end.
  EXPECT_EQ(strategy.completed_bound(), 6u);
  EXPECT_FALSE(strategy.Begin());
}

TEST(IteratedPreemptionsStrategyTest, NeedsOneBoundForOneTask) {
  IteratedPreemptionsStrategy strategy(3);
  EXPECT_EQ(RunAll(Uniform(1, 4), strategy).size(), 1u);
  EXPECT_EQ(strategy.completed_bound(), 0u);
  EXPECT_TRUE(strategy.exhausted());
}

TEST(IteratedPreemptionsStrategyTest, StopsAtNondeterminism) {
  IteratedPreemptionsStrategy strategy(3);
  RunOnce(Uniform(2, 1), strategy);
  RunOnce(Uniform(3, 1), strategy);
  EXPECT_FALSE(strategy.Begin());
  EXPECT_NE(strategy.nondeterminism(), "");
  EXPECT_FALSE(strategy.exhausted());
  EXPECT_EQ(strategy.completed_bound(), std::nullopt);
}

}  // namespace
}  // namespace interleave
