// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/semaphore.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <semaphore.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <string>
#include <thread>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "unit/runtime/exhaustive_options.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

TEST(SemaphoreTest, HandsOver) {
  // T1 starts and acquires, main releases and joins; the acquire comes after
  // the release, so T1 starts before the release or after it: two.
  const ExploreResult result = Explore(Exhaustive(), [] {
    sem_t semaphore;
    sem_init(&semaphore, 0, 0);
    bool ready = false;
    std::thread taker([&] {
      INTERLEAVE_CHECK(sem_wait(&semaphore) == 0);
      INTERLEAVE_CHECK(ready);
    });
    ready = true;
    INTERLEAVE_CHECK(sem_post(&semaphore) == 0);
    taker.join();
    sem_destroy(&semaphore);
  });
  EXPECT_EQ(ResultLine(result), "verified: all 2 schedules");
}

TEST(SemaphoreTest, AdmitsAsManyAsItsValue) {
  int most = 0;
  const ExploreResult result =
      Explore({.strategy = "random", .executions = 500}, [&] {
        sem_t semaphore;
        sem_init(&semaphore, 0, 2);
        int inside = 0;
        const auto enter = [&] {
          sem_wait(&semaphore);
          ++inside;
          INTERLEAVE_POINT("test.semaphore.inside");
          INTERLEAVE_CHECK(inside <= 2);
          most = std::max(most, inside);
          --inside;
          sem_post(&semaphore);
        };
        std::thread a(enter), b(enter), c(enter);
        a.join();
        b.join();
        c.join();
      });
  EXPECT_TRUE(result.ok()) << ResultLine(result);
  EXPECT_EQ(most, 2);
}

TEST(SemaphoreTest, FindsThePostThatIsMissing) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    sem_t semaphore;
    sem_init(&semaphore, 0, 0);
    bool wanted = false;
    std::thread taker([&] {
      wanted = true;
      INTERLEAVE_POINT("test.taker.wanted");
      sem_wait(&semaphore);
    });
    INTERLEAVE_POINT("test.giver.looks");
    if (wanted) sem_post(&semaphore);
    taker.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
  EXPECT_THAT(result.failures[0].finding.message,
              HasSubstr("T1 waits at acquire of semaphore 1"));
}

TEST(SemaphoreTest, TimedWaitsTimeOutInVirtualTime) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    sem_t semaphore;
    sem_init(&semaphore, 0, 0);
    std::thread([&] {
      timespec time;
      clock_gettime(CLOCK_MONOTONIC, &time);  // style: virtual time
      time.tv_sec += 3600;
      INTERLEAVE_CHECK(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &time) == -1);
      INTERLEAVE_CHECK(errno == ETIMEDOUT);
      timespec after;
      clock_gettime(CLOCK_MONOTONIC, &after);  // style: virtual time
      INTERLEAVE_CHECK(after.tv_sec >= time.tv_sec);
      time = {0, 0};
      INTERLEAVE_CHECK(sem_timedwait(&semaphore, &time) == -1);
      INTERLEAVE_CHECK(errno == ETIMEDOUT);
      time.tv_nsec = -1;
      INTERLEAVE_CHECK(sem_timedwait(&semaphore, &time) == -1);
      INTERLEAVE_CHECK(errno == EINVAL);
    }).join();
  });
  EXPECT_TRUE(result.failures.empty()) << ResultLine(result);
}

TEST(SemaphoreTest, CountsAndRefusesAsPosixSays) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    sem_t semaphore;
    sem_init(&semaphore, 0, SEM_VALUE_MAX - 1);
    std::thread([&] { INTERLEAVE_CHECK(sem_post(&semaphore) == 0); }).join();
    int value = 0;
    INTERLEAVE_CHECK(sem_getvalue(&semaphore, &value) == 0);
    INTERLEAVE_CHECK(value == SEM_VALUE_MAX);
    sem_destroy(&semaphore);
    sem_init(&semaphore, 0, 1);
    INTERLEAVE_CHECK(sem_trywait(&semaphore) == 0);
    INTERLEAVE_CHECK(sem_trywait(&semaphore) == -1 && errno == EAGAIN);
    INTERLEAVE_CHECK(sem_getvalue(&semaphore, &value) == 0 && value == 0);
  });
  EXPECT_TRUE(result.failures.empty()) << ResultLine(result);
}

TEST(SemaphoreTest, EveryExecutionBeginsWithTheValueFromOutside) {
  sem_t semaphore;
  sem_init(&semaphore, 0, 3);
  const ExploreResult result = Explore(Exhaustive(), [&] {
    std::thread other([&] { sem_wait(&semaphore); });
    sem_wait(&semaphore);
    other.join();
    int value = 0;
    sem_getvalue(&semaphore, &value);
    INTERLEAVE_CHECK(value == 1);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
  EXPECT_GT(result.executions, 1u);
  int value = 0;
  sem_getvalue(&semaphore, &value);
  EXPECT_EQ(value, 3);
  sem_destroy(&semaphore);
}

TEST(SemaphoreTest, ModelsANamedOneByItsAddress) {
  const std::string name =
      "/interleave_semaphore_test_" + std::to_string(getpid());
  sem_t* semaphore = sem_open(name.c_str(), O_CREAT | O_EXCL, 0600, 1);
  ASSERT_NE(semaphore, SEM_FAILED);
  sem_unlink(name.c_str());
  const ExploreResult result = Explore(Exhaustive(), [&] {
    int inside = 0;
    const auto enter = [&] {
      sem_wait(semaphore);
      ++inside;
      INTERLEAVE_POINT("test.semaphore.inside");
      INTERLEAVE_CHECK(inside == 1);
      --inside;
      sem_post(semaphore);
    };
    std::thread other(enter);
    enter();
    other.join();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
  sem_close(semaphore);
}

TEST(SemaphoreTest, DestroyingWhatATaskWaitsForIsMisuse) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    sem_t semaphore;
    sem_init(&semaphore, 0, 0);
    std::thread waiter([&] { sem_wait(&semaphore); });
    INTERLEAVE_POINT("test.waiter.created");
    sem_destroy(&semaphore);
    sem_init(&semaphore, 0, 1);
    waiter.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kMisuse);
  EXPECT_THAT(result.failures[0].finding.message,
              HasSubstr("main destroys semaphore 1 while T1 waits for it"));
}

TEST(SemaphoreTest, ModelsAndNamesAProcessSharedOne) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    sem_t semaphore;
    sem_init(&semaphore, 1, 0);
    std::thread taker([&] { sem_wait(&semaphore); });
    sem_post(&semaphore);
    taker.join();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
  ASSERT_EQ(result.unmodelled.size(), 1u);
  EXPECT_EQ(result.unmodelled[0].name, "process-shared semaphore");
}

}  // namespace
}  // namespace interleave
