// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What the standards forbid is a finding that says what was done, and its fixed
// twin has none.

#include <pthread.h>
#include <semaphore.h>

#include <condition_variable>
#include <future>
#include <mutex>
#include <new>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
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

using ::testing::HasSubstr;

struct Misuse {
  std::string_view name;
  void (*wrong)();
  void (*right)();
  std::string_view message;
  FindingKind kind = FindingKind::kMisuse;
};

void PrintTo(const Misuse& misuse, std::ostream* out) { *out << misuse.name; }

// Another task, so that something is under control.
void RunBeside() {
  std::thread([] { std::this_thread::yield(); }).join();
}

void PostSemaphoreOnce(unsigned value) {
  sem_t semaphore;
  sem_init(&semaphore, 0, value);
  Together([&] { sem_post(&semaphore); });
  sem_destroy(&semaphore);
}

void LeaveThread(bool joins) {
  std::thread thread([] { std::this_thread::yield(); });
  if (joins) thread.join();
}

void SetPromise(int times) {
  std::promise<int> promise;
  Together([&] {
    for (int i = 0; i < times; ++i) promise.set_value(i);
  });
}

void GiveUpPromise(bool keeps_it) {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  Together([&] { future.get(); },
           [&] {
             std::promise<int> mine = std::move(promise);
             if (keeps_it) mine.set_value(1);
           });
}

void JoinAgain(bool again) {
  pthread_t thread;
  pthread_create(
      &thread, nullptr, [](void*) -> void* { return nullptr; }, nullptr);
  pthread_join(thread, nullptr);
  if (again) pthread_join(thread, nullptr);
}

void JoinItself(bool itself) {
  Together([=] {
    if (itself) pthread_join(pthread_self(), nullptr);
  });
}

void WaitForSignal(bool with_mutex) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  bool ready = false;
  Together(
      [&] {
        if (with_mutex) pthread_mutex_lock(&mutex);
        while (!ready && pthread_cond_wait(&condition, &mutex) == 0) {
        }
        if (with_mutex) pthread_mutex_unlock(&mutex);
      },
      [&] {
        pthread_mutex_lock(&mutex);
        ready = true;
        pthread_cond_signal(&condition);
        pthread_mutex_unlock(&mutex);
      });
}

void LockTwice(bool twice) {
  std::mutex mutex;
  RunBeside();
  mutex.lock();
  if (twice) mutex.lock();
  mutex.unlock();
}

void UseCondition(bool too_late) {
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  if (!too_late) pthread_cond_signal(&condition);
  RunBeside();
  pthread_cond_destroy(&condition);
  if (too_late) pthread_cond_signal(&condition);
  pthread_cond_init(&condition, nullptr);
  pthread_cond_signal(&condition);
  pthread_cond_destroy(&condition);
}

void UseReadWriteLock(bool too_late) {
  pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  RunBeside();
  pthread_rwlock_destroy(&lock);
  if (too_late) pthread_rwlock_rdlock(&lock);
  lock = PTHREAD_RWLOCK_INITIALIZER;
  pthread_rwlock_wrlock(&lock);
  pthread_rwlock_unlock(&lock);
  pthread_rwlock_destroy(&lock);
}

void UseSemaphore(bool too_late) {
  sem_t semaphore;
  sem_init(&semaphore, 0, 1);
  RunBeside();
  sem_destroy(&semaphore);
  if (too_late) sem_post(&semaphore);
  sem_init(&semaphore, 0, 1);
  sem_wait(&semaphore);
  sem_destroy(&semaphore);
}

void UseBarrier(bool too_late) {
  pthread_barrier_t barrier;
  pthread_barrier_init(&barrier, nullptr, 1);
  RunBeside();
  pthread_barrier_destroy(&barrier);
  if (too_late) pthread_barrier_wait(&barrier);
}

void UseSpinLock(bool too_late) {
  pthread_spinlock_t lock;
  pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
  RunBeside();
  pthread_spin_destroy(&lock);
  if (too_late) pthread_spin_trylock(&lock);
  pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
  pthread_spin_lock(&lock);
  pthread_spin_unlock(&lock);
  pthread_spin_destroy(&lock);
}

// Its memory stays, and is another's then.
void UseAbslMutex(bool too_late) {
  alignas(absl::Mutex) char memory[sizeof(absl::Mutex)];
  auto* mutex = new (memory) absl::Mutex;
  std::thread([=] {
    mutex->Lock();
    mutex->Unlock();
    mutex->~Mutex();
  }).join();
  if (too_late) mutex->ReaderLock();
  mutex = new (memory) absl::Mutex;
  mutex->Lock();
  mutex->Unlock();
  mutex->~Mutex();
}

