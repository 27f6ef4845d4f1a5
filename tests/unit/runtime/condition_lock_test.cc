// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/condition_lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>

#include "absl/base/call_once.h"
#include "absl/synchronization/barrier.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "unit/runtime/exhaustive_options.h"

namespace interleave {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> OutcomesOf(const ExploreResult& result) {
  std::vector<std::string> values;
  for (const RecordedOutcome& outcome : result.outcomes) {
    values.push_back(outcome.value);
  }
  return values;
}

std::string MessageOf(const ExploreResult& result) {
  return result.failures.empty() ? "" : result.failures.front().finding.message;
}

// Nobody else is there.
Options OneSchedule() {
  Options options = Exhaustive();
  options.allow_single_schedule = true;
  return options;
}

TEST(ConditionLockTest, WritersExcludeEachOther) {
  // As for any mutex: main's lock and unlock come after T1's, or before with
  // T1's start first, between or after them.
  const ExploreResult result = Explore(Exhaustive(), [] {
    absl::Mutex mutex;
    std::thread other([&] { const absl::MutexLock lock(&mutex); });
    { const absl::MutexLock lock(&mutex); }
    other.join();
  });
  EXPECT_EQ(ResultLine(result), "verified: all 4 schedules");
}

TEST(ConditionLockTest, ReadersNeverKeepEachOtherOut) {
  // start, lock, unlock of T1 and lock, unlock of main in any order: 10.
  const ExploreResult result = Explore(Exhaustive(), [] {
    absl::Mutex mutex;
    std::thread other([&] { const absl::ReaderMutexLock lock(&mutex); });
    { const absl::ReaderMutexLock lock(&mutex); }
    other.join();
  });
  EXPECT_EQ(ResultLine(result), "verified: all 10 schedules");
}

TEST(ConditionLockTest, AReaderKeepsTheWriterOut) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    absl::Mutex mutex;
    int readers = 0;
    std::thread other([&] {
      const absl::MutexLock lock(&mutex);
      INTERLEAVE_CHECK(readers == 0);
    });
    {
      const absl::ReaderMutexLock lock(&mutex);
      ++readers;
      INTERLEAVE_POINT("test.reader.inside");
      --readers;
    }
    other.join();
  });
  EXPECT_TRUE(result.exhausted);
  EXPECT_TRUE(result.ok()) << MessageOf(result);
}

TEST(ConditionLockTest, WhoAsksUnderAConditionIsEnabledWhenItHolds) {
  // T1 can have the lock only after main's unlock; its start comes before,
  // between or after main's lock and unlock.
  const ExploreResult result = Explore(Exhaustive(), [] {
    absl::Mutex mutex;
    bool ready = false;
    std::thread other([&] {
      mutex.LockWhen(absl::Condition(&ready));
      INTERLEAVE_CHECK(ready);
      mutex.Unlock();
    });
    {
      const absl::MutexLock lock(&mutex);
      ready = true;
    }
    other.join();
  });
  EXPECT_EQ(ResultLine(result), "verified: all 3 schedules");
}

TEST(ConditionLockTest, AwaitGivesTheLockUpUntilTheConditionHolds) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    absl::Mutex mutex;
    int items = 0;
    std::thread consumer([&] {
      const absl::MutexLock lock(&mutex);
      const auto some = [](int* count) { return *count > 0; };
      mutex.Await(absl::Condition(+some, &items));
      INTERLEAVE_CHECK(items == 1);
      --items;
    });
    {
      const absl::MutexLock lock(&mutex);
      ++items;
    }
    consumer.join();
    INTERLEAVE_CHECK(items == 0);
  });
  EXPECT_TRUE(result.exhausted);
  EXPECT_TRUE(result.ok()) << MessageOf(result);
}

