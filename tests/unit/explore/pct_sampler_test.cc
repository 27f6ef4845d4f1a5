// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/pct_sampler.h"

#include <map>

#include "gtest/gtest.h"

namespace interleave {
namespace {

// Of `steps` points at which one of two tasks goes on, in an execution of
// `tasks` tasks.
void RunOne(PctSampler& sampler, uint32_t tasks, uint64_t steps) {
  TaskState one;
  TaskState two;
  one.id = 0;
  two.id = 1;
  const TaskState* const both[] = {&one, &two};
  ChoicePoint point;
  point.enabled = both;
  point.tasks = both;
  point.count = 2;
  ASSERT_TRUE(sampler.Begin());
  for (uint64_t i = 0; i < steps; ++i) ASSERT_LT(sampler.Choose(point), 2u);
  ExecutionResult result;
  result.tasks = tasks;
  sampler.End(result);
}

TEST(PctSamplerTest, OneInEightExecutionsIsOfASmallerDepth) {
  const PctSampler sampler({.strategy = "pct", .depth = 4});
  std::map<uint32_t, int> of_depth;
  for (uint64_t i = 0; i < 240; ++i) ++of_depth[sampler.DepthOf(i)];
  EXPECT_EQ(of_depth[1], 10);
  EXPECT_EQ(of_depth[2], 10);
  EXPECT_EQ(of_depth[3], 10);
  EXPECT_EQ(of_depth[4], 210);
  const PctSampler shallow({.strategy = "pct", .depth = 1});
  for (uint64_t i = 0; i < 20; ++i) EXPECT_EQ(shallow.DepthOf(i), 1u);
  EXPECT_EQ(PctSampler({.strategy = "pct"}).DepthOf(1), PctSampler::kDepth);
}

TEST(PctSamplerTest, RoundsStepsUpToFourBinaryDigits) {
  for (uint64_t exact : {0u, 1u, 7u, 15u, 16u, 18u, 40u, 960u}) {
    EXPECT_EQ(PctSampler::RoundedUp(exact), exact);
  }
  EXPECT_EQ(PctSampler::RoundedUp(17), 18u);
  EXPECT_EQ(PctSampler::RoundedUp(41), 44u);
  EXPECT_EQ(PctSampler::RoundedUp(1'000'000), 1'048'576u);
}

TEST(PctSamplerTest, LearnsHowLargeExecutionsAre) {
  PctSampler sampler({.strategy = "pct", .depth = 2});
  EXPECT_EQ(sampler.Known(), "0/0");
  for (int i = 0; i < 4; ++i) RunOne(sampler, 2 + i, 10 * (4 - i));
  EXPECT_EQ(sampler.Known(), "0/0");
  EXPECT_EQ(sampler.Seen(), "5/40 0 0/0");  // uniform ones don't count
  sampler.UseSeen();
  EXPECT_EQ(sampler.Known(), "5/40");
  EXPECT_EQ(sampler.Seen(), "5/40 40 0/0");
}

// Change points of the first were drawn from 40 steps only. With those of depth
// 1, number 8, there are none.
TEST(PctSamplerTest, CountsExecutionsWhoseChangesWereDrawnFromAllSteps) {
  PctSampler sampler({.strategy = "pct", .depth = 2});
  ASSERT_TRUE(sampler.Learn("3/40"));
  sampler.SetExecution(5);
  for (int i = 0; i < 5; ++i) RunOne(sampler, 3, 45);
  EXPECT_EQ(sampler.Seen(), "3/45 40 1/4");
  EXPECT_EQ(sampler.confidence()->steps, 40u);
  EXPECT_EQ(sampler.confidence()->steps_longest, 45u);
  sampler.UseSeen();
  EXPECT_EQ(sampler.Seen(), "3/45 48 1/0");
  for (int i = 0; i < 3; ++i) RunOne(sampler, 3, 48);
  EXPECT_EQ(sampler.Seen(), "3/48 48 1/3");
  sampler.UseSeen();
  EXPECT_EQ(sampler.Seen(), "3/48 48 1/3");
}

TEST(PctSamplerTest, AddsWhatOthersHaveSeenInAnyOrder) {
  const char* const texts[] = {"3/40 40 1/4", "2/50 48 2/6", "4/30 48 0/1",
                               "1/10 0 5/0"};
  for (int first = 0; first < 4; ++first) {
    PctSampler sampler({.strategy = "pct", .depth = 2});
    for (int i = 0; i < 4; ++i) sampler.AddSeen(texts[(first + i) % 4]);
    sampler.AddSeen("3/40 40");
    sampler.AddSeen("nothing of the kind");
    EXPECT_EQ(sampler.Seen(), "4/50 48 8/7");
  }
}

// Longer than 2 k + 1000 steps: perhaps for want of fairness alone.
TEST(PctSamplerTest, ExecutionsThatWereCutShortTellNothingOfSteps) {
  PctSampler sampler({.strategy = "pct", .depth = 1});
  ASSERT_TRUE(sampler.Learn("2/10"));
  sampler.SetExecution(70);
  RunOne(sampler, 2, 1500);
  EXPECT_EQ(sampler.Seen(), "2/10 10 1");
  RunOne(sampler, 2, 1019);
  EXPECT_EQ(sampler.Seen(), "2/1019 10 2");
}

TEST(PctSamplerTest, GoesOnUntilItIsSure) {
  PctSampler sampler({.strategy = "pct", .depth = 2, .confidence = 0.99});
  ASSERT_TRUE(sampler.Learn("3/40"));
  sampler.SetExecution(64);
  sampler.AddSeen("3/40 40 8/51");
  // Depth 2 lacks 500 of 551, seven of eight; depth 1 lacks 4 of 12, one of
  // eight.
  EXPECT_EQ(sampler.Goal(64, 5), 64u + 572u);
  sampler.AddSeen("3/40 40 4/500");
  EXPECT_EQ(sampler.Goal(700, 5), 700u);
  // A longer one: those before don't count for depth 2.
  sampler.AddSeen("3/45 40 0/0");
  EXPECT_GT(sampler.Goal(700, 5), 700u + 600u);
  EXPECT_EQ(PctSampler({.strategy = "pct"}).Goal(64, 1000), 1000u);
}

}  // namespace
}  // namespace interleave
