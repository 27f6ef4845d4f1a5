// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/exhaustive.h"

#include <algorithm>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Draw;
using simulated::Execution;
using simulated::Lock;
using simulated::Order;
using simulated::Program;
using simulated::RunAll;
using simulated::RunOnce;
using simulated::Together;
using simulated::Uniform;
using simulated::Unlock;
using simulated::Yield;
using ::testing::HasSubstr;

size_t CountDistinct(const std::vector<Execution>& runs) {
  std::set<std::string> orders;
  for (const Execution& run : runs) orders.insert(Order(run));
  return orders.size();
}

struct Counted {
  uint32_t tasks;
  uint32_t yields;
  size_t executions;
};

// n tasks of s steps each can be interleaved in (n s)! / (s!)^n ways.
class ExhaustiveCountTest : public ::testing::TestWithParam<Counted> {};

TEST_P(ExhaustiveCountTest, IsTheMultinomial) {
  const Counted& counted = GetParam();
  ExhaustiveStrategy strategy;
  const std::vector<Execution> runs =
      RunAll(Uniform(counted.tasks, counted.yields), strategy);
  EXPECT_EQ(runs.size(), counted.executions);
  EXPECT_EQ(CountDistinct(runs), counted.executions);
  EXPECT_TRUE(strategy.exhausted());
  EXPECT_FALSE(strategy.bound_was_hit());
}

INSTANTIATE_TEST_SUITE_P(Programs, ExhaustiveCountTest,
                         ::testing::Values(Counted{1, 5, 1},   //
                                           Counted{2, 0, 2},   // 2!
                                           Counted{2, 1, 6},   // 4! / 2! 2!
                                           Counted{2, 3, 70},  // 8! / 4! 4!
                                           Counted{3, 0, 6},   // 3!
                                           Counted{3, 1, 90},  // 6! / 2! 2! 2!
                                           Counted{3, 2,
                                                   1680},       // 9! / 3! 3! 3!
                                           Counted{4, 1, 2520}  // 8! / 2!^4
                                           ));

// With s steps a task: one preemption cuts one of the tasks at one of s - 1
// places. With r tasks still to begin after it, those and the rest of it can
// follow in (r + 1)! - r! orders (its rest is not the next), and what came
// before in n! / (r + 1)! * (r + 1) ... ways; in sum n! (s - 1) n (n - 1) / 2.
struct Bounded {
  uint32_t tasks;
  uint32_t yields;
  uint32_t preemptions;
  size_t executions;
};

class ExhaustiveBoundTest : public ::testing::TestWithParam<Bounded> {};

TEST_P(ExhaustiveBoundTest, CountsExecutionsWithinTheBound) {
  const Bounded& bounded = GetParam();
  ExhaustiveStrategy strategy(Bound::Preemptions(bounded.preemptions));
  const std::vector<Execution> runs =
      RunAll(Uniform(bounded.tasks, bounded.yields), strategy);
  EXPECT_EQ(runs.size(), bounded.executions);
  EXPECT_EQ(CountDistinct(runs), bounded.executions);
  for (const Execution& run : runs)
    EXPECT_LE(run.preemptions, bounded.preemptions);
  EXPECT_TRUE(strategy.exhausted());
}

INSTANTIATE_TEST_SUITE_P(
    Programs, ExhaustiveBoundTest,
    ::testing::Values(Bounded{2, 3, 0, 2},         // 2!
                      Bounded{3, 3, 0, 6},         // 3!
                      Bounded{4, 5, 0, 24},        // 4!
                      Bounded{2, 3, 1, 2 + 6},     // s = 4: 2 * 3 * 1
                      Bounded{3, 3, 1, 6 + 54},    // 6 * 3 * 3
                      Bounded{4, 1, 1, 24 + 144},  // s = 2: 24 * 1 * 6
                      Bounded{3, 5, 1, 6 + 90}     // s = 6: 6 * 5 * 3
                      ));

// n tasks of s steps each, and main gone before them. The one schedule without
// a delay runs them in order. One delay is possible at each of its choices, and
// what follows is fixed again: at the beginning, after s - 1 steps of each task
// but the last, and at the n - 2 ends after which two or more are left.
struct Delayed {
  uint32_t tasks;
  uint32_t yields;
  uint32_t delays;
  size_t executions;
};

class ExhaustiveDelayTest : public ::testing::TestWithParam<Delayed> {};

TEST_P(ExhaustiveDelayTest, CountsExecutionsWithinTheBound) {
  const Delayed& delayed = GetParam();
  ExhaustiveStrategy strategy(Bound::Delays(delayed.delays));
  const std::vector<Execution> runs =
      RunAll(Uniform(delayed.tasks, delayed.yields), strategy);
  EXPECT_EQ(runs.size(), delayed.executions);
  EXPECT_EQ(CountDistinct(runs), delayed.executions);
  EXPECT_TRUE(strategy.exhausted());
}

