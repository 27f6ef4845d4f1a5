// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/read_write_lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "unit/runtime/exhaustive_options.h"

namespace interleave {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

TEST(ReadWriteLockTest, ReadersNeverKeepEachOtherOut) {
  // start, read-lock, unlock of T1 and read-lock, unlock of main in any order,
  // then main joins: 5! / (3! 2!) = 10.
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::shared_mutex mutex;
    int inside = 0;
    int most = 0;
    const auto read = [&] {
      const std::shared_lock lock(mutex);
      most = std::max(most, ++inside);
      // The unlock is the schedule point where the other may come in.
    };
    std::thread other([&] {
      read();
      --inside;
    });
    read();
    --inside;
    other.join();
    RecordOutcome(most == 2 ? "together" : "alone");
  });
  EXPECT_EQ(ResultLine(result), "verified: all 10 schedules");
  EXPECT_EQ(result.outcomes.size(), 2u);
}

TEST(ReadWriteLockTest, WritersExcludeEachOther) {
  // As above, but lock and unlock of one task are never parted by those of the
  // other: main's come after T1's (1), or before with T1's start first, between
  // or after them (3).
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::shared_mutex mutex;
    std::thread other([&] { const std::lock_guard lock(mutex); });
    { const std::lock_guard lock(mutex); }
    other.join();
  });
  EXPECT_EQ(ResultLine(result), "verified: all 4 schedules");
}

TEST(ReadWriteLockTest, AWriterIsAlone) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
    int readers = 0;
    int writers = 0;
    const auto write = [&] {
      INTERLEAVE_CHECK(pthread_rwlock_wrlock(&lock) == 0);
      ++writers;
      INTERLEAVE_POINT("test.writer.inside");
      INTERLEAVE_CHECK(writers == 1 && readers == 0);
      --writers;
      pthread_rwlock_unlock(&lock);
    };
    std::thread writer(write);
    std::thread reader([&] {
      INTERLEAVE_CHECK(pthread_rwlock_rdlock(&lock) == 0);
      ++readers;
      INTERLEAVE_POINT("test.reader.inside");
      INTERLEAVE_CHECK(writers == 0);
      --readers;
      pthread_rwlock_unlock(&lock);
    });
    writer.join();
    reader.join();
    INTERLEAVE_CHECK(pthread_rwlock_destroy(&lock) == 0);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
}

TEST(ReadWriteLockTest, TriesAnswerBusy) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_rwlock_t lock;
    pthread_rwlock_init(&lock, nullptr);
    const auto try_both = [&](int read, int write) {
      std::thread([&] {
        INTERLEAVE_CHECK(pthread_rwlock_tryrdlock(&lock) == read);
        if (read == 0) pthread_rwlock_unlock(&lock);
        INTERLEAVE_CHECK(pthread_rwlock_trywrlock(&lock) == write);
        if (write == 0) pthread_rwlock_unlock(&lock);
      }).join();
    };
    try_both(0, 0);
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_rdlock(&lock);
    try_both(0, EBUSY);
    pthread_rwlock_unlock(&lock);
    try_both(0, EBUSY);
    pthread_rwlock_unlock(&lock);
    pthread_rwlock_wrlock(&lock);
    try_both(EBUSY, EBUSY);
    INTERLEAVE_CHECK(pthread_rwlock_wrlock(&lock) == EDEADLK);
    INTERLEAVE_CHECK(pthread_rwlock_rdlock(&lock) == EDEADLK);
    pthread_rwlock_unlock(&lock);
    INTERLEAVE_CHECK(pthread_rwlock_destroy(&lock) == 0);
  });
  EXPECT_TRUE(result.failures.empty()) << ResultLine(result);
}

TEST(ReadWriteLockTest, AWaitingWriterKeepsNoReaderOut) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::shared_mutex mutex;
    mutex.lock_shared();
    std::thread writer([&] { const std::lock_guard lock(mutex); });
    std::thread([&] { const std::shared_lock lock(mutex); }).join();
    mutex.unlock_shared();
    writer.join();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
}