// Two want the one item: who comes second must wait again, though the condition
// held for both when the lock was given up.
TEST(ConditionLockTest, AConditionThatHoldsNoMoreHoldsBack) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    absl::Mutex mutex;
    int items = 0;
    int taken = 0;
    const auto take = [&] {
      const auto some = [](int* count) { return *count > 0; };
      mutex.LockWhen(absl::Condition(+some, &items));
      INTERLEAVE_CHECK(items > 0);
      --items;
      ++taken;
      mutex.Unlock();
    };
    std::thread one(take);
    std::thread two(take);
    for (int i = 0; i < 2; ++i) {
      const absl::MutexLock lock(&mutex);
      ++items;
    }
    one.join();
    two.join();
    INTERLEAVE_CHECK(taken == 2 && items == 0);
  });
  EXPECT_TRUE(result.exhausted);
  EXPECT_TRUE(result.ok()) << MessageOf(result);
}

TEST(ConditionLockTest, AConditionThatNeverHoldsIsADeadlock) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    absl::Mutex mutex;
    bool ready = false;
    std::thread other([&] {
      mutex.LockWhen(absl::Condition(&ready));
      mutex.Unlock();
    });
    other.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
  EXPECT_THAT(MessageOf(result),
              HasSubstr("T1 waits at wait of absl::Mutex 1"));
}

TEST(ConditionLockTest, ItIsNotRecursive) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    absl::Mutex mutex;
    std::thread other([&] {
      const absl::MutexLock once(&mutex);
      mutex.Lock();
    });
    other.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
}

TEST(ConditionLockTest, TimeComesWhenNobodyElseCanGoOn) {
  const ExploreResult result = Explore(OneSchedule(), [] {
    absl::Mutex mutex;
    bool ready = false;
    std::string seen;
    std::thread other([&] {
      const absl::Time begin = absl::Now();  // style: virtual time
      const bool held =
          mutex.LockWhenWithTimeout(absl::Condition(&ready), absl::Seconds(5));
      mutex.AssertHeld();
      seen = held ? "held" : "time";
      const absl::Time end = absl::Now();  // style: virtual time
      INTERLEAVE_CHECK(end - begin >= absl::Seconds(5));
      mutex.Unlock();
    });
    other.join();
    RecordOutcome(seen);
  });
  EXPECT_TRUE(result.ok()) << MessageOf(result);
  EXPECT_THAT(OutcomesOf(result), ElementsAre("time"));
}

TEST(ConditionLockTest, AwaitWithTimeoutHasTheLockAgainEitherWay) {
  Options options = Exhaustive();
  options.timeouts = "anytime";
  const ExploreResult result = Explore(options, [] {
    absl::Mutex mutex;
    bool ready = false;
    std::string seen;
    std::thread other([&] {
      const absl::MutexLock lock(&mutex);
      const bool held = mutex.AwaitWithTimeout(absl::Condition(&ready),
                                               absl::Milliseconds(1));
      mutex.AssertHeld();
      INTERLEAVE_CHECK(held == ready);
      seen = held ? "held" : "time";
    });
    {
      const absl::MutexLock lock(&mutex);
      ready = true;
    }
    other.join();
    RecordOutcome(seen);
  });
  EXPECT_TRUE(result.ok()) << MessageOf(result);
  EXPECT_TRUE(result.exhausted);
  EXPECT_THAT(OutcomesOf(result), ElementsAre("held", "time"));
}

TEST(ConditionLockTest, TryLockDoesNotWait) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    absl::Mutex mutex;
    std::string seen;
    std::thread other([&] {
      const bool got = mutex.TryLock();
      seen = got ? "got" : "busy";
      if (got) mutex.Unlock();
    });
    { const absl::ReaderMutexLock lock(&mutex); }
    other.join();
    RecordOutcome(seen);
  });
  EXPECT_THAT(OutcomesOf(result), ElementsAre("busy", "got"));
}

