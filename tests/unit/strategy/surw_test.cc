// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/surw.h"

#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/strategy/random.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Create;
using simulated::Execution;
using simulated::Op;
using simulated::Order;
using simulated::Program;
using simulated::RunOnce;
using simulated::Task;
using simulated::Together;
using simulated::Yield;

// `before` steps that touch nothing, then so many writes with one such step
// behind each.
Task TaskOfWrites(uint32_t before, uint32_t writes) {
  Task task{std::vector<Op>(before, Yield()), ""};
  for (uint32_t i = 0; i < writes; ++i) {
    task.ops.push_back(simulated::Write(0));
    task.ops.push_back(Yield());
  }
  return task;
}

// Who writes, in order.
std::string Writers(const Execution& run) {
  std::string text;
  for (const simulated::Step& step : run.steps) {
    if (step.kind == OperationKind::kWrite) text += std::to_string(step.task);
  }
  return text;
}

std::map<std::string, int> CountWriters(const Program& program,
                                        Strategy& strategy, int runs) {
  std::map<std::string, int> counts;
  for (int i = 0; i < runs; ++i) ++counts[Writers(*RunOnce(program, strategy))];
  return counts;
}

double ChiSquare(const std::map<std::string, int>& counts, int runs) {
  const double expected = runs / static_cast<double>(counts.size());
  double sum = 0;
  for (const auto& [order, count] : counts) {
    sum += (count - expected) * (count - expected) / expected;
  }
  return sum;
}

SurwStrategy LearnedSurw(const Program& program, uint64_t seed) {
  SurwStrategy strategy(seed);
  RunOnce(program, strategy);
  strategy.UseSeen();
  return strategy;
}

// T1 writes twice behind 20 steps, T2 three times at once: 10 orders of the
// writes. Chi-square of 9 degrees: mean 9, deviation 4.2; tolerance 5 of them.
// A uniform choice at each step has T1 write before T2 does with less than
// 2^-19.
TEST(SurwStrategyTest, AllOrdersOfTheSelectedOperationsAreAlike) {
  const Program program = Together({TaskOfWrites(20, 2), TaskOfWrites(0, 3)});
  SurwStrategy surw = LearnedSurw(program, 1);
  const auto by_surw = CountWriters(program, surw, 10000);
  EXPECT_EQ(by_surw.size(), 10u);
  EXPECT_LT(ChiSquare(by_surw, 10000), 9 + 5 * 4.2);
  RandomStrategy random(1);
  EXPECT_EQ(CountWriters(program, random, 10000).count("11222"), 0u);
}

// Three tasks of 1, 2 and 2 writes: 5! / (2! 2!) = 30 orders. Mean 29,
// deviation 7.6.
TEST(SurwStrategyTest, SoAreThoseOfThreeTasks) {
  const Program program =
      Together({TaskOfWrites(9, 1), TaskOfWrites(3, 2), TaskOfWrites(0, 2)});
  SurwStrategy surw = LearnedSurw(program, 2);
  const auto counts = CountWriters(program, surw, 30000);
  EXPECT_EQ(counts.size(), 30u);
  EXPECT_LT(ChiSquare(counts, 30000), 29 + 5 * 7.6);
}

// Eight tasks of one write each behind other steps, and the same where a ninth
// keeps them from being told apart by the bits of a byte. Who writes first is
// each of them alike. Mean 7, deviation 3.7.
TEST(SurwStrategyTest, SoIsWhoComesFirstOfMany) {
  for (const bool ninth : {false, true}) {
    std::vector<Task> tasks;
    for (uint32_t i = 0; i < 8; ++i) tasks.push_back(TaskOfWrites(i, 1));
    if (ninth) tasks.push_back({std::vector<Op>(12, Yield()), ""});
    const Program program = Together(tasks);
    SurwStrategy surw = LearnedSurw(program, 4);
    std::map<std::string, int> first;
    for (int i = 0; i < 8000; ++i) {
      ++first[Writers(*RunOnce(program, surw)).substr(0, 1)];
    }
    EXPECT_EQ(first.size(), 8u);
    EXPECT_LT(ChiSquare(first, 8000), 7 + 5 * 3.7);
  }
}

