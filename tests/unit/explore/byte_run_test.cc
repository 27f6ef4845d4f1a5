// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/byte_run.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

using Bytes = std::vector<uint8_t>;

// Three points each for two tasks, which write down who was there.
std::string g_order;

void WriteOrder() {
  g_order.clear();
  const auto step = [](char who) {
    for (int i = 0; i < 3; ++i) {
      INTERLEAVE_POINT("bytes.step.next");
      g_order += who;
    }
  };
  std::thread other([&] { step('o'); });
  step('m');
  other.join();
}

Options InTemporaryFolder() {
  Options options;
  options.schedule_dir = testing::TempDir() + "byte_run_test_schedules";
  return options;
}

TEST(ByteRunTest, ReachesEveryOrder) {
  std::set<std::string> orders;
  for (uint32_t first = 0; first < 8; ++first) {
    for (uint32_t second = 0; second < 8; ++second) {
      for (uint32_t third = 0; third < 8; ++third) {
        for (uint32_t fourth = 0; fourth < 8; ++fourth) {
          const Bytes bytes = {uint8_t(first), uint8_t(second), uint8_t(third),
                               uint8_t(fourth)};
          RunBytes({}, &WriteOrder, "order", bytes);
          orders.insert(g_order);
        }
      }
    }
  }
  // Six steps, three of each, all of which four to five switches reach but
  // those that alternate throughout.
  EXPECT_GE(orders.size(), 18u);
  EXPECT_LE(orders.size(), 20u);
}

TEST(ByteRunTest, TheSameBytesDoTheSame) {
  const Bytes bytes = {1, 0, 2, 0};
  RunBytes({}, &WriteOrder, "order", bytes);
  const std::string order = g_order;
  RunBytes({}, &WriteOrder, "order", Bytes{3});
  const ByteRun again = RunBytes({}, &WriteOrder, "order", bytes);
  EXPECT_EQ(g_order, order);
  EXPECT_EQ(again.executions, 1u);
  EXPECT_EQ(again.tasks, 2u);
  EXPECT_GT(again.choice_points, 0u);
  EXPECT_FALSE(again.found.has_value());
}

TEST(ByteRunTest, CountsTheOrdersOfPairsAnewEachTime) {
  std::array<uint8_t, 64> sequential;
  std::array<uint8_t, 64> switching;
  sequential.fill(99);
  int shared = 0;
  std::mutex mutex;
  const auto body = [&] {
    const auto add = [&] {
      {
        const std::lock_guard lock(mutex);
        ++shared;
      }
      {
        const std::lock_guard lock(mutex);
        ++shared;
      }
    };
    std::thread other(add);
    add();
    other.join();
  };
  RunBytes({}, body, "pairs", {}, sequential);
  std::set<std::array<uint8_t, 64>> seen = {sequential};
  for (uint8_t wait = 0; wait < 8; ++wait) {
    RunBytes({}, body, "pairs", Bytes{wait}, switching);
    seen.insert(switching);
  }
  EXPECT_GT(seen.size(), 1u);
  EXPECT_NE(*std::max_element(sequential.begin(), sequential.end()), 99);
  RunBytes({}, body, "pairs", {}, switching);
  EXPECT_EQ(switching, sequential);
}

TEST(ByteRunTest, WhatIsFoundCanBeReplayed) {
  const auto body = [] {
    WriteOrder();
    INTERLEAVE_CHECK(g_order.substr(0, 3) != "mom", "met");
  };
  std::optional<ExploreResult> found;
  for (uint8_t first = 0; first < 8 && !found; ++first) {
    for (uint8_t second = 0; second < 8 && !found; ++second) {
      const Bytes bytes = {first, second, 0, 0};
      found = RunBytes(InTemporaryFolder(), body, "order", bytes).found;
    }
  }
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->strategy, "bytes");
  ASSERT_EQ(found->failures.size(), 1u);
  Options options = InTemporaryFolder();
  options.replay = found->failures.front().token;
  const ExploreResult again = Explore(options, body, "order");
  EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced);
}

// Not of every input: it may be the first that gets so far.
TEST(ByteRunTest, WhatIsInitialisedOnceIsNoPartOfAnInput) {
  int initialised = 0;
  const auto body = [&] {
    std::thread other([] {});
    if (initialised++ == 0) INTERLEAVE_POINT("bytes.body.first");
    other.join();
  };
  const ByteRun run = RunBytes({}, body, "once", {}, {}, /*is_first=*/true);
  EXPECT_FALSE(run.found.has_value());
}

// Whichever input comes to it, what it means is what it will mean.
TEST(ByteRunTest, AnInputThatInitialisesSomethingOnceIsRunAgain) {
  static std::once_flag once;
  const auto body = [] {
    std::thread other([] {});
    std::call_once(once, [] { INTERLEAVE_POINT("bytes.body.once"); });
    std::once_flag own;
    std::call_once(own, [] {});
    other.join();
  };
  EXPECT_EQ(RunBytes({}, body, "once", {}).executions, 2u);
  EXPECT_EQ(RunBytes({}, body, "once", {}).executions, 1u);
}

TEST(ByteRunTest, ABodyThatIsNeverTheSameIsFound) {
  int runs = 0;
  const auto body = [&] {
    std::thread other([] {});
    for (int i = 0; i < runs; ++i) INTERLEAVE_POINT("bytes.body.again");
    ++runs;
    other.join();
  };
  const ByteRun run =
      RunBytes(InTemporaryFolder(), body, "never", {}, {}, /*is_first=*/true);
  ASSERT_TRUE(run.found.has_value());
  EXPECT_EQ(run.found->failures.front().finding.kind,
            FindingKind::kNondeterminism);
}

TEST(ByteRunTest, RefusesBadOptions) {
  Options options;
  options.points = "some";
  EXPECT_DEATH(RunBytes(options, [] {}, "bad", {}), "points");
}

}  // namespace
}  // namespace interleave
