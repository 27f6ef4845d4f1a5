// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Readings of the clock, which are schedule points in instrumented code.

#include <time.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"

namespace interleave {
namespace {

constexpr int64_t kSecond = 1'000'000'000;

int64_t Now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);  // style: wall clock
  return now.tv_sec * kSecond + now.tv_nsec;
}

ExploreResult ExploreAll(const std::string& strategy,
                         const std::function<void()>& body) {
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  return Explore(options, body, "ClockTest.Body");
}

void TogetherWithMain(const std::function<void()>& work) {
  std::thread other(work);
  work();
  other.join();
}

TEST(ClockTest, IsReadInEachOrderOnce) {
  for (const char* strategy : {"dpor", "optimal-dpor", "rf-dpor"}) {
    SCOPED_TRACE(strategy);
    const ExploreResult result =
        ExploreAll(strategy, [] { TogetherWithMain([] { Now(); }); });
    EXPECT_EQ(result.verdict, Verdict::kVerified);
    EXPECT_EQ(result.executions, 2u);
  }
}

TEST(ClockTest, GoesOnByAHundredNanosecondsAReading) {
  int64_t least = kSecond;
  int64_t most = 0;
  ExploreAll("exhaustive", [&] {
    TogetherWithMain([&] {
      const int64_t before = Now();
      const int64_t passed = Now() - before;
      least = std::min(least, passed);
      most = std::max(most, passed);
    });
  });
  EXPECT_EQ(least, 100);  // nobody between
  EXPECT_EQ(most, 300);   // both readings of the other
}

TEST(ClockTest, WaitingByReadingTheClockTakesFewSteps) {
  int64_t waited = 0;
  Options options;
  options.strategy = "random";
  options.executions = 10;
  const ExploreResult result = Explore(
      options,
      [&] {
        TogetherWithMain([&] {
          const int64_t begin = Now();
          while (Now() < begin + kSecond) {
          }
          waited = Now() - begin;
        });
      },
      "ClockTest.Waits");
  EXPECT_EQ(result.verdict, Verdict::kPassed);
  EXPECT_GE(waited, kSecond);
  EXPECT_LT(waited, kSecond + kSecond / 100);
  EXPECT_LT(result.steps / result.executions, 4'000u);
}

TEST(ClockTest, AReadingAmongOtherStepsIsAsShortAsTheFirst) {
  int64_t longest = 0;
  Options options;
  options.strategy = "random";
  options.executions = 10;
  const ExploreResult result = Explore(
      options,
      [&] {
        std::atomic<int> count = 0;
        TogetherWithMain([&] {
          for (int i = 0; i < 100; ++i) {
            const int64_t before = Now();
            ++count;
            longest = std::max(longest, Now() - before);
          }
        });
      },
      "ClockTest.Among");
  EXPECT_EQ(result.verdict, Verdict::kPassed);
  EXPECT_LT(longest, 100'000);
}

}  // namespace
}  // namespace interleave
