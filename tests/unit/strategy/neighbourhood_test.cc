// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/neighbourhood.h"

#include <set>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "interleave/strategy/random.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Draw;
using simulated::Execution;
using simulated::Order;
using simulated::Program;
using simulated::RunAll;
using simulated::RunOnce;
using simulated::Uniform;

Execution Record(const Program& program, uint64_t seed) {
  RandomStrategy random(seed);
  return *RunOnce(program, random);
}

TEST(NeighbourhoodStrategyTest, BeginsWithTheBase) {
  Random random(4);
  for (uint64_t i = 0; i < 300; ++i) {
    const Program program = simulated::Arbitrary(random);
    const Execution base = Record(program, i);
    NeighbourhoodStrategy neighbourhood(base.result.choices);
    EXPECT_EQ(RunOnce(program, neighbourhood)->steps, base.steps) << i;
  }
}

// Without a base: T1 T1 T2 T2 after main. T1 can be replaced by T2 at first
// (T2 T2 T1 T1), give way in the middle (T1 T2 T2 T1); then nothing is left.
TEST(NeighbourhoodStrategyTest, TriesEachAlternativeOnce) {
  NeighbourhoodStrategy neighbourhood({});
  std::multiset<std::string> orders;
  for (const Execution& run : RunAll(Uniform(2, 1), neighbourhood)) {
    orders.insert(Order(run));
  }
  EXPECT_EQ(orders, (std::multiset<std::string>{"0 0 1 1 2 2 ", "0 0 2 2 1 1 ",
                                                "0 0 1 2 2 1 "}));
  EXPECT_EQ(neighbourhood.size(), 3u);
  EXPECT_EQ(neighbourhood.executed(), 3u);
}

// One more for each answer the base did not give.
TEST(NeighbourhoodStrategyTest, HasOneNeighbourForEachOtherAnswer) {
  const Program program = {{{Draw(3), Draw(4)}, ""}};
  NeighbourhoodStrategy neighbourhood(
      {{ChoiceKind::kValue, 0, 2, 2, 3}, {ChoiceKind::kValue, 0, 3, 1, 4}});
  std::set<std::string> orders;
  for (const Execution& run : RunAll(program, neighbourhood)) {
    orders.insert(Order(run));
  }
  EXPECT_EQ(orders,
            (std::set<std::string>{"0 0=2 0=1 ", "0 0 0=1 ", "0 0=1 0=1 ",
                                   "0 0=2 0 ", "0 0=2 0=2 ", "0 0=2 0=3 "}));
  EXPECT_EQ(neighbourhood.size(), 1u + 2u + 3u);
}

TEST(NeighbourhoodStrategyTest, FollowsTheBaseAfterTheDeviation) {
  // T1 gives way at each of its points, and so does T2: they alternate.
  const Program program = Uniform(2, 3);
  Choices base = {{ChoiceKind::kSwitch, 0, 3, 1, 0}};
  for (uint32_t at = 2; at <= 4; ++at) {
    base.push_back({ChoiceKind::kSwitch, 1, at, 2, 0});
    base.push_back({ChoiceKind::kSwitch, 2, at, 1, 0});
  }
  NeighbourhoodStrategy neighbourhood(base);
  EXPECT_EQ(Order(*RunOnce(program, neighbourhood)), "0 0 1 2 1 2 1 2 1 2 ");
  EXPECT_EQ(Order(*RunOnce(program, neighbourhood)), "0 0 2 1 2 1 2 1 2 1 ");
  EXPECT_EQ(Order(*RunOnce(program, neighbourhood)), "0 0 1 1 2 1 2 1 2 2 ");
}

// With as many changes as there are choices nothing is left out: all
// interleavings of two tasks, each of which has 1 + n steps.
TEST(NeighbourhoodStrategyTest, ComesToAllWithEnoughChanges) {
  for (const auto& [steps, all] : {std::pair{1u, 6u}, {2u, 20u}, {3u, 70u}}) {
    NeighbourhoodStrategy neighbourhood({}, /*changes_max=*/8);
    std::set<std::string> orders;
    for (const Execution& run : RunAll(Uniform(2, steps), neighbourhood)) {
      orders.insert(Order(run));
    }
    EXPECT_EQ(orders.size(), all);
    EXPECT_EQ(neighbourhood.completed(), 8u);
  }
}

// From 0 1 1 2 2: one change gives two more, a second one the last three.
TEST(NeighbourhoodStrategyTest, TriesEachPairOfChangesOnce) {
  NeighbourhoodStrategy neighbourhood({}, /*changes_max=*/2);
  std::multiset<std::string> counted;
  const Program program = Uniform(2, 1);
  while (true) {
    const auto run = RunOnce(program, neighbourhood);
    if (!run.has_value()) break;
    if (!neighbourhood.WasRedundant()) counted.insert(Order(*run));
  }
  EXPECT_EQ(counted.size(), neighbourhood.executed());
  EXPECT_EQ(counted.count("0 0 1 1 2 2 "), 1u);
  EXPECT_EQ(neighbourhood.size(), 3u);
  EXPECT_EQ(std::set(counted.begin(), counted.end()).size(), 5u);
}

TEST(NeighbourhoodStrategyTest, BeginsBehindTheStepThatIsGiven) {
  NeighbourhoodStrategy neighbourhood({}, /*changes_max=*/1, /*first_step=*/3);
  const Program program = Uniform(2, 1);
  static_cast<void>(RunOnce(program, neighbourhood));
  EXPECT_EQ(Order(*RunOnce(program, neighbourhood)), "0 0 1 2 2 1 ");
  EXPECT_EQ(Order(*RunOnce(program, neighbourhood)), "0 0 2 2 1 1 ");
  EXPECT_FALSE(RunOnce(program, neighbourhood).has_value());
}

TEST(NeighbourhoodStrategyTest, NeverGivesUpOnChangedCode) {
  Random random(5);
  for (uint64_t i = 0; i < 200; ++i) {
    const Execution base = Record(simulated::Arbitrary(random), i);
    const Program other = simulated::Arbitrary(random);
    NeighbourhoodStrategy neighbourhood(base.result.choices);
    const std::vector<Execution> runs = RunAll(other, neighbourhood);
    EXPECT_EQ(runs.size(), neighbourhood.size());
    for (const Execution& run : runs) {
      EXPECT_NE(run.result.outcome, Outcome::kGivenUp);
      EXPECT_EQ(run.broken_rules, "");
    }
  }
}

}  // namespace
}  // namespace interleave
