// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What the standards allow, though implementations seldom do it, happens: code
// that doesn't cope with it is found, its fixed twin is verified, and nothing
// of it happens where it is not allowed.

#include <linux/futex.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "tests/primitives/primitive.h"

namespace interleave {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

// A program that copes with a liberty, and one that doesn't.
struct Twins {
  std::string_view name;
  uint32_t Options::*budget;  // null: weak_failures
  void (*copes)();
  void (*fails)();
  Liberty told;  // in the trace of the failure
};

void PrintTo(const Twins& twins, std::ostream* out) { *out << twins.name; }

// Main says what it has made before it asks for the mutex again, so a wait that
// ends early is a wait for nothing.
void WaitForCondition(bool looks_again) {
  std::mutex mutex;
  std::condition_variable made;
  bool ready = false;
  Together(
      [&] {
        std::unique_lock lock(mutex);
        if (looks_again) {
          while (!ready) made.wait(lock);
        } else if (!ready) {
          made.wait(lock);
        }
        INTERLEAVE_CHECK(ready);
      },
      [&] {
        const std::lock_guard lock(mutex);
        ready = true;
        made.notify_one();
      });
}

void WaitForAbslCondVar(bool looks_again) {
  absl::Mutex mutex;
  absl::CondVar made;
  bool ready = false;
  Together(
      [&] {
        const absl::MutexLock lock(&mutex);
        if (looks_again) {
          while (!ready) made.Wait(&mutex);
        } else if (!ready) {
          made.Wait(&mutex);
        }
        INTERLEAVE_CHECK(ready);
      },
      [&] {
        const absl::MutexLock lock(&mutex);
        ready = true;
        made.Signal();
      });
}

void WaitForWord(bool looks_again) {
  std::atomic<int> word = 0;
  Together(
      [&] {
        do {
          syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
        } while (looks_again && word == 0);
        INTERLEAVE_CHECK(word == 1);
      },
      [&] {
        word = 1;
        syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
      });
}

// Nobody else changes it.
template <typename Value>
void ChangeOnce(bool copes) {
  std::atomic<Value> value = Value{};
  Together([&] {
    Value expected = Value{};
    const Value desired = Value{1};
    while (!value.compare_exchange_weak(expected, desired) && copes) {
      INTERLEAVE_CHECK(expected == Value{});
    }
  });
  INTERLEAVE_CHECK(value.load() == Value{1});
}

struct TwoInts {
  int first = 0;
  int second = 0;
  friend bool operator==(const TwoInts&, const TwoInts&) = default;
};

// Nobody holds the mutex when it is tried.
void TryFreeLock(bool copes) {
  std::mutex mutex;
  bool done = false;
  Together([&] {
    if (!mutex.try_lock()) {
      if (!copes) return;
      mutex.lock();
    }
    done = true;
    mutex.unlock();
  });
  INTERLEAVE_CHECK(done);
}

// The deadline is far, and the waiter takes its coming for "not ready". Or the
// signal was for the one who says that its time came, and the other, who would
// have taken it, waits for ever.
void WaitLong(bool copes) {
  std::mutex mutex;
  std::condition_variable made;
  bool ready = false;
  Together(
      [&] {
        std::unique_lock lock(mutex);
        while (!ready) {
          const auto status = made.wait_for(lock, std::chrono::hours(1));
          INTERLEAVE_CHECK(copes || status == std::cv_status::no_timeout);
        }
      },
      [&] {
        const std::lock_guard lock(mutex);
        ready = true;
        made.notify_one();
      });
}

std::vector<Twins> AllTwins() {
  return {
      {"SpuriousWakeup", &Options::spurious_wakeups,
       [] { WaitForCondition(true); }, [] { WaitForCondition(false); },
       Liberty::kSpuriousWakeup},
      {"SpuriousWakeupOfAbslCondVar", &Options::spurious_wakeups,
       [] { WaitForAbslCondVar(true); }, [] { WaitForAbslCondVar(false); },
       Liberty::kSpuriousWakeup},
      {"FutexWakeup", &Options::futex_wakeups, [] { WaitForWord(true); },
       [] { WaitForWord(false); }, Liberty::kFutexWakeup},
      {"WeakFailure", nullptr, [] { ChangeOnce<int>(true); },
       [] { ChangeOnce<int>(false); }, Liberty::kWeakFailure},
      {"WeakFailureOfBytes", nullptr, [] { ChangeOnce<unsigned char>(true); },
       [] { ChangeOnce<unsigned char>(false); }, Liberty::kWeakFailure},
      {"WeakFailureOfDouble", nullptr, [] { ChangeOnce<double>(true); },
       [] { ChangeOnce<double>(false); }, Liberty::kWeakFailure},
      {"WeakFailureOfStruct", nullptr, [] { ChangeOnce<TwoInts>(true); },
       [] { ChangeOnce<TwoInts>(false); }, Liberty::kWeakFailure},
      {"TryLockFailure", &Options::try_lock_failures, [] { TryFreeLock(true); },
       [] { TryFreeLock(false); }, Liberty::kTryLockFailure},
      {"TimeoutAtSignal", &Options::timeouts_at_signal, [] { WaitLong(true); },
       [] { WaitLong(false); }, Liberty::kTimeoutAtSignal},
  };
}

Options With(const Twins& twins, const char* strategy, uint32_t budget) {
  Options options;
  options.strategy = strategy;
  options.executions = 100'000;
  if (twins.budget == nullptr) {
    options.weak_failures = budget;
  } else {
    options.*(twins.budget) = budget;
  }
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  return options;
}

ExploreResult ExploreBody(const Options& options, void (*body)()) {
  return Explore(options, body, "LibertiesTest.Body");
}

bool Tells(const ExploreResult& result, Liberty liberty) {
  const std::vector<TraceStep>& steps = result.failures[0].trace.steps;
  return std::any_of(steps.begin(), steps.end(), [=](const TraceStep& step) {
    return step.liberty == liberty;
  });
}

class LibertiesTest : public testing::TestWithParam<Twins> {};

TEST_P(LibertiesTest, CodeThatDoesNotCopeIsFoundAndReplaysWithoutABudget) {
  for (const char* strategy :
       {"dpor", "optimal-dpor", "exhaustive", "auto", "random", "pct", "rff"}) {
    const ExploreResult result =
        ExploreBody(With(GetParam(), strategy, 1), GetParam().fails);
    ASSERT_EQ(result.failures.size(), 1u) << strategy << "\n"
                                          << FormatResult(result);
    EXPECT_TRUE(Tells(result, GetParam().told)) << FormatResult(result);
    Options replay = With(GetParam(), "auto", 0);
    replay.replay = result.failures[0].token;
    const ExploreResult again = ExploreBody(replay, GetParam().fails);
    ASSERT_TRUE(again.replay.has_value());
    EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced)
        << FormatResult(again);
    EXPECT_TRUE(Tells(again, GetParam().told)) << FormatResult(again);
  }
}