TEST(ReadWriteLockTest, TimedLocksTimeOutInVirtualTime) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::shared_timed_mutex mutex;
    const auto began = std::chrono::steady_clock::now();  // style: virtual time
    mutex.lock();
    std::thread([&] {
      INTERLEAVE_CHECK(!mutex.try_lock_for(std::chrono::hours(1)));
      INTERLEAVE_CHECK(!mutex.try_lock_shared_for(std::chrono::hours(1)));
    }).join();
    mutex.unlock();
    mutex.lock_shared();
    std::thread([&] {
      INTERLEAVE_CHECK(mutex.try_lock_shared_for(std::chrono::hours(1)));
      mutex.unlock_shared();
      const auto now = std::chrono::system_clock::now();  // style: virtual time
      INTERLEAVE_CHECK(!mutex.try_lock_until(now + std::chrono::hours(1)));
    }).join();
    mutex.unlock_shared();
    const auto ended = std::chrono::steady_clock::now();  // style: virtual time
    INTERLEAVE_CHECK(ended - began >= std::chrono::hours(3));
  });
  EXPECT_TRUE(result.failures.empty()) << ResultLine(result);
}

TEST(ReadWriteLockTest, ATimedLockIsHadWhenTheHolderCanGoOn) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    std::shared_timed_mutex mutex;
    std::thread writer([&] { const std::lock_guard lock(mutex); });
    INTERLEAVE_CHECK(mutex.try_lock_shared_for(std::chrono::seconds(1)));
    mutex.unlock_shared();
    writer.join();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
}

TEST(ReadWriteLockTest, TwoReadersThatUpgradeAreADeadlock) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
    const auto upgrade = [&] {
      pthread_rwlock_rdlock(&lock);
      INTERLEAVE_POINT("test.upgrade.reading");
      pthread_rwlock_wrlock(&lock);
      pthread_rwlock_unlock(&lock);
      pthread_rwlock_unlock(&lock);
    };
    std::thread a(upgrade), b(upgrade);
    a.join();
    b.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
  // With one reader inside it waits for itself, with two for each other.
  EXPECT_THAT(result.failures[0].finding.message,
              AnyOf(HasSubstr("T1 waits at lock of rwlock 1, held by T1"),
                    HasSubstr("T1 waits at lock of rwlock 1, held by T2")));
}

TEST(ReadWriteLockTest, ADeadlockNamesAnotherReaderFirst) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
    pthread_rwlock_rdlock(&lock);
    std::thread other([&] {
      pthread_rwlock_rdlock(&lock);
      pthread_rwlock_wrlock(&lock);
    });
    other.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_THAT(result.failures[0].finding.message,
              HasSubstr("T1 waits at lock of rwlock 1, held by main"));
}

TEST(ReadWriteLockTest, UnlockingWhatIsNotHeldIsMisuse) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
    pthread_rwlock_rdlock(&lock);
    std::thread([&] { pthread_rwlock_unlock(&lock); }).join();
    pthread_rwlock_unlock(&lock);
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kMisuse);
  EXPECT_THAT(result.failures[0].finding.message,
              HasSubstr("T1 unlocks rwlock 1, which main holds"));
}

TEST(ReadWriteLockTest, ALockLeftHeldIsFreeInTheNextExecution) {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  Options options = Exhaustive();
  options.allow_no_overlap = true;
  const ExploreResult result = Explore(options, [&] {
    std::thread other([] {});
    INTERLEAVE_CHECK(pthread_rwlock_trywrlock(&lock) == 0);
    other.join();
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
  EXPECT_EQ(pthread_rwlock_trywrlock(&lock), 0);
  pthread_rwlock_unlock(&lock);
  pthread_rwlock_destroy(&lock);
}

// What hangs on it: tests/primitives/writer_preference_test.cc.
TEST(ReadWriteLockTest, AWriterThatWaitsKeepsReadersOutWhereItIsPreferred) {
  const ExploreResult result = Explore(Exhaustive(), [] {
    pthread_rwlock_t lock = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
    pthread_rwlock_rdlock(&lock);
    std::thread writer([&] {
      pthread_rwlock_wrlock(&lock);
      pthread_rwlock_unlock(&lock);
    });
    const int error = pthread_rwlock_tryrdlock(&lock);
    if (error == 0) pthread_rwlock_unlock(&lock);
    pthread_rwlock_unlock(&lock);
    writer.join();
    RecordOutcome(error == 0 ? "had" : "busy");
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified) << ResultLine(result);
  EXPECT_EQ(result.outcomes.size(), 2u);
  EXPECT_TRUE(result.unmodelled.empty());
}

}  // namespace
}  // namespace interleave