INSTANTIATE_TEST_SUITE_P(
    Programs, ExhaustiveDelayTest,
    ::testing::Values(Delayed{1, 4, 0, 1}, Delayed{2, 3, 0, 1},
                      Delayed{4, 5, 0, 1},          //
                      Delayed{2, 3, 1, 1 + 1 + 3},  // s = 4: 1 + 3 + 0
                      Delayed{3, 3, 1, 1 + 1 + 7},  // 1 + 2 * 3 + 1
                      Delayed{4, 1, 1, 1 + 1 + 5},  // s = 2: 1 + 3 * 1 + 2
                      // Two tasks: iterated_bounds_test.cc.
                      Delayed{2, 3, 2, 17}, Delayed{2, 3, 3, 35},
                      Delayed{2, 3, 7, 70}));

TEST(ExhaustiveStrategyTest, WithoutDelaysGoesRoundInOrderOfCreation) {
  // T1 waits for the end of T2, T3 for that of T1. After T2 comes T3, which has
  // its start to do, and T1 when the round is over.
  const Program program = Together({{{simulated::Join(2)}, ""},
                                    {{Yield()}, ""},
                                    {{simulated::Join(1)}, ""},
                                    {{}, ""}});
  ExhaustiveStrategy strategy(Bound::Delays(0));
  EXPECT_EQ(Order(*RunOnce(program, strategy)), "0 0 1 2 2 3 4 1 3 ");
  EXPECT_FALSE(RunOnce(program, strategy));
  EXPECT_TRUE(strategy.bound_was_hit());
}

TEST(ExhaustiveStrategyTest, ADelayPassesOverOneTask) {
  ExhaustiveStrategy strategy(Bound::Delays(1));
  std::vector<std::string> orders;
  for (const Execution& run : RunAll(Uniform(3, 0), strategy)) {
    orders.push_back(Order(run));
  }
  // A delay at the first choice, or at the end of the first task.
  EXPECT_THAT(orders,
              ::testing::ElementsAre("0 0 1 2 3 ", "0 0 1 3 2 ", "0 0 2 3 1 "));
}

// The executions within a bound are those of the whole space that need no
// more preemptions.
TEST(ExhaustiveStrategyTest, BoundKeepsExactlyTheExecutionsWithinIt) {
  const Program program = Together({{{Lock(0), Unlock(0), Yield()}, ""},
                                    {{Lock(0), Draw(2), Unlock(0)}, ""}});
  ExhaustiveStrategy all;
  const std::vector<Execution> runs = RunAll(program, all);
  uint32_t most = 0;
  for (const Execution& run : runs) most = std::max(most, run.preemptions);
  for (uint32_t bound = 0; bound <= most; ++bound) {
    ExhaustiveStrategy bounded(Bound::Preemptions(bound));
    const size_t within = static_cast<size_t>(std::count_if(
        runs.begin(), runs.end(),
        [bound](const Execution& run) { return run.preemptions <= bound; }));
    EXPECT_EQ(RunAll(program, bounded).size(), within) << bound;
    EXPECT_EQ(bounded.bound_was_hit(), within < runs.size()) << bound;
  }
}

TEST(ExhaustiveStrategyTest, AgreesWithTheProgramOnPreemptions) {
  ExhaustiveStrategy strategy;
  const Program program = Uniform(3, 1);
  while (const auto run = RunOnce(program, strategy)) {
    EXPECT_EQ(strategy.cost(), run->preemptions);
  }
}

// Draws of 2 and of 3: each execution is one sixth.
TEST(ExhaustiveStrategyTest, KnowsTheShareThatItHasDone) {
  ExhaustiveStrategy strategy;
  EXPECT_EQ(strategy.done(), 0);
  for (int i = 1; i <= 6; ++i) {
    ASSERT_TRUE(RunOnce({{{Draw(2), Draw(3)}, ""}}, strategy));
    EXPECT_NEAR(strategy.done(), i / 6.0, 1e-9);
    EXPECT_EQ(strategy.executions(), static_cast<uint64_t>(i));
  }
  EXPECT_EQ(strategy.done(), 1);
}

// What lies beyond the bound has no share: with no preemption, two tasks can
// only follow each other in two orders.
TEST(ExhaustiveStrategyTest, TheShareIsOfWhatTheBoundAllows) {
  ExhaustiveStrategy strategy(Bound::Preemptions(0));
  ASSERT_TRUE(RunOnce(Uniform(2, 3), strategy));
  EXPECT_NEAR(strategy.done(), 0.5, 1e-9);
}

