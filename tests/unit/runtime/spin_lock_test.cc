// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/spin_lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <cerrno>
#include <thread>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "unit/runtime/exhaustive_options.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

TEST(SpinLockTest, AdmitsOneTaskAtATime) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_spinlock_t lock;
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    int inside = 0;
    const auto enter = [&] {
      pthread_spin_lock(&lock);
      ++inside;
      INTERLEAVE_POINT("test.spin_lock.inside");
      INTERLEAVE_CHECK(inside == 1);
      --inside;
      pthread_spin_unlock(&lock);
    };
    std::thread a(enter), b(enter);
    a.join();
    b.join();
    INTERLEAVE_CHECK(pthread_spin_destroy(&lock) == 0);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
}

TEST(SpinLockTest, TryLockAnswersBusy) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_spinlock_t lock;
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    INTERLEAVE_CHECK(pthread_spin_trylock(&lock) == 0);
    std::thread([&] {
      INTERLEAVE_CHECK(pthread_spin_trylock(&lock) == EBUSY);
    }).join();
    pthread_spin_unlock(&lock);
    INTERLEAVE_CHECK(pthread_spin_destroy(&lock) == 0);
  });
  EXPECT_TRUE(result.failures.empty()) << ResultLine(result);
}

TEST(SpinLockTest, LockingTwiceIsADeadlockWithOneself) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_spinlock_t lock;
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    pthread_spin_lock(&lock);
    pthread_spin_lock(&lock);
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
  EXPECT_THAT(result.failures[0].finding.message,
              HasSubstr("main waits at lock of spinlock 1, held by main"));
}

TEST(SpinLockTest, UnlockingWhatAnotherHoldsIsMisuse) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_spinlock_t lock;
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    pthread_spin_lock(&lock);
    std::thread([&] { pthread_spin_unlock(&lock); }).join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kMisuse);
  EXPECT_THAT(result.failures[0].finding.message,
              HasSubstr("T1 unlocks spinlock 1, which main holds"));
}

}  // namespace
}  // namespace interleave
