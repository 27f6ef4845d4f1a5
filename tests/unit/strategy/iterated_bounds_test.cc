// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/iterated_bounds.h"

#include <iterator>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Execution;
using simulated::Order;
using simulated::RunAll;
using simulated::RunOnce;
using simulated::Uniform;

TEST(IteratedBoundsStrategyTest, RaisesTheBoundStepByStep) {
  IteratedBoundsStrategy strategy(Bound::Preemptions(1));
  const simulated::Program program = Uniform(2, 3);
  EXPECT_EQ(strategy.completed_bound(), std::nullopt);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(RunOnce(program, strategy)->preemptions, 0u);
  }
  EXPECT_EQ(strategy.completed_bound(), Bound::Preemptions(0));
  // 2 + 6 executions with at most one preemption (exhaustive_test.cc).
  EXPECT_EQ(RunAll(program, strategy).size(), 8u);
  EXPECT_EQ(strategy.completed_bound(), Bound::Preemptions(1));
  EXPECT_EQ(strategy.repeated(), 2u);
  EXPECT_FALSE(strategy.exhausted());
}

TEST(IteratedBoundsStrategyTest, EndsWhenABoundLeavesNothingOut) {
  IteratedBoundsStrategy strategy(Bound::Preemptions(100));
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
  EXPECT_EQ(strategy.completed_bound(), Bound::Preemptions(6));
  EXPECT_FALSE(strategy.Begin());
}

// Two tasks of s = 4 steps. T2 first is one delay, and so is each switch but
// the last, which an end forces. With k of those there are k + 2 blocks of
// steps in turn, for which the steps are cut in C(3, k / 2) * C(3, (k + 1) / 2)
// ways: 1, 3, 9, 9, 9, 3, 1 for k = 0 to 6; with d delays as many as with k = d
// and k = d - 1 together.
TEST(IteratedBoundsStrategyTest, RaisesTheBoundOnDelays) {
  const size_t exactly[] = {1, 1 + 3, 3 + 9, 9 + 9, 9 + 9, 9 + 3, 3 + 1, 1};
  size_t within = 0;
  size_t repeated = 0;
  IteratedBoundsStrategy strategy(Bound::Delays(Bound::kUnlimited));
  for (uint32_t delays = 0; delays < std::size(exactly); ++delays) {
    EXPECT_FALSE(strategy.exhausted()) << delays;
    repeated += within;
    within += exactly[delays];
    for (size_t i = 0; i < within; ++i) {
      ASSERT_TRUE(RunOnce(Uniform(2, 3), strategy));
    }
    EXPECT_EQ(strategy.completed_bound(), Bound::Delays(delays));
    EXPECT_EQ(strategy.repeated(), repeated);
  }
  EXPECT_TRUE(strategy.exhausted());
  EXPECT_FALSE(strategy.Begin());
  EXPECT_EQ(within, 70u);  // 8! / 4! 4!
}

TEST(IteratedBoundsStrategyTest, AllBoundsTogetherReachEverything) {
  const simulated::Program program = simulated::Together(
      {{{simulated::Lock(0), simulated::Unlock(0)}, ""},
       {{simulated::Lock(0), simulated::Draw(2), simulated::Unlock(0)}, ""},
       {{simulated::Yield()}, ""}});
  ExhaustiveStrategy exhaustive;
  std::set<std::string> all;
  for (const Execution& run : RunAll(program, exhaustive)) {
    all.insert(Order(run));
  }
  for (const BoundKind kind : {BoundKind::kPreemptions, BoundKind::kDelays}) {
    IteratedBoundsStrategy strategy({kind, Bound::kUnlimited});
    std::set<std::string> orders;
    size_t runs = 0;
    for (const Execution& run : RunAll(program, strategy)) {
      orders.insert(Order(run));
      ++runs;
    }
    EXPECT_EQ(orders, all);
    EXPECT_EQ(runs - strategy.repeated(), all.size());
    EXPECT_TRUE(strategy.exhausted());
  }
}

TEST(IteratedBoundsStrategyTest, NeedsOneBoundForOneTask) {
  IteratedBoundsStrategy strategy(Bound::Preemptions(3));
  EXPECT_EQ(RunAll(Uniform(1, 4), strategy).size(), 1u);
  EXPECT_EQ(strategy.completed_bound(), Bound::Preemptions(0));
  EXPECT_TRUE(strategy.exhausted());
}

TEST(IteratedBoundsStrategyTest, StopsAtNondeterminism) {
  IteratedBoundsStrategy strategy(Bound::Preemptions(3));
  RunOnce(Uniform(2, 1), strategy);
  RunOnce(Uniform(3, 1), strategy);
  EXPECT_FALSE(strategy.Begin());
  EXPECT_FALSE(strategy.nondeterminism().empty());
  EXPECT_FALSE(strategy.exhausted());
  EXPECT_EQ(strategy.completed_bound(), std::nullopt);
}

}  // namespace
}  // namespace interleave
