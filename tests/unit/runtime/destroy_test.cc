// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Objects that are destroyed while somebody needs them, and their fixed twins.

#include "interleave/runtime/destroy.h"

#include <pthread.h>
#include <semaphore.h>

#include <cerrno>
#include <string>
#include <thread>

#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"

namespace interleave {
namespace {

using testing::HasSubstr;

ExploreResult ExploreBy(const char* strategy, absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = strategy;
  options.executions = 0;
  return Explore(options, body, "DestroyTest.Body");
}

// The first finding, which each strategy comes to, is misuse.
std::string MisuseIn(absl::FunctionRef<void()> body) {
  std::string message;
  for (const char* strategy : {"exhaustive", "dpor", "optimal-dpor"}) {
    const ExploreResult result = ExploreBy(strategy, body);
    if (result.failures.empty()) {
      ADD_FAILURE() << strategy << ": " << FormatResult(result);
      return "";
    }
    const Finding& finding = result.failures[0].finding;
    EXPECT_EQ(finding.kind, FindingKind::kMisuse) << FormatResult(result);
    EXPECT_FALSE(finding.stack.empty());
    message = finding.message;
    Options options;
    options.replay = result.failures[0].token;
    const ExploreResult again = Explore(options, body, "DestroyTest.Body");
    if (!again.replay.has_value()) return "";
    EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced)
        << FormatResult(again);
  }
  return message;
}

void ExpectNothingIn(absl::FunctionRef<void()> body) {
  for (const char* strategy : {"exhaustive", "dpor", "optimal-dpor"}) {
    const ExploreResult result = ExploreBy(strategy, body);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  }
}

// One task uses a mutex that main destroys, before it has joined or after.
void DestroyMutexOf(bool joined_first) {
  pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, nullptr);
  std::thread other([&] {
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
  });
  if (joined_first) other.join();
  pthread_mutex_destroy(&mutex);
  if (!joined_first) other.join();
}

TEST(DestroyTest, AMutexThatAnotherUses) {
  EXPECT_THAT(MisuseIn([] { DestroyMutexOf(false); }), HasSubstr("mutex 1"));
}

TEST(DestroyTest, AMutexThatAnotherUsedFixed) {
  DestroyMutexOf(true);  // as itself
  const ExploreResult result =
      ExploreBy("exhaustive", [] { DestroyMutexOf(true); });
  EXPECT_TRUE(result.failures.empty()) << FormatResult(result);
}

TEST(DestroyTest, AMutexThatItHoldsItself) {
  const auto body = [](bool unlocks) {
    pthread_mutex_t mutex;
    pthread_mutex_init(&mutex, nullptr);
    std::thread one([] { std::this_thread::yield(); });
    std::thread two([] { std::this_thread::yield(); });
    pthread_mutex_lock(&mutex);
    if (unlocks) pthread_mutex_unlock(&mutex);
    pthread_mutex_destroy(&mutex);
    one.join();
    two.join();
  };
  EXPECT_EQ(MisuseIn([&] { body(false); }),
            "main destroys mutex 1 while it holds it");
  ExpectNothingIn([&] { body(true); });
}

TEST(DestroyTest, TwiceAndUseAfterwards) {
  const auto body = [](bool again, bool uses) {
    pthread_mutex_t mutex;
    pthread_mutex_init(&mutex, nullptr);
    std::thread one([] { std::this_thread::yield(); });
    std::thread two([] { std::this_thread::yield(); });
    pthread_mutex_destroy(&mutex);
    if (again) pthread_mutex_destroy(&mutex);
    if (uses) pthread_mutex_lock(&mutex);
    pthread_mutex_init(&mutex, nullptr);
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    pthread_mutex_destroy(&mutex);
    one.join();
    two.join();
  };
  EXPECT_EQ(MisuseIn([&] { body(true, false); }),
            "main uses mutex 1, which it destroyed");
  EXPECT_EQ(MisuseIn([&] { body(false, true); }),
            "main uses mutex 1, which it destroyed");
  ExpectNothingIn([&] { body(false, false); });
}

// A waiter that nobody signals until main has destroyed what it waits on.
void DestroyConditionOf(bool joined_first) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  bool ready = false;
  std::thread other([&] {
    pthread_mutex_lock(&mutex);
    while (!ready) pthread_cond_wait(&condition, &mutex);
    pthread_mutex_unlock(&mutex);
  });
  if (joined_first) {
    pthread_mutex_lock(&mutex);
    ready = true;
    pthread_cond_signal(&condition);
    pthread_mutex_unlock(&mutex);
    other.join();
  }
  pthread_cond_destroy(&condition);
  if (!joined_first) other.join();
}

// Other things go wrong there, too.
bool Finds(absl::FunctionRef<void()> body, const char* message) {
  for (const char* strategy : {"exhaustive", "dpor", "optimal-dpor"}) {
    Options options;
    options.strategy = strategy;
    options.executions = 0;
    options.findings_max = 8;
    const ExploreResult result = Explore(options, body, "DestroyTest.Body");
    bool found = false;
    for (const Failure& each : result.failures) {
      found |= each.finding.message == message;
    }
    if (!found) return false;
  }
  return true;
}

TEST(DestroyTest, AConditionOnWhichAnotherWaits) {
  EXPECT_TRUE(Finds([] { DestroyConditionOf(false); },
                    "main destroys condition 1 while T1 waits on it"));
  ExpectNothingIn([] { DestroyConditionOf(true); });
}

