// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A timeout that hides a deadlock is told; deadlines come late or in time,
// never early, and all clocks agree.

#include "absl/time/clock.h"

#include <sys/time.h>
#include <time.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;
using ::testing::HasSubstr;
using ::testing::Not;

template <typename... Functions>
void RunTogether(Functions... functions) {
  std::thread threads[] = {std::thread(functions)...};
  for (std::thread& thread : threads) thread.join();
}

ExploreResult ExploreInTime(void (*body)(), const char* only_timeouts,
                            const char* timeouts = "when-idle") {
  Options options;
  options.strategy = "exhaustive";
  options.points = "sync";
  options.only_timeouts = only_timeouts;
  options.timeouts = timeouts;
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  return Explore(options, body, "TimeoutsTest.Body");
}

// Who makes it says so before the other waits, or after, or not at all.
void WaitAWhile(bool tells) {
  std::mutex mutex;
  std::condition_variable made;
  bool ready = false;
  RunTogether(
      [&] {
        std::unique_lock lock(mutex);
        made.wait_for(lock, milliseconds(10), [&] { return ready; });
      },
      [&] {
        const std::lock_guard lock(mutex);
        ready = true;
        if (tells) made.notify_one();
      });
}

TEST(TimeoutsTest, ALostWakeupBehindATimeoutIsNotedWithItsPlaces) {
  const ExploreResult result = ExploreInTime([] { WaitAWhile(false); }, "note");
  EXPECT_EQ(result.verdict, Verdict::kVerified);
  const std::string text = FormatResult(result);
  EXPECT_THAT(text, HasSubstr("noted: only the timeout of T1 let it go on: "
                              "main waits at join of T1; T1 waits at wake of "
                              "condition 1\nT1 here: "));
  ASSERT_EQ(result.races.size(), 1u);
  Options options;
  options.replay = result.races[0].token;
  options.only_timeouts = "fail";
  const ExploreResult again = Explore(
      options, [] { WaitAWhile(false); }, "TimeoutsTest.Body");
  ASSERT_TRUE(again.replay.has_value());
  EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced)
      << FormatResult(again);
}

TEST(TimeoutsTest, ItIsAFindingWhereThatIsAskedFor) {
  const ExploreResult result = ExploreInTime([] { WaitAWhile(false); }, "fail");
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
  EXPECT_THAT(result.failures[0].finding.message,
              HasSubstr("only the timeout of T1 let it go on"));
}

TEST(TimeoutsTest, ItsFixedTwinNeedsNoTimeout) {
  const ExploreResult result = ExploreInTime([] { WaitAWhile(true); }, "fail");
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

TEST(TimeoutsTest, NobodyAsksWhereItIsOff) {
  const ExploreResult result = ExploreInTime([] { WaitAWhile(false); }, "off");
  EXPECT_THAT(FormatResult(result), Not(HasSubstr("let it go on")));
}

// Who sleeps would have told, later than the other waited.
TEST(TimeoutsTest, WhoSleepsGoesOnByItself) {
  const ExploreResult result = ExploreInTime(
      [] {
        std::binary_semaphore made(0);
        RunTogether(
            [&] { static_cast<void>(made.try_acquire_for(milliseconds(10))); },
            [&] {
              std::this_thread::sleep_for(milliseconds(20));
              made.release();
            });
      },
      "fail");
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

// What all clocks of the process show, in nanoseconds.
struct Times {
  int64_t steady = steady_clock::now().time_since_epoch().count();
  int64_t system = system_clock::now().time_since_epoch().count();
  int64_t realtime = OfClock(CLOCK_REALTIME);
  int64_t monotonic = OfClock(CLOCK_MONOTONIC);
  int64_t day = OfDay();
  int64_t seconds = time(nullptr) * int64_t{1'000'000'000};
  int64_t absl = absl::ToUnixNanos(absl::Now());

  static int64_t OfClock(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return now.tv_sec * int64_t{1'000'000'000} + now.tv_nsec;
  }
  static int64_t OfDay() {
    timeval now{};
    gettimeofday(&now, nullptr);
    return (now.tv_sec * int64_t{1'000'000} + now.tv_usec) * 1000;
  }
};

constexpr int64_t kHour = 3'600'000'000'000;
// What reading clocks takes, and what the coarser ones round off.
constexpr int64_t kMillisecond = 1'000'000;
constexpr int64_t kSecond = 1'000'000'000;

bool IsAnHour(int64_t before, int64_t after, int64_t tolerance) {
  return after - before > kHour - tolerance &&
         after - before < kHour + tolerance;
}

TEST(TimeoutsTest, AllClocksAgreeOnAnHour) {
  const ExploreResult result = ExploreInTime(
      [] {
        RunTogether([] {
          const Times before;
          std::this_thread::sleep_for(hours(1));
          const Times after;
          INTERLEAVE_CHECK(IsAnHour(before.steady, after.steady, kMillisecond));
          INTERLEAVE_CHECK(IsAnHour(before.system, after.system, kMillisecond));
          INTERLEAVE_CHECK(
              IsAnHour(before.realtime, after.realtime, kMillisecond));
          INTERLEAVE_CHECK(
              IsAnHour(before.monotonic, after.monotonic, kMillisecond));
          INTERLEAVE_CHECK(IsAnHour(before.day, after.day, kMillisecond));
          INTERLEAVE_CHECK(IsAnHour(before.absl, after.absl, kMillisecond));
          INTERLEAVE_CHECK(
              IsAnHour(before.seconds, after.seconds, kSecond + kMillisecond));
          // The clocks of the calendar show one time.
          INTERLEAVE_CHECK(after.absl - after.system < kMillisecond);
          INTERLEAVE_CHECK(after.absl - after.seconds < kSecond + kMillisecond);
        });
      },
      "fail");
  EXPECT_EQ(result.failures.size(), 0u) << FormatResult(result);
}

TEST(TimeoutsTest, NoDeadlineComesEarly) {
  for (const char* timeouts : {"when-idle", "anytime"}) {
    const ExploreResult result = ExploreInTime(
        [] {
          std::mutex mutex;
          std::timed_mutex timed;
          std::condition_variable never;
          absl::Mutex absl_mutex;
          timed.lock();
          RunTogether([&] {
            const auto wait_until = [](auto deadline, auto wait) {
              wait(deadline);
              INTERLEAVE_CHECK(decltype(deadline)::clock::now() >= deadline);
            };
            wait_until(steady_clock::now() + hours(1), [](auto deadline) {
              std::this_thread::sleep_until(deadline);
            });
            wait_until(system_clock::now() + hours(1), [](auto deadline) {
              std::this_thread::sleep_until(deadline);
            });
            wait_until(steady_clock::now() + hours(1), [&](auto deadline) {
              std::unique_lock lock(mutex);
              never.wait_until(lock, deadline, [] { return false; });
            });
            wait_until(system_clock::now() + hours(1), [&](auto deadline) {
              INTERLEAVE_CHECK(!timed.try_lock_until(deadline));
            });
            const absl::Time deadline = absl::Now() + absl::Hours(1);
            bool is_set = false;
            absl_mutex.Lock();
            absl_mutex.AwaitWithDeadline(absl::Condition(&is_set), deadline);
            absl_mutex.Unlock();
            INTERLEAVE_CHECK(absl::Now() >= deadline);
          });
          timed.unlock();
        },
        "off", timeouts);
    EXPECT_EQ(result.failures.size(), 0u) << FormatResult(result);
  }
}

}  // namespace
}  // namespace interleave
