// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/condition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <string>
#include <thread>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "unit/runtime/exhaustive_options.h"

namespace interleave {
namespace {

TEST(ConditionTest, WakesAWaiterThatChecksItsPredicate) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::mutex mutex;
    std::condition_variable ready_changed;
    bool ready = false;
    std::thread waiter([&] {
      std::unique_lock lock(mutex);
      ready_changed.wait(lock, [&] { return ready; });
    });
    {
      const std::lock_guard lock(mutex);
      ready = true;
    }
    ready_changed.notify_one();
    waiter.join();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
}

TEST(ConditionTest, FindsTheWakeupThatCameTooEarly) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::mutex mutex;
    std::condition_variable changed;
    std::thread waiter([&] {
      std::unique_lock lock(mutex);
      changed.wait(lock);
    });
    changed.notify_one();
    waiter.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  const Finding& finding = result.failures[0].finding;
  EXPECT_EQ(finding.kind, FindingKind::kDeadlock);
  EXPECT_EQ(finding.message,
            "no task can go on: main waits at join of T1; T1 waits at wake of "
            "condition 1; lost wakeup: main signalled condition 1 when nobody "
            "waited, before T1 did");
  ASSERT_EQ(finding.places.size(), 2u);
  EXPECT_THAT(finding.places[0].title,
              testing::StartsWith("main signalled condition 1 here, at step "));
  EXPECT_THAT(finding.places[1].title,
              testing::StartsWith("T1 began to wait here, at step "));
}

// What was signalled is not what the waiter missed: there was nothing.
TEST(ConditionTest, AWaitThatNobodyEndsIsNoLostWakeup) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::mutex mutex;
    std::condition_variable changed;
    std::condition_variable other;
    std::thread waiter([&] {
      std::unique_lock lock(mutex);
      changed.notify_one();
      changed.wait(lock);
    });
    other.notify_one();
    waiter.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.message,
            "no task can go on: main waits at join of T1; T1 waits at wake of "
            "condition 2");
  EXPECT_TRUE(result.failures[0].finding.places.empty());
}

TEST(ConditionTest, AnyWaiterMayBeTheOneThatIsWoken) {
  Options options = Exhaustive();
  options.executions = 3'000;
  options.strategy = "random";
  const ExploreResult result = Explore(options, [] {
    std::mutex mutex;
    std::condition_variable changed;
    int waiting = 0;
    int turn = 0;
    std::string order;
    const auto wait = [&](char name) {
      std::unique_lock lock(mutex);
      ++waiting;
      while (turn == 0) changed.wait(lock);
      order += name;
    };
    std::thread a(wait, 'a'), b(wait, 'b');
    {
      const std::lock_guard lock(mutex);
      turn = 1;
    }
    changed.notify_one();
    changed.notify_one();
    a.join();
    b.join();
    RecordOutcome(order);
  });
  EXPECT_TRUE(result.failures.empty());
  EXPECT_EQ(result.outcomes.size(), 2u);
}

TEST(ConditionTest, ATimedWaitEndsOnVirtualTime) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::mutex mutex;
    std::condition_variable changed;
    std::thread waiter([&] {
      std::unique_lock lock(mutex);
      INTERLEAVE_CHECK(changed.wait_for(lock, std::chrono::hours(1)) ==
                       std::cv_status::timeout);
    });
    waiter.join();
  });
  EXPECT_TRUE(result.failures.empty()) << ResultLine(result);
}

}  // namespace
}  // namespace interleave
