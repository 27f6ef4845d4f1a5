// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/barrier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <chrono>
#include <thread>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "unit/runtime/exhaustive_options.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

TEST(BarrierTest, LetsNobodyPassBeforeAllHaveArrived) {
  // s starts T1, m and t arrive, the first of the two wakes after the second:
  // s m t, m s t and s t m. T1 has no step after t but its waking, main none
  // but that and its join, which waits for T1: three.
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, nullptr, 2);
    int arrived = 0;
    const auto arrive = [&] {
      ++arrived;
      pthread_barrier_wait(&barrier);
      INTERLEAVE_CHECK(arrived == 2);
    };
    std::thread other(arrive);
    arrive();
    other.join();
    INTERLEAVE_CHECK(pthread_barrier_destroy(&barrier) == 0);
  });
  EXPECT_EQ(ResultLine(result), "verified: all 3 schedules");
}

TEST(BarrierTest, TellsOneTaskOfEachRoundAndCanBeUsedAgain) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, nullptr, 2);
    int arrived[2] = {0, 0};
    int serial[2] = {0, 0};
    bool main_was_serial = false;
    const auto run = [&](bool is_main) {
      for (int round = 0; round < 2; ++round) {
        ++arrived[round];
        INTERLEAVE_POINT("test.barrier.arriving");
        const int told = pthread_barrier_wait(&barrier);
        INTERLEAVE_CHECK(arrived[round] == 2);
        INTERLEAVE_CHECK(told == 0 || told == PTHREAD_BARRIER_SERIAL_THREAD);
        if (told == 0) continue;
        ++serial[round];
        main_was_serial = is_main;
      }
    };
    std::thread other(run, false);
    run(true);
    other.join();
    INTERLEAVE_CHECK(serial[0] == 1 && serial[1] == 1);
    RecordOutcome(main_was_serial ? "main" : "T1");
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
  EXPECT_EQ(result.outcomes.size(), 2u);
}

TEST(BarrierTest, HoldsThreeTasks) {
  const ExploreResult result =
      Explore({.strategy = "random", .executions = 500}, [] {
        pthread_barrier_t barrier;
        pthread_barrier_init(&barrier, nullptr, 3);
        int arrived = 0;
        int serial = 0;
        const auto arrive = [&] {
          ++arrived;
          const int told = pthread_barrier_wait(&barrier);
          INTERLEAVE_CHECK(arrived == 3);
          if (told == PTHREAD_BARRIER_SERIAL_THREAD) ++serial;
        };
        std::thread a(arrive), b(arrive);
        arrive();
        a.join();
        b.join();
        INTERLEAVE_CHECK(serial == 1);
      });
  EXPECT_TRUE(result.ok()) << ResultLine(result);
}

TEST(BarrierTest, KnowsABarrierFromOutsideInEveryExecution) {
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 2);
  const ExploreResult result = Explore(Exhaustive(), [&] {
    std::thread other([&] { pthread_barrier_wait(&barrier); });
    pthread_barrier_wait(&barrier);
    other.join();
  });
  EXPECT_EQ(ResultLine(result), "verified: all 3 schedules");
  pthread_barrier_destroy(&barrier);
}

TEST(BarrierTest, FindsTheTaskThatIsMissing) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, nullptr, 3);
    std::thread other([&] { pthread_barrier_wait(&barrier); });
    pthread_barrier_wait(&barrier);
    other.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
  EXPECT_THAT(result.failures[0].finding.message,
              HasSubstr("T1 waits at wake of barrier 1"));
}

TEST(BarrierTest, WaitingAtOneThatWasNeverInitialisedIsMisuse) {
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 2);
  pthread_barrier_destroy(&barrier);
  const ExploreResult result = Explore(Exhaustive(), [&] {
    INTERLEAVE_CHECK(pthread_barrier_wait(&barrier) == EINVAL);
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kMisuse);
}

}  // namespace
}  // namespace interleave