void DestroyReadWriteLockOf(bool joined_first) {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  std::thread one([&] {
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_unlock(&lock);
  });
  std::thread two([&] {
    pthread_rwlock_rdlock(&lock);
    pthread_rwlock_unlock(&lock);
  });
  if (joined_first) one.join();
  if (joined_first) two.join();
  pthread_rwlock_destroy(&lock);
  if (!joined_first) one.join();
  if (!joined_first) two.join();
}

TEST(DestroyTest, AReadWriteLockThatAnotherReads) {
  EXPECT_THAT(MisuseIn([] { DestroyReadWriteLockOf(false); }),
              HasSubstr("rwlock 1"));
  EXPECT_TRUE(Finds([] { DestroyReadWriteLockOf(false); },
                    "main destroys rwlock 1 while T1 holds it"));
  EXPECT_TRUE(Finds([] { DestroyReadWriteLockOf(false); },
                    "T1 uses rwlock 1, which main destroyed"));
  ExpectNothingIn([] { DestroyReadWriteLockOf(true); });
}

void DestroySpinLockOf(bool joined_first) {
  pthread_spinlock_t lock;
  pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
  const auto use = [&] {
    pthread_spin_lock(&lock);
    pthread_spin_unlock(&lock);
  };
  std::thread one(use);
  std::thread two(use);
  if (joined_first) one.join();
  if (joined_first) two.join();
  pthread_spin_destroy(&lock);
  if (!joined_first) one.join();
  if (!joined_first) two.join();
}

TEST(DestroyTest, ASpinLockThatAnotherHolds) {
  EXPECT_THAT(MisuseIn([] { DestroySpinLockOf(false); }),
              HasSubstr("spinlock 1"));
  EXPECT_TRUE(Finds([] { DestroySpinLockOf(false); },
                    "main destroys spinlock 1 while T1 holds it"));
  EXPECT_TRUE(Finds([] { DestroySpinLockOf(false); },
                    "T1 uses spinlock 1, which main destroyed"));
  ExpectNothingIn([] { DestroySpinLockOf(true); });
}

// It stays as it was, and can be used and destroyed once nobody needs it.
TEST(DestroyTest, AnswersBusy) {
  const auto body = [] {
    pthread_spinlock_t spin;
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
    pthread_spin_lock(&spin);
    pthread_rwlock_rdlock(&rw);
    EXPECT_EQ(pthread_spin_destroy(&spin), EBUSY);
    EXPECT_EQ(pthread_rwlock_destroy(&rw), EBUSY);
    pthread_spin_unlock(&spin);
    pthread_rwlock_unlock(&rw);
    EXPECT_EQ(pthread_spin_destroy(&spin), 0);
    EXPECT_EQ(pthread_rwlock_destroy(&rw), 0);
  };
  Options options;
  options.strategy = "exhaustive";
  options.findings_max = 8;
  options.allow_single_schedule = true;
  options.allow_uncontrolled = true;
  const ExploreResult result = Explore(options, body, "DestroyTest.Body");
  EXPECT_EQ(result.failures.size(), 1u) << FormatResult(result);
}

void DestroyBarrierOf(bool arrives_first) {
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 2);
  std::thread other([&] { pthread_barrier_wait(&barrier); });
  if (arrives_first) pthread_barrier_wait(&barrier);
  if (arrives_first) other.join();
  pthread_barrier_destroy(&barrier);
  if (!arrives_first) other.join();
}

TEST(DestroyTest, ABarrierAtWhichAnotherWaits) {
  EXPECT_TRUE(Finds([] { DestroyBarrierOf(false); },
                    "main destroys barrier 1 while T1 waits at it"));
  ExpectNothingIn([] { DestroyBarrierOf(true); });
}

void DestroySemaphoreOf(bool joined_first) {
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  std::thread other([&] { sem_wait(&semaphore); });
  std::thread third([&] { sem_post(&semaphore); });
  if (joined_first) other.join();
  if (joined_first) third.join();
  sem_destroy(&semaphore);
  if (!joined_first) other.join();
  if (!joined_first) third.join();
}

TEST(DestroyTest, ASemaphoreForWhichAnotherWaits) {
  EXPECT_TRUE(Finds([] { DestroySemaphoreOf(false); },
                    "main destroys semaphore 1 while T1 waits for it"));
  EXPECT_TRUE(Finds([] { DestroySemaphoreOf(false); },
                    "T1 uses semaphore 1, which main destroyed"));
  ExpectNothingIn([] { DestroySemaphoreOf(true); });
}

void DestroyAbslMutexOf(bool joined_first) {
  alignas(absl::Mutex) unsigned char memory[sizeof(absl::Mutex)];
  auto* const mutex = new (memory) absl::Mutex;
  bool ready = true;
  const auto use = [&] {
    mutex->LockWhen(absl::Condition(&ready));
    mutex->Unlock();
  };
  std::thread one(use);
  std::thread two(use);
  if (joined_first) one.join();
  if (joined_first) two.join();
  mutex->~Mutex();
  if (!joined_first) one.join();
  if (!joined_first) two.join();
}

TEST(DestroyTest, AnAbslMutexThatAnotherHolds) {
  EXPECT_THAT(MisuseIn([] { DestroyAbslMutexOf(false); }),
              HasSubstr("absl::Mutex 1"));
  EXPECT_TRUE(Finds([] { DestroyAbslMutexOf(false); },
                    "main destroys absl::Mutex 1 while T1 holds it"));
  EXPECT_TRUE(Finds([] { DestroyAbslMutexOf(false); },
                    "T1 uses absl::Mutex 1, which main destroyed"));
  ExpectNothingIn([] { DestroyAbslMutexOf(true); });
}

}  // namespace
}  // namespace interleave