TEST(ConditionLockTest, WrongAssertionsAndUnlocksAreMisuse) {
  const auto run = [](void (*use)(absl::Mutex&)) {
    return Explore(Exhaustive(), [use] {
      absl::Mutex mutex;
      std::thread other([&] { use(mutex); });
      other.join();
    });
  };
  EXPECT_THAT(MessageOf(run([](absl::Mutex& mutex) { mutex.AssertHeld(); })),
              HasSubstr("asserts, and is wrong, that it holds absl::Mutex 1"));
  EXPECT_THAT(
      MessageOf(run([](absl::Mutex& mutex) { mutex.AssertReaderHeld(); })),
      HasSubstr("holds or reads absl::Mutex 1"));
  EXPECT_THAT(
      MessageOf(run([](absl::Mutex& mutex)
                        ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex.Unlock(); })),
      HasSubstr("unlocks absl::Mutex 1, which is not locked"));
}

// The message is not awaited under the condition: a lost wakeup.
TEST(ConditionLockTest, ASignalBeforeTheWaitIsLost) {
  const auto run = [](bool asks_first) {
    return Explore(Exhaustive(), [asks_first] {
      absl::Mutex mutex;
      absl::CondVar condition;
      bool ready = false;
      std::thread other([&] {
        const absl::MutexLock lock(&mutex);
        while (asks_first && !ready) condition.Wait(&mutex);
        if (!asks_first) condition.Wait(&mutex);
      });
      {
        const absl::MutexLock lock(&mutex);
        ready = true;
      }
      condition.Signal();
      other.join();
    });
  };
  EXPECT_THAT(MessageOf(run(false)),
              HasSubstr("T1 waits at wake of condition 1"));
  const ExploreResult fixed = run(true);
  EXPECT_TRUE(fixed.ok()) << MessageOf(fixed);
  EXPECT_TRUE(fixed.exhausted);
}

TEST(ConditionLockTest, WaitWithTimeoutTellsThatTheTimeCame) {
  const ExploreResult result = Explore(OneSchedule(), [] {
    absl::Mutex mutex;
    absl::CondVar condition;
    std::thread other([&] {
      const absl::ReaderMutexLock lock(&mutex);
      INTERLEAVE_CHECK(condition.WaitWithTimeout(&mutex, absl::Seconds(1)));
      mutex.AssertReaderHeld();
    });
    other.join();
  });
  EXPECT_TRUE(result.ok()) << MessageOf(result);
}

TEST(ConditionLockTest, WhatIsBuiltOnItIsControlled) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    absl::Notification done;
    absl::BlockingCounter counter(1);
    absl::once_flag once;
    int calls = 0;
    std::thread other([&] {
      absl::call_once(once, [&] { ++calls; });
      counter.DecrementCount();
      done.WaitForNotification();
    });
    absl::call_once(once, [&] { ++calls; });
    counter.Wait();
    done.Notify();
    other.join();
    INTERLEAVE_CHECK(calls == 1);
  });
  EXPECT_TRUE(result.ok()) << MessageOf(result);
  EXPECT_TRUE(result.exhausted);
  EXPECT_GT(result.executions, 1u);
}

TEST(ConditionLockTest, BarriersLetAllPass) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    auto* const barrier = new absl::Barrier(2);
    const auto pass = [barrier] {
      if (barrier->Block()) delete barrier;
    };
    std::thread other(pass);
    pass();
    other.join();
  });
  EXPECT_TRUE(result.ok()) << MessageOf(result);
  EXPECT_TRUE(result.exhausted);
}

TEST(ConditionLockTest, OutsideOfExecutionsItIsAbseils) {
  absl::Mutex mutex;
  bool ready = false;
  std::thread other([&] {
    const absl::MutexLock lock(&mutex);
    ready = true;
  });
  mutex.LockWhen(absl::Condition(&ready));
  mutex.AssertHeld();
  mutex.Unlock();
  other.join();
}

}  // namespace
}  // namespace interleave