TEST_P(LibertiesTest, ItsFixedTwinIsVerifiedWithTwoOfThem) {
  for (const char* strategy : {"dpor", "optimal-dpor", "exhaustive"}) {
    const ExploreResult result =
        ExploreBody(With(GetParam(), strategy, 2), GetParam().copes);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << strategy << "\n"
                                                  << FormatResult(result);
  }
}

TEST_P(LibertiesTest, NothingOfItHappensWithoutABudget) {
  const ExploreResult result =
      ExploreBody(With(GetParam(), "exhaustive", 0), GetParam().fails);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

INSTANTIATE_TEST_SUITE_P(Of, LibertiesTest, testing::ValuesIn(AllTwins()),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

// A file is replayed by names where the code has changed since.
TEST(LibertiesReplayTest, AFileHoldsWhatWasTakenByName) {
  const Twins twins = AllTwins()[0];
  const ExploreResult result = ExploreBody(With(twins, "dpor", 1), twins.fails);
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_THAT(FormatResult(result), HasSubstr("(spurious wakeup)"));
  const std::string text = FormatSchedule(result.failures[0].schedule);
  EXPECT_THAT(text,
              testing::ContainsRegex("value T1 [0-9]+ 1/2 spurious-wakeup"));
  const auto parsed = ParseSchedule(text, "test");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(*parsed, result.failures[0].schedule);
}

// Of 4 tries at most so many fail: 1, 1 + 4, 1 + 4 + 6 ways.
TEST(LibertiesCountTest, TriesFailInEveryWayWithinTheBudget) {
  const auto body = [] {
    std::mutex mutex;
    for (int i = 0; i < 4; ++i) {
      if (mutex.try_lock()) mutex.unlock();
    }
  };
  const uint64_t ways[] = {1, 5, 11};
  for (uint32_t budget = 0; budget < 3; ++budget) {
    for (const char* strategy : {"exhaustive", "dpor", "optimal-dpor"}) {
      Options options;
      options.strategy = strategy;
      options.try_lock_failures = budget;
      options.allow_uncontrolled = true;
      options.allow_single_schedule = true;
      options.allow_no_overlap = true;
      const ExploreResult result = ExploreBody(options, body);
      EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
      EXPECT_EQ(result.executions, ways[budget]) << strategy;
    }
  }
}

TEST(LibertiesCountTest, AStrongCompareExchangeNeverFailsForNothing) {
  Options options;
  options.strategy = "exhaustive";
  options.weak_failures = 2;
  options.allow_no_overlap = true;
  const ExploreResult result = ExploreBody(options, [] {
    std::atomic<int> value = 0;
    Together([&] {
      int expected = 0;
      INTERLEAVE_CHECK(value.compare_exchange_strong(expected, 1));
    });
  });
  EXPECT_TRUE(result.failures.empty()) << FormatResult(result);
}

TEST(LibertiesOptionsTest, RfDporRefusesFailuresForNothingByName) {
  Options options;
  options.strategy = "rf-dpor";
  EXPECT_EQ(OptionsError(options), "");
  options.weak_failures = 1;
  EXPECT_THAT(OptionsError(options), HasSubstr("leave weak_failures out"));
  options.weak_failures.reset();
  options.try_lock_failures = 1;
  EXPECT_THAT(OptionsError(options), HasSubstr("leave try_lock_failures out"));
}

// The three schedules of barrier_test.cc, each with one of two serial threads.
TEST(LibertiesCountTest, EitherThreadOfABarrierIsTheSerialOne) {
  const auto body = [] {
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, nullptr, 2);
    int serial = 0;
    const auto arrive = [&] { serial += pthread_barrier_wait(&barrier) != 0; };
    std::thread other(arrive);
    arrive();
    other.join();
    INTERLEAVE_CHECK(serial == 1);
    pthread_barrier_destroy(&barrier);
  };
  const uint64_t schedules[] = {3, 6, 6};
  for (uint32_t budget = 0; budget < 3; ++budget) {
    Options options;
    options.strategy = "exhaustive";
    options.points = "sync";
    options.serial_threads = budget;
    const ExploreResult result = ExploreBody(options, body);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
    EXPECT_EQ(result.executions, schedules[budget]);
  }
}

// What the scheduler chooses anyway, without a budget.

std::set<std::string> OutcomesOf(void (*body)()) {
  Options options;
  options.strategy = "dpor";
  options.executions = 0;
  const ExploreResult result = Explore(options, body, "LibertiesTest.Body");
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  std::set<std::string> outcomes;
  for (const RecordedOutcome& outcome : result.outcomes) {
    outcomes.insert(outcome.value);
  }
  return outcomes;
}

// Each says its name when `wait` lets it go on.
template <typename Wait>
void RecordOrder(Wait wait) {
  std::mutex mutex;
  std::string order;
  const auto pass = [&](char name) {
    wait();
    const std::lock_guard lock(mutex);
    order += name;
  };
  Together([&] { pass('a'); }, [&] { pass('b'); });
  RecordOutcome(order);
}

TEST(LibertiesOrderTest, WaitersOfALatchGoOnInAnyOrder) {
  EXPECT_EQ(OutcomesOf([] {
              std::latch latch(2);
              RecordOrder([&] { latch.arrive_and_wait(); });
            }),
            (std::set<std::string>{"ab", "ba"}));
}

// They say in which order they came, and in which they got it.
TEST(LibertiesOrderTest, AMutexIsHandedToAnyOfThoseWhoWait) {
  const std::set<std::string> outcomes = OutcomesOf([] {
    std::mutex mutex;
    std::mutex text_mutex;
    std::string text;
    const auto say = [&](char name) {
      const std::lock_guard lock(text_mutex);
      text += name;
    };
    const auto visit = [&](char name) {
      say(name);
      const std::lock_guard lock(mutex);
      text += name;
    };
    Together([&] { visit('a'); }, [&] { visit('b'); });
    RecordOutcome(text);
  });
  EXPECT_THAT(outcomes,
              testing::IsSupersetOf({"abab", "abba", "baab", "baba"}));
}

}  // namespace
}  // namespace interleave