std::vector<Misuse> AllMisuse() {
  return {
      {"SemaphoreAboveItsMaximum", [] { PostSemaphoreOnce(SEM_VALUE_MAX); },
       [] { PostSemaphoreOnce(SEM_VALUE_MAX - 1); },
       "T1 posts semaphore 1, whose value is the largest that it may have "
       "(2147483647)"},
      {"JoinableThreadDestroyed", [] { LeaveThread(false); },
       [] { LeaveThread(true); },
       "main called std::terminate without an exception; T1 was neither joined "
       "nor detached, and the destructor of a std::thread that is joinable "
       "does so",
       FindingKind::kException},
      {"PromiseSetTwice", [] { SetPromise(2); }, [] { SetPromise(1); },
       "Promise already satisfied"},
      {"PromiseBroken", [] { GiveUpPromise(false); },
       [] { GiveUpPromise(true); }, "Broken promise"},
      {"JoinedTwice", [] { JoinAgain(true); }, [] { JoinAgain(false); },
       "main joins T1, which was joined already"},
      {"JoinedByItself", [] { JoinItself(true); }, [] { JoinItself(false); },
       "T1 joins itself"},
      {"WaitWithoutTheMutex", [] { WaitForSignal(false); },
       [] { WaitForSignal(true); },
       "T1 waits on condition 1 without holding mutex 1"},
      {"MutexLockedTwice", [] { LockTwice(true); }, [] { LockTwice(false); },
       "main waits at lock of mutex 1, held by main itself",
       FindingKind::kDeadlock},
      {"ConditionUsedAfterItsEnd", [] { UseCondition(true); },
       [] { UseCondition(false); },
       "main uses condition 1, which it destroyed"},
      {"ReadWriteLockUsedAfterItsEnd", [] { UseReadWriteLock(true); },
       [] { UseReadWriteLock(false); },
       "main uses rwlock 1, which it destroyed"},
      {"SemaphoreUsedAfterItsEnd", [] { UseSemaphore(true); },
       [] { UseSemaphore(false); },
       "main uses semaphore 1, which it destroyed"},
      {"BarrierUsedAfterItsEnd", [] { UseBarrier(true); },
       [] { UseBarrier(false); }, "main uses barrier 1, which it destroyed"},
      {"SpinLockUsedAfterItsEnd", [] { UseSpinLock(true); },
       [] { UseSpinLock(false); }, "main uses spinlock 1, which it destroyed"},
      {"AbslMutexUsedAfterItsEnd", [] { UseAbslMutex(true); },
       [] { UseAbslMutex(false); },
       "main uses absl::Mutex 1, which T1 destroyed"},
  };
}

ExploreResult ExploreMisuse(void (*body)()) {
  Options options;
  options.strategy = "dpor";
  options.executions = 0;
  options.races = "off";
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  return Explore(options, body, "MisuseTest.Body");
}

class MisuseTest : public testing::TestWithParam<Misuse> {};

TEST_P(MisuseTest, IsToldByItsNameAndReplays) {
  const ExploreResult result = ExploreMisuse(GetParam().wrong);
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  const Finding& finding = result.failures[0].finding;
  EXPECT_EQ(finding.kind, GetParam().kind);
  EXPECT_THAT(finding.message, HasSubstr(std::string(GetParam().message)));
  EXPECT_FALSE(finding.stack.empty());
  if (finding.message.ends_with(" destroyed")) {
    ASSERT_EQ(finding.places.size(), 1u);
    EXPECT_THAT(finding.places[0].title, HasSubstr(" destroyed it here"));
    EXPECT_FALSE(finding.places[0].stack.empty());
  }
  Options options;
  options.replay = result.failures[0].token;
  const ExploreResult again =
      Explore(options, GetParam().wrong, "MisuseTest.Body");
  ASSERT_TRUE(again.replay.has_value());
  EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced)
      << FormatResult(again);
}

TEST_P(MisuseTest, ItsFixedTwinHasNone) {
  const ExploreResult result = ExploreMisuse(GetParam().right);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

INSTANTIATE_TEST_SUITE_P(Of, MisuseTest, testing::ValuesIn(AllMisuse()),
                         [](const auto& info) {
                           return std::string(info.param.name);
                         });

}  // namespace
}  // namespace interleave
