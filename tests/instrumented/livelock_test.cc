// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What never ends is a livelock.

#include <array>
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "tests/instrumented/waiting_programs.h"

namespace interleave::waiting {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

// Each takes a lock and gives it back when it cannot have the other.
template <typename Wait>
void BackOffPolitely() {
  std::mutex a;
  std::mutex b;
  const auto take_both = [](std::mutex& first, std::mutex& second) {
    for (;;) {
      first.lock();
      if (second.try_lock()) break;
      first.unlock();
      Wait::Pause();
    }
    second.unlock();
    first.unlock();
  };
  std::thread other([&] { take_both(b, a); });
  take_both(a, b);
  other.join();
}

// The same with flags, which are written each time.
void BackOffWithFlags() {
  std::array<std::atomic<bool>, 2> wants = {false, false};
  Together(2, [&](int number) {
    std::atomic<bool>& mine = wants[static_cast<size_t>(number)];
    const std::atomic<bool>& others = wants[static_cast<size_t>(1 - number)];
    for (;;) {
      mine.store(true);
      if (!others.load()) break;
      mine.store(false);
      std::this_thread::yield();
    }
    mine.store(false);
  });
}

// ... but each tries a few times only.
void BackOffForSomeTime() {
  std::mutex a;
  std::mutex b;
  std::atomic<int> failures = 0;
  const auto take_both = [&](std::mutex& first, std::mutex& second) {
    for (;;) {
      first.lock();
      if (second.try_lock()) break;
      first.unlock();
      if (failures.fetch_add(1) > 200) return;
      std::this_thread::yield();
    }
    second.unlock();
    first.unlock();
  };
  std::thread other([&] { take_both(b, a); });
  take_both(a, b);
  other.join();
}

class LivelockTest : public testing::TestWithParam<Program> {};

TEST_P(LivelockTest, IsFoundAndItsTokenReproducesIt) {
  for (const char* strategy : {"dpor", "preemption-bounded", "exhaustive",
                               "random", "sticky-random", "rff", "auto"}) {
    Options options;
    options.strategy = strategy;
    options.executions = 2'000;
    const ExploreResult result = Explore(options, GetParam().body, "Test");
    ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kLivelock)
        << strategy << FormatResult(result);
    Options replay;
    replay.replay = result.failures[0].token;
    const ExploreResult again = Explore(replay, GetParam().body, "Test");
    ASSERT_THAT(again.failures, SizeIs(1)) << FormatResult(again);
    EXPECT_EQ(again.failures[0].finding.kind, FindingKind::kLivelock);
    EXPECT_EQ(again.failures[0].finding.message,
              result.failures[0].finding.message);
  }
}

constexpr Program kLivelocks[] = {
    {"NobodySetsItSpinning", &NobodySetsIt<Spinning>},
    {"NobodySetsItYielding", &NobodySetsIt<Yielding>},
    {"NobodySetsItSleeping", &NobodySetsIt<Sleeping>},
    {"OppositeOrdersSpinning", &LockInOppositeOrders<Spinning>},
    {"OppositeOrdersYielding", &LockInOppositeOrders<Yielding>},
};

INSTANTIATE_TEST_SUITE_P(Endless, LivelockTest, testing::ValuesIn(kLivelocks),
                         [](const testing::TestParamInfo<Program>& info) {
                           return info.param.name;
                         });

class PoliteTest : public testing::TestWithParam<Program> {};

TEST_P(PoliteTest, IsALivelockForThoseWhoSearchDeep) {
  for (const char* strategy : {"exhaustive", "dpor"}) {
    Options options;
    options.strategy = strategy;
    options.executions = 20'000;
    const ExploreResult result = Explore(options, GetParam().body, "Test");
    ASSERT_THAT(result.failures, SizeIs(1)) << strategy << FormatResult(result);
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kLivelock)
        << strategy << FormatResult(result);
    Options replay;
    replay.replay = result.failures[0].token;
    const ExploreResult again = Explore(replay, GetParam().body, "Test");
    ASSERT_THAT(again.failures, SizeIs(1)) << FormatResult(again);
    EXPECT_EQ(again.failures[0].finding.message,
              result.failures[0].finding.message);
  }
}

constexpr Program kPolite[] = {
    {"Locks", &BackOffPolitely<Spinning>},
    {"LocksYielding", &BackOffPolitely<Yielding>},
    {"Flags", &BackOffWithFlags},
};

INSTANTIATE_TEST_SUITE_P(BackingOff, PoliteTest, testing::ValuesIn(kPolite),
                         [](const testing::TestParamInfo<Program>& info) {
                           return info.param.name;
                         });

TEST(PoliteForSomeTimeTest, IsNoLivelock) {
  for (const char* strategy : {"exhaustive", "dpor", "sticky-random"}) {
    Options options;
    options.strategy = strategy;
    options.executions = 3'000;
    const ExploreResult result = Explore(options, &BackOffForSomeTime, "Test");
    EXPECT_TRUE(result.ok()) << FormatResult(result);
  }
}

// Each gives way to the other at points that a replay, which looks at more,
// must not take for others.
TEST(GivingWayTest, IsRepeatedByAReplay) {
  for (const char* strategy : {"exhaustive", "dpor", "optimal-dpor"}) {
    Options options;
    options.strategy = strategy;
    options.steps_max = 1'000;
    options.findings_max = 2;
    options.executions = 1;
    const ExploreResult result = Explore(
        options,
        [] {
          std::atomic<int> value = 0;
          const auto add_nothing = [&value] {
            for (int i = 0; i < 1'000; ++i) value.fetch_add(value.load());
          };
          std::thread other(add_nothing);
          add_nothing();
          other.join();
        },
        "Test");
    ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kStepLimit);
  }
}

TEST(LivelockMessageTest, SaysWhoRepeatsItselfAndWhoWaits) {
  const ExploreResult result = ExploreAll("dpor", &NobodySetsIt<Spinning>);
  ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
  EXPECT_EQ(result.failures[0].finding.message,
            "tasks repeat themselves, and nobody can change what they look at: "
            "main waits at join of T1; T1 repeats itself at atomic-load of "
            "memory 1");
  EXPECT_THAT(FormatResult(result), HasSubstr("livelock in task T1"));
}

}  // namespace
}  // namespace interleave::waiting