TEST(ExhaustiveStrategyTest, BeginsByStayingWithTheAnnouncer) {
  ExhaustiveStrategy strategy;
  EXPECT_EQ(Order(*RunOnce(Uniform(3, 1), strategy)), "0 0 1 1 2 2 3 3 ");
  EXPECT_EQ(Order(*RunOnce(Uniform(3, 1), strategy)), "0 0 1 1 2 3 3 2 ");
}

TEST(ExhaustiveStrategyTest, TriesEveryCombinationOfValues) {
  ExhaustiveStrategy strategy(Bound::Preemptions(0));
  const std::vector<Execution> runs =
      RunAll({{{Draw(3), Draw(4)}, ""}}, strategy);
  EXPECT_EQ(runs.size(), 12u);
  EXPECT_EQ(CountDistinct(runs), 12u);
  EXPECT_FALSE(strategy.bound_was_hit());
}

// Steps S L U of each task. The critical sections don't overlap: U1 < L2, with
// S2 in one of 4 places before L2, or the same the other way round.
TEST(ExhaustiveStrategyTest, SkipsWhatALockForbids) {
  const simulated::Task task{{Lock(0), Unlock(0)}, ""};
  ExhaustiveStrategy strategy;
  EXPECT_EQ(RunAll(Together({task, task}), strategy).size(), 8u);
}

// T1: S La Lb ..., T2: S Lb La ...: they deadlock when both have taken their
// first lock, that is, after an interleaving of S L with S L: 4! / 2! 2! = 6.
TEST(ExhaustiveStrategyTest, FindsEveryWayIntoADeadlock) {
  ExhaustiveStrategy strategy;
  const std::vector<Execution> runs =
      RunAll(Together({{{Lock(0), Lock(1), Unlock(1), Unlock(0)}, ""},
                       {{Lock(1), Lock(0), Unlock(0), Unlock(1)}, ""}}),
             strategy);
  EXPECT_EQ(std::count_if(runs.begin(), runs.end(),
                          [](const Execution& run) {
                            return run.result.outcome == Outcome::kCut;
                          }),
            6);
}

TEST(ExhaustiveStrategyTest, RunsAProgramWithoutChoicesOnce) {
  ExhaustiveStrategy strategy;
  EXPECT_EQ(RunAll({{{Yield()}, ""}}, strategy).size(), 1u);
  EXPECT_TRUE(strategy.exhausted());
}

TEST(ExhaustiveStrategyTest, IsNotExhaustedBeforeTheLastExecution) {
  ExhaustiveStrategy strategy;
  for (int i = 0; i < 6; ++i) {
    EXPECT_FALSE(strategy.exhausted());
    ASSERT_TRUE(RunOnce(Uniform(2, 1), strategy));
  }
  EXPECT_TRUE(strategy.exhausted());
  EXPECT_FALSE(strategy.Begin());
}

TEST(ExhaustiveStrategyTest, NoticesAnotherOperation) {
  ExhaustiveStrategy strategy;
  RunOnce(Together({{{Yield()}, ""}, {{Yield()}, ""}}), strategy);
  const auto run =
      RunOnce(Together({{{Lock(3)}, ""}, {{Yield()}, ""}}), strategy);
  EXPECT_EQ(run->result.outcome, Outcome::kGivenUp);
  EXPECT_THAT(strategy.nondeterminism().text, HasSubstr("step 3, choice 2"));
  EXPECT_THAT(strategy.nondeterminism().text, HasSubstr("was task 1 at yield"));
  EXPECT_THAT(strategy.nondeterminism().text,
              HasSubstr("now task 1 at lock 3"));
  EXPECT_FALSE(strategy.exhausted());
  EXPECT_FALSE(strategy.Begin());
}

TEST(ExhaustiveStrategyTest, NoticesAnotherNumberOfTasks) {
  ExhaustiveStrategy strategy;
  RunOnce(Uniform(2, 1), strategy);
  RunOnce(Uniform(3, 1), strategy);
  EXPECT_THAT(strategy.nondeterminism().text,
              HasSubstr("with 2 enabled tasks"));
  EXPECT_THAT(strategy.nondeterminism().text,
              HasSubstr("with 3 enabled tasks"));
}

TEST(ExhaustiveStrategyTest, NoticesAnEarlierEnd) {
  ExhaustiveStrategy strategy;
  RunOnce(Uniform(2, 3), strategy);
  RunOnce({{{Yield()}, ""}}, strategy);
  EXPECT_THAT(strategy.nondeterminism().text,
              HasSubstr("ended after 0 choices"));
  EXPECT_FALSE(strategy.exhausted());
}

}  // namespace
}  // namespace interleave
