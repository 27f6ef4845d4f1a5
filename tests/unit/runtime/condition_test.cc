// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/condition.h"

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
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
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
