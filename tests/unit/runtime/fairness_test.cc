// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Yields where memory is not seen; tests/instrumented/fairness_test.cc has the
// loops that are.

#include "interleave/runtime/fairness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <time.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "unit/runtime/exhaustive_options.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// One task waits, by `pause`, for what the other does after a few steps.
void WaitForOther(void (*pause)()) {
  std::atomic<bool> ready = false;
  std::thread other([&] {
    INTERLEAVE_POINT("test.fairness.begun");
    INTERLEAVE_POINT("test.fairness.half");
    ready = true;
  });
  while (!ready) pause();
  other.join();
}

void Sleep() {
  const timespec duration = {0, 1'000'000};
  nanosleep(&duration, nullptr);  // style: virtual time
}

TEST(FairnessTest, ALoopOfYieldsIsVerified) {
  for (const char* strategy : {"exhaustive", "preemption-bounded", "dpor"}) {
    Options options = Exhaustive();
    options.strategy = strategy;
    const ExploreResult result =
        Explore(options, [] { WaitForOther([] { sched_yield(); }); });
    EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
  }
}

TEST(FairnessTest, ALoopOfSleepsIsVerifiedWithEitherTimeouts) {
  for (const char* timeouts : {"when-idle", "anytime"}) {
    Options options = Exhaustive();
    options.timeouts = timeouts;
    options.allow_single_schedule = true;  // who sleeps lets the other end
    const ExploreResult result = Explore(options, [] { WaitForOther(&Sleep); });
    EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
  }
}

template <typename TryLock, typename Unlock>
ExploreResult CountByTrying(TryLock try_lock, Unlock unlock) {
  return Explore(Exhaustive(), [&] {
    int count = 0;
    const auto add = [&] {
      while (!try_lock()) {
      }
      const int before = count;
      INTERLEAVE_POINT("test.fairness.inside");
      count = before + 1;
      unlock();
    };
    std::thread other(add);
    add();
    other.join();
    INTERLEAVE_CHECK(count == 2);
  });
}

TEST(FairnessTest, LoopsOfTriesAreVerified) {
  std::mutex mutex;
  const ExploreResult by_mutex =
      CountByTrying([&] { return mutex.try_lock(); }, [&] { mutex.unlock(); });
  EXPECT_EQ(by_mutex.verdict, Verdict::kVerified) << ResultLine(by_mutex);
  sem_t semaphore;
  sem_init(&semaphore, 0, 1);
  const ExploreResult by_semaphore =
      CountByTrying([&] { return sem_trywait(&semaphore) == 0; },
                    [&] { sem_post(&semaphore); });
  EXPECT_EQ(by_semaphore.verdict, Verdict::kVerified)
      << ResultLine(by_semaphore);
  sem_destroy(&semaphore);
}

TEST(FairnessTest, ATimedLockThatMayTimeOutAnytimeIsVerified) {
  Options options = Exhaustive();
  options.timeouts = "anytime";
  const ExploreResult result = Explore(options, [] {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    const auto enter = [&] {
      const timespec past = {0, 0};
      while (pthread_mutex_timedlock(&mutex, &past) != 0) {
      }
      pthread_mutex_unlock(&mutex);
    };
    std::thread other(enter);
    enter();
    other.join();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
}

// Main: c, m yields, j. T1: s, k yields: (m + k + 1 over m), as for points.
TEST(FairnessTest, YieldsOutsideOfLoopsThatWaitHideNoSchedule) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    const auto yields = [] {
      for (int i = 0; i < 3; ++i) sched_yield();
    };
    std::thread other(yields);
    yields();
    other.join();
  });
  EXPECT_EQ(ResultLine(result), "verified: all 35 schedules");
}

TEST(FairnessTest, AnEndlessLoopOfYieldsIsAStepLimitThatMayBeALivelock) {
  Options options = Exhaustive();
  options.steps_max = 1'000;
  const ExploreResult result = Explore(options, [] {
    std::atomic<bool> never = false;
    std::thread other([&] {
      while (!never) sched_yield();
    });
    other.join();
  });
  ASSERT_THAT(result.failures, SizeIs(1));
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kStepLimit);
  EXPECT_THAT(result.failures[0].finding.message, HasSubstr("livelock"));
}

// Two who each wait for the other's turn: neither starves.
TEST(FairnessTest, TurnsAreTaken) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::atomic<int> turn = 0;
    const auto play = [&](int number) {
      for (int round = 0; round < 2; ++round) {
        while (turn != number) sched_yield();
        turn = 1 - number;
      }
    };
    std::thread other(play, 1);
    play(0);
    other.join();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
}

}  // namespace
}  // namespace interleave
