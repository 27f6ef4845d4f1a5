// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/mutex.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <cerrno>
#include <mutex>
#include <thread>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "unit/runtime/exhaustive_options.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

TEST(MutexTest, AdmitsOneTaskAtATime) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::mutex mutex;
    int inside = 0;
    const auto enter = [&] {
      const std::lock_guard lock(mutex);
      ++inside;
      INTERLEAVE_POINT("test.mutex.inside");
      INTERLEAVE_CHECK(inside == 1);
      --inside;
    };
    std::thread a(enter), b(enter);
    a.join();
    b.join();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
}

TEST(MutexTest, TryLockSeesBothAnswers) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::mutex mutex;
    bool had = false;
    std::thread holder([&] { const std::lock_guard lock(mutex); });
    std::thread other([&] {
      had = mutex.try_lock();
      if (had) mutex.unlock();
    });
    holder.join();
    other.join();
    RecordOutcome(had ? "had" : "busy");
  });
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result.outcomes.size(), 2u);
}

TEST(MutexTest, TimedLockTimesOutOnlyWhenNobodyCanUnlock) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::timed_mutex mutex;
    mutex.lock();
    bool had = true;
    std::thread other(
        [&] { had = mutex.try_lock_for(std::chrono::seconds(1)); });
    other.join();
    mutex.unlock();
    INTERLEAVE_CHECK(!had);
  });
  EXPECT_TRUE(result.failures.empty()) << ResultLine(result);
}

TEST(MutexTest, RecursiveAndErrorCheckingTypesKeepTheirRules) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::recursive_mutex recursive;
    recursive.lock();
    INTERLEAVE_CHECK(recursive.try_lock());
    recursive.unlock();
    pthread_mutex_t checked = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
    INTERLEAVE_CHECK(pthread_mutex_unlock(&checked) == EPERM);
    pthread_mutex_lock(&checked);
    INTERLEAVE_CHECK(pthread_mutex_lock(&checked) == EDEADLK);
    pthread_mutex_unlock(&checked);
    std::thread other([&] { INTERLEAVE_CHECK(!recursive.try_lock()); });
    other.join();
    recursive.unlock();
  });
  EXPECT_TRUE(result.failures.empty()) << ResultLine(result);
}

TEST(MutexTest, LockingTwiceIsADeadlockWithOneself) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    pthread_mutex_lock(&mutex);
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
  EXPECT_THAT(result.failures[0].finding.message, HasSubstr("held by main"));
}

TEST(MutexTest, UnlockingWhatAnotherHoldsIsMisuse) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    std::thread([&] { pthread_mutex_unlock(&mutex); }).join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kMisuse);
  EXPECT_THAT(result.failures[0].finding.message,
              HasSubstr("T1 unlocks mutex 1, which main holds"));
}

}  // namespace
}  // namespace interleave