// T1 writes, creates T3, which writes once, and writes again; T2 writes once.
// T1's first write is before two others: 4! / 3 = 8 orders. Mean 7, deviation
// 3.7.
TEST(SurwStrategyTest, TasksCountForTheirCreatorsUntilTheyAreThere) {
  const Program program = {
      {{Create(1, 2)}, ""},
      {{simulated::Write(0), Yield(), Create(3), simulated::Write(0)}, ""},
      {{Yield(), Yield(), simulated::Write(0)}, ""},
      {{Yield(), simulated::Write(0)}, ""}};
  SurwStrategy surw = LearnedSurw(program, 3);
  const auto counts = CountWriters(program, surw, 16000);
  EXPECT_EQ(counts.size(), 8u);
  EXPECT_LT(ChiSquare(counts, 16000), 7 + 5 * 3.7);
}

// Two variables: half of the executions draw the order of each. A walk that
// doesn't draw that of the first leaves it to chance, in which the task that
// writes at once is first nearly always.
TEST(SurwStrategyTest, DrawsAnObjectForEachExecution) {
  std::vector<Op> late(15, Yield());
  late.push_back(simulated::Write(0));
  late.push_back(simulated::Write(1));
  const Program program = Together(
      {{late, ""}, {{simulated::Write(0), Yield(), simulated::Write(1)}, ""}});
  SurwStrategy surw = LearnedSurw(program, 4);
  int first = 0;
  for (int i = 0; i < 4000; ++i) {
    const Execution run = *RunOnce(program, surw);
    uint32_t writes[2] = {};
    for (const simulated::Step& step : run.steps) {
      if (step.kind != OperationKind::kWrite) continue;
      if (writes[0] == 0) writes[0] = step.task;
      writes[1] = step.task;
    }
    first += writes[0] == 1 ? 1 : 0;
  }
  // 1/2 of the half that draws variable 0. In the other half T1 is the first to
  // write variable 1 in 1/2 of them, and then T2, which is held there, has
  // written variable 0 before: nothing is added but chance of 2^-14.
  // Deviation sqrt(4000 * 3/16) = 27; tolerance 4 of them.
  EXPECT_NEAR(first, 1000, 110);
}

// A lock: who waits for it may be the one that was drawn, while its holder is
// held at another operation. Nobody waits for ever.
TEST(SurwStrategyTest, LetsThroughWhomTheDrawnTaskWaitsFor) {
  using simulated::Lock;
  using simulated::Unlock;
  const Task task{
      {Lock(1), simulated::Write(0), Unlock(1), simulated::Write(0)}, ""};
  const Program program = Together({task, task, task});
  SurwStrategy surw = LearnedSurw(program, 5);
  for (int i = 0; i < 500; ++i) {
    const Execution run = *RunOnce(program, surw);
    ASSERT_EQ(run.result.outcome, Outcome::kCompleted);
    ASSERT_EQ(Writers(run).size(), 6u);
  }
}

TEST(SurwStrategyTest, KeepsTheLongestProfile) {
  SurwStrategy surw(1);
  surw.AddSeen("10 0.0:1@2,0.1:1@2");
  surw.AddSeen("12 0.0:2@2,0.1:1@2");
  surw.AddSeen("11 0.0:3@2,0.1:1@2");
  surw.AddSeen("no profile");
  EXPECT_EQ(surw.Seen(), "12 0.0:2@2,0.1:1@2");
  EXPECT_EQ(surw.Known(), "0");
  surw.UseSeen();
  EXPECT_EQ(surw.Known(), surw.Seen());
}

TEST(SurwStrategyTest, RepeatsOneExecutionWithoutThoseBefore) {
  const Program program = Together({TaskOfWrites(3, 2), TaskOfWrites(1, 3)});
  SurwStrategy all = LearnedSurw(program, 7);
  for (uint64_t i = 1; i < 20; ++i) {
    SurwStrategy one(7, i);
    ASSERT_TRUE(one.Learn(all.Known()));
    EXPECT_EQ(Order(*RunOnce(program, all)), Order(*RunOnce(program, one)));
  }
}

}  // namespace
}  // namespace interleave
