// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/rff.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Lock;
using simulated::Order;
using simulated::Point;
using simulated::Program;
using simulated::RunOnce;
using simulated::Task;
using simulated::Together;
using simulated::Unlock;
using simulated::Yield;

// Points of one name for each task.
Program Points(size_t tasks, size_t points) {
  std::vector<Task> all;
  for (size_t i = 0; i < tasks; ++i) {
    const std::string name =
        "sim." + std::string(1, static_cast<char>('a' + i));
    all.push_back({std::vector<simulated::Op>(points, Point(name)), ""});
  }
  return Together(all);
}

TEST(RffStrategyTest, TheFirstExecutionInsistsOnNothing) {
  RffStrategy rff(1);
  RunOnce(Points(3, 1), rff);
  EXPECT_TRUE(rff.schedule().constraints().empty());
  // It showed three pairs: of the first point, the second and the third.
  EXPECT_EQ(rff.corpus().pairs().size(), 3u);
  EXPECT_EQ(rff.corpus().events().size(), 3u);
  EXPECT_EQ(rff.corpus().seeds().size(), 1u);
  RunOnce(Points(3, 1), rff);
  EXPECT_EQ(rff.schedule().constraints().size(), 1u);
}

// Each of 4 points reads from the initial state or one of 3 others: 16 pairs,
// of which an execution shows 4. (Of the 20 that are drawn 4 cannot be: a point
// behind itself.)
TEST(RffStrategyTest, PairsThatCanBeAreSeenSoon) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    RffStrategy rff(seed);
    for (int i = 0; i < 40; ++i) RunOnce(Points(4, 1), rff);
    EXPECT_EQ(rff.corpus().pairs().size(), 16u) << "seed " << seed;
  }
}

TEST(RffStrategyTest, ATaskThatRunsTheSameCodeHasTheSameEvents) {
  const Task task{{Lock(0), Unlock(0)}, ""};
  RffStrategy rff(3);
  for (int i = 0; i < 20; ++i) RunOnce(Together({20, task}), rff);
  EXPECT_EQ(rff.corpus().events().size(), 2u);
  // The lock is taken first, or behind a release.
  EXPECT_EQ(rff.corpus().pairs().size(), 2u);
}

TEST(RffStrategyTest, AProgramThatSharesNothingIsDrawnAtRandom) {
  RffStrategy rff(4);
  std::set<std::string> orders;
  for (int i = 0; i < 3'000; ++i) {
    orders.insert(Order(*RunOnce(simulated::Uniform(2, 2), rff)));
    EXPECT_TRUE(rff.schedule().constraints().empty());
  }
  EXPECT_EQ(orders.size(), 20u);  // 6 over 3
}

// The i-th execution is the same for whoever begins there with what was known.
TEST(RffStrategyTest, AnExecutionHangsOnItsNumberAndItsRoundAlone) {
  const Program program = Points(3, 3);
  RffStrategy whole(5, 600);
  for (uint64_t i = 0; i < 600; ++i) {
    if (i % 97 == 0) {
      RffStrategy part(5);
      ASSERT_TRUE(part.Load(whole.Describe()));
      RffStrategy copy(5);
      ASSERT_TRUE(copy.Load(whole.Describe()));
      EXPECT_EQ(Order(*RunOnce(program, part)), Order(*RunOnce(program, copy)));
      EXPECT_EQ(part.schedule(), copy.schedule());
    }
    RunOnce(program, whole);
  }
  EXPECT_TRUE(whole.is_done());
  EXPECT_FALSE(RunOnce(program, whole).has_value());
}

TEST(RffStrategyTest, RoundsAreOneExecutionThen256ThenTwiceAsMany) {
  const Program program = Points(3, 3);
  RffStrategy rff(6, 5'000);
  EXPECT_EQ(rff.split_depth(), Divisible::kIndivisible);
  std::string known;
  std::vector<uint64_t> changes;
  for (uint64_t i = 0; i <= 1'100; ++i) {
    RunOnce(program, rff);
    if (i < RffStrategy::kEager) continue;
    const std::string now = rff.corpus().Text();
    if (now != known) changes.push_back(i);
    known = now;
  }
  // Execution 256 is the first that is seen here.
  EXPECT_EQ(changes, (std::vector<uint64_t>{256, 512, 1'024}));
  EXPECT_EQ(rff.split_depth(), 0u);
}

// One task waits to be read by another, which yields 6,000 times before.
TEST(RffStrategyTest, NobodyIsHeldForEver) {
  std::vector<simulated::Op> long_one(6'000, Yield());
  long_one.push_back(Point("sim.late"));
  const Program program =
      Together({{{Point("sim.early")}, ""}, {long_one, ""}});
  RffStrategy rff(7);
  size_t latest = 0;
  for (int i = 0; i < 40; ++i) {
    const auto run = RunOnce(program, rff);
    const auto early = std::find_if(
        run->steps.begin(), run->steps.end(),
        [](const auto& step) { return step.point == "sim.early"; });
    latest = std::max(latest, static_cast<size_t>(early - run->steps.begin()));
  }
  EXPECT_GT(latest, RffStrategy::kHoldsMax);
  EXPECT_LT(latest, 2 * RffStrategy::kHoldsMax);
}

TEST(RffStrategyTest, RefusesTextsOfNoRound) {
  const std::string corpus = " 0 0 events pairs seeds tried";
  for (const char* right :
       {"0 0 256 on", "0 10 256 300", "256 300 400 on", "512 1024 1024 1024",
        "8192 9000 16384 on", "24576 24576 32768 on", "0 5 100 100"}) {
    RffStrategy rff(1);
    EXPECT_TRUE(rff.Load(right + corpus)) << right;
    EXPECT_EQ(rff.Describe(), right + corpus);
  }
  for (const char* wrong :
       {"1 1 2 on", "0 0 257 on", "0 5 4 on", "300 300 400 on",
        "256 255 300 on", "256 300 513 on", "256 300 400 350",
        "9000 9000 9001 on", "512 512 512 500", "0 0 256 off", "0 0 on",
        "-1 0 256 on"}) {
    EXPECT_FALSE(RffStrategy(1).Load(wrong + corpus)) << wrong;
  }
}

}  // namespace
}  // namespace interleave
