// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/uniform_walk.h"

#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/strategy/random.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Create;
using simulated::Join;
using simulated::Order;
using simulated::Program;
using simulated::RunOnce;
using simulated::Together;
using simulated::Yield;

simulated::Task Yields(uint32_t count) {
  return {std::vector<simulated::Op>(count, Yield()), ""};
}

// How far the counts of orders are from all alike: chi-square, of as many
// degrees of freedom as there are orders but one. Its mean is that number, its
// deviation the root of twice that.
struct Spread {
  size_t orders = 0;
  double chi_square = 0;
};

Spread SpreadOf(const Program& program, Strategy& strategy, int runs) {
  std::map<std::string, int> counts;
  for (int i = 0; i < runs; ++i) ++counts[Order(*RunOnce(program, strategy))];
  Spread spread;
  spread.orders = counts.size();
  const double expected = runs / static_cast<double>(counts.size());
  for (const auto& [order, count] : counts) {
    spread.chi_square += (count - expected) * (count - expected) / expected;
  }
  return spread;
}

// One execution shows all counts of these programs.
UniformWalkStrategy LearnedWalk(const Program& program, uint64_t seed) {
  UniformWalkStrategy strategy(seed);
  RunOnce(program, strategy);
  strategy.UseSeen();
  return strategy;
}

// T1 has 2 steps and T2 has 5: 21 interleavings. Chi-square of 20 degrees: mean
// 20, deviation 6.3; tolerance 5 of them. By a uniform choice at each step T1
// ends early: 12 22222 comes up with 1/4 alone, in place of 1/21.
TEST(UniformWalkStrategyTest, AllInterleavingsOfTwoTasksAreAlike) {
  const Program program = Together({Yields(1), Yields(4)});
  UniformWalkStrategy walk = LearnedWalk(program, 1);
  const Spread spread = SpreadOf(program, walk, 21000);
  EXPECT_EQ(spread.orders, 21u);
  EXPECT_LT(spread.chi_square, 52);
  RandomStrategy random(1);
  EXPECT_GT(SpreadOf(program, random, 21000).chi_square, 2000);
}

// 1, 2 and 3 steps: 6! / (1! 2! 3!) = 60. Mean 59, deviation 10.9.
TEST(UniformWalkStrategyTest, AllInterleavingsOfThreeTasksAreAlike) {
  const Program program = Together({Yields(0), Yields(1), Yields(2)});
  UniformWalkStrategy walk = LearnedWalk(program, 2);
  const Spread spread = SpreadOf(program, walk, 30000);
  EXPECT_EQ(spread.orders, 60u);
  EXPECT_LT(spread.chi_square, 59 + 5 * 10.9);
}

// T1 takes three steps, the last of which creates T3, which has one, as T1 has
// behind it; T2 has two steps. Each step is before all that follow it in its
// own task and in tasks that are created there: 5, 4, 3, 1; 1; 2, 1 of them,
// itself included. So there are 7! / (5 * 4 * 3 * 2) = 42 orders. Mean 41,
// deviation 9.1.
TEST(UniformWalkStrategyTest, TasksCountForTheirCreatorsUntilTheyAreThere) {
  const Program program = {{{Create(1, 2)}, ""},
                           {{Yield(), Create(3), Yield()}, ""},
                           {{Yield()}, ""},
                           {{}, ""}};
  UniformWalkStrategy walk = LearnedWalk(program, 3);
  EXPECT_EQ(walk.Known(), "0.0.0:1/0 0.0:4/0 0.1:2/0 0:2/0");
  const Spread spread = SpreadOf(program, walk, 42000);
  EXPECT_EQ(spread.orders, 42u);
  EXPECT_LT(spread.chi_square, 41 + 5 * 9.1);
}

// What main does behind its joins is not concurrent with what was before: it
// creates two tasks of 2 and 3 steps one after the other, and that is all.
// Create T1; then its 2 steps are parallel to create T2 and what follows: the
// second create is before 4 steps, itself included. 6! / (4 * 3 * 2 * 2) = 15
// orders. Mean 14, deviation 5.3.
TEST(UniformWalkStrategyTest, WhatFollowsAJoinDoesNotCountBefore) {
  const Program program = {
      {{Create(1), Create(2), Join(2), Join(1), Yield(), Yield()}, ""},
      Yields(1),
      Yields(2)};
  UniformWalkStrategy walk = LearnedWalk(program, 4);
  EXPECT_EQ(walk.Known(), "0.0:2/0 0.1:3/0 0:3,1,3/0");
  std::map<std::string, int> counts;
  for (int i = 0; i < 15000; ++i) {
    const std::string order = Order(*RunOnce(program, walk));
    // Main is not there for a choice once it waits, but it may join the first
    // task before the other ends.
    std::string others;
    int created = 0;
    for (const char c : order) {
      if (c == ' ') continue;
      if (c == '0' && ++created > 3) continue;
      others += c;
    }
    ++counts[others];
  }
  EXPECT_EQ(counts.size(), 15u);
  double chi_square = 0;
  for (const auto& [order, count] : counts) {
    chi_square += (count - 1000.0) * (count - 1000.0) / 1000.0;
  }
  EXPECT_LT(chi_square, 14 + 5 * 5.3);
}

// A short task comes to its end last with the probability 1/21: that of one
// interleaving. A uniform choice at each step needs 20 in a row: 2^-20.
TEST(UniformWalkStrategyTest, FindsWhatAUniformChoiceAtEachStepDoesNot) {
  const Program program = Together({Yields(0), Yields(19)});
  UniformWalkStrategy walk = LearnedWalk(program, 5);
  RandomStrategy random(5);
  int by_walk = 0;
  int by_random = 0;
  for (int i = 0; i < 4000; ++i) {
    by_walk += RunOnce(program, walk)->steps.back().task == 1;
    by_random += RunOnce(program, random)->steps.back().task == 1;
  }
  // Deviation sqrt(4000 * 20/441) = 13.5; tolerance 4 of them.
  EXPECT_NEAR(by_walk, 4000 / 21, 54);
  EXPECT_EQ(by_random, 0);
}

// Counts are the most that any execution had, told in any order.
TEST(UniformWalkStrategyTest, AddsWhatOthersHaveSeen) {
  UniformWalkStrategy walk(1);
  EXPECT_EQ(walk.Known(), "-");
  walk.AddSeen("0.1:5/0 0:2/0");
  walk.AddSeen("0.0:1/0 0:3/0");
  walk.AddSeen("nothing of the kind");
  walk.AddSeen("0.1:4/0");
  EXPECT_EQ(walk.Seen(), "0.0:1/0 0.1:5/0 0:3/0");
  EXPECT_EQ(walk.Known(), "-");
  walk.UseSeen();
  EXPECT_EQ(walk.Known(), walk.Seen());
}

TEST(UniformWalkStrategyTest, RepeatsOneExecutionWithoutThoseBefore) {
  const Program program = simulated::Uniform(3, 20);
  UniformWalkStrategy all = LearnedWalk(program, 7);
  for (uint64_t i = 1; i < 20; ++i) {
    UniformWalkStrategy one(7, i);
    ASSERT_TRUE(one.Learn(all.Known()));
    EXPECT_EQ(Order(*RunOnce(program, all)), Order(*RunOnce(program, one)));
  }
}

}  // namespace
}  // namespace interleave
