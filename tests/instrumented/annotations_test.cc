// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a program tells ThreadSanitizer of synchronisation of its own orders
// its accesses for us too, with its runtime and without.

#include <atomic>
#include <string>
#include <thread>

#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/execution.h"

// Of sanitizer/tsan_interface.h, which clang's packages have and gcc's don't.
extern "C" {
void __tsan_acquire(void* address);
void __tsan_release(void* address);
void __tsan_mutex_pre_lock(void* lock, unsigned flags);
void __tsan_mutex_post_lock(void* lock, unsigned flags, int depth);
int __tsan_mutex_pre_unlock(void* lock, unsigned flags);
void __tsan_mutex_post_unlock(void* lock, unsigned flags);
void AnnotateHappensBefore(const char* file, int line,
                           const volatile void* address);
void AnnotateHappensAfter(const char* file, int line,
                          const volatile void* address);
void AnnotateThreadName(const char* file, int line, const char* name);
}

namespace interleave {
namespace {

constexpr unsigned kNone = 0;
constexpr unsigned kReadLock = 1 << 3;
constexpr unsigned kTryLock = 1 << 4;
constexpr unsigned kTryLockFailed = 1 << 5;

// The locations that race in any schedule of the body.
uint64_t Raced(absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = "exhaustive";
  options.executions = 0;
  options.races = "off";
  const ExploreResult result = Explore(options, body, "AnnotationsTest.Body");
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_GT(result.executions, 1u);
  return ProcessExecution().memory().raced();
}

// One task writes a message, another reads it once it is said to be there, by
// an operation that orders nothing.
template <typename Announce, typename See>
void Hand(Announce announce, See see) {
  int message = 0;
  std::atomic<bool> ready = false;
  std::thread writer([&] {
    message = 1;
    announce(&message);
    ready.store(true, std::memory_order_relaxed);
  });
  if (ready.load(std::memory_order_relaxed)) {
    see(&message);
    EXPECT_EQ(message, 1);
  }
  writer.join();
}

TEST(AnnotationsTest, WithoutThemTheMessageRaces) {
  EXPECT_GT(Raced([] { Hand([](void*) {}, [](void*) {}); }), 0u);
}

TEST(AnnotationsTest, AcquireSeesWhatReleaseAnnounced) {
  EXPECT_EQ(Raced([] { Hand(&__tsan_release, &__tsan_acquire); }), 0u);
}

TEST(AnnotationsTest, AReleaseAloneOrdersNothing) {
  EXPECT_GT(Raced([] { Hand(&__tsan_release, [](void*) {}); }), 0u);
}

TEST(AnnotationsTest, HappensAfterSeesWhatHappensBeforeAnnounced) {
  const auto before = [](void* at) {
    AnnotateHappensBefore(__FILE__, __LINE__, at);
  };
  const auto after = [](void* at) {
    AnnotateHappensAfter(__FILE__, __LINE__, at);
  };
  EXPECT_EQ(Raced([&] { Hand(before, after); }), 0u);
}

TEST(AnnotationsTest, OthersOrderNothing) {
  const auto name = [](void*) {
    AnnotateThreadName(__FILE__, __LINE__, "a thread");
  };
  EXPECT_GT(Raced([&] { Hand(name, name); }), 0u);
}

// A lock of the program's own, whose operations order nothing.
class OwnLock {
 public:
  explicit OwnLock(unsigned flags) : flags_(flags) {}

  bool TryLock() {
    __tsan_mutex_pre_lock(this, flags_ | kTryLock);
    const bool took = !taken_.exchange(true, std::memory_order_relaxed);
    __tsan_mutex_post_lock(
        this, flags_ | kTryLock | (took ? kNone : kTryLockFailed), 0);
    return took;
  }
  void Unlock() {
    __tsan_mutex_pre_unlock(this, flags_);
    taken_.store(false, std::memory_order_relaxed);
    __tsan_mutex_post_unlock(this, flags_);
  }

 private:
  const unsigned flags_;
  std::atomic<bool> taken_ = false;
};

void CountUnder(unsigned flags) {
  OwnLock lock(flags);
  int count = 0;
  const auto increment = [&] {
    if (!lock.TryLock()) return;
    ++count;
    lock.Unlock();
  };
  std::thread other(increment);
  increment();
  other.join();
  EXPECT_GE(count, 1);
}

TEST(AnnotationsTest, ALockOfTheProgramsOwnOrdersItsHolders) {
  EXPECT_EQ(Raced([] { CountUnder(kNone); }), 0u);
}

TEST(AnnotationsTest, ReadersOfALockAreNotOrdered) {
  EXPECT_GT(Raced([] { CountUnder(kReadLock); }), 0u);
}

void FailToTake() {
  OwnLock lock(kNone);
  int count = 0;
  std::thread other([&] {
    if (!lock.TryLock()) return;
    ++count;
    lock.Unlock();
  });
  if (lock.TryLock()) {
    lock.Unlock();
  } else {
    ++count;
  }
  other.join();
}

TEST(AnnotationsTest, WhoFailsToTakeALockHasSeenNothing) {
  EXPECT_GT(Raced([] { FailToTake(); }), 0u);
}

// Its header announces to ThreadSanitizer when one is made.
TEST(AnnotationsTest, AbslMutexOrdersItsHolders) {
  EXPECT_EQ(Raced([] {
              absl::Mutex mutex;
              int count = 0;
              const auto increment = [&] {
                const absl::MutexLock hold(&mutex);
                ++count;
              };
              std::thread other(increment);
              increment();
              other.join();
              EXPECT_EQ(count, 2);
            }),
            0u);
}

}  // namespace
}  // namespace interleave
