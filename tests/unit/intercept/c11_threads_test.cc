// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// <threads.h>, each function under control and, in the first test of a kind,
// outside of executions.

#include <threads.h>

#include <ctime>
#include <string>

#include "absl/functional/function_ref.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

using testing::HasSubstr;

ExploreResult ExploreAll(absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = "exhaustive";
  options.executions = 0;
  return Explore(options, body, "C11ThreadsTest.Body");
}

void ExpectVerified(absl::FunctionRef<void()> body) {
  const ExploreResult result = ExploreAll(body);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_GT(result.executions, 1u);
}

struct Counter {
  mtx_t mutex;
  int count = 0;
};

int Increment(void* argument) {
  auto* const counter = static_cast<Counter*>(argument);
  INTERLEAVE_CHECK(mtx_lock(&counter->mutex) == thrd_success);
  const int before = counter->count;
  thrd_yield();
  counter->count = before + 1;
  INTERLEAVE_CHECK(mtx_unlock(&counter->mutex) == thrd_success);
  return before + 10;
}

void CountByTwo() {
  Counter counter;
  INTERLEAVE_CHECK(mtx_init(&counter.mutex, mtx_plain) == thrd_success);
  thrd_t one;
  thrd_t two;
  INTERLEAVE_CHECK(thrd_create(&one, &Increment, &counter) == thrd_success);
  INTERLEAVE_CHECK(thrd_create(&two, &Increment, &counter) == thrd_success);
  int first = 0;
  int second = 0;
  INTERLEAVE_CHECK(thrd_join(one, &first) == thrd_success);
  INTERLEAVE_CHECK(thrd_join(two, &second) == thrd_success);
  INTERLEAVE_CHECK(counter.count == 2);
  INTERLEAVE_CHECK(first + second == 21);
  mtx_destroy(&counter.mutex);
}

TEST(C11ThreadsTest, MutexesKeepOthersOut) {
  CountByTwo();
  ExpectVerified(&CountByTwo);
}

// The same without the lock.
TEST(C11ThreadsTest, ThreadsInterleave) {
  const ExploreResult result = ExploreAll([] {
    static int count;
    count = 0;
    const auto increment = [](void*) {
      const int before = count;
      thrd_yield();
      count = before + 1;
      return 0;
    };
    thrd_t one;
    thrd_t two;
    thrd_create(&one, increment, nullptr);
    thrd_create(&two, increment, nullptr);
    thrd_join(one, nullptr);
    thrd_join(two, nullptr);
    INTERLEAVE_CHECK(count == 2);
  });
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kAssertion);
}

TEST(C11ThreadsTest, TriesAndTimesRunOut) {
  ExpectVerified([] {
    static mtx_t mutex;
    mtx_init(&mutex, mtx_timed);
    mtx_lock(&mutex);
    thrd_t other;
    thrd_create(
        &other,
        [](void*) {
          INTERLEAVE_CHECK(mtx_trylock(&mutex) == thrd_busy);
          timespec soon{};
          timespec_get(&soon, TIME_UTC);
          ++soon.tv_sec;
          INTERLEAVE_CHECK(mtx_timedlock(&mutex, &soon) == thrd_timedout);
          return 0;
        },
        nullptr);
    thrd_yield();
    thrd_join(other, nullptr);
    mtx_unlock(&mutex);
    INTERLEAVE_CHECK(mtx_trylock(&mutex) == thrd_success);
    mtx_unlock(&mutex);
    mtx_destroy(&mutex);
  });
}

TEST(C11ThreadsTest, ARecursiveMutexIsTakenTwice) {
  ExpectVerified([] {
    static mtx_t mutex;
    mtx_init(&mutex, mtx_plain | mtx_recursive);
    const auto nest = [](void*) {
      mtx_lock(&mutex);
      INTERLEAVE_CHECK(mtx_lock(&mutex) == thrd_success);
      mtx_unlock(&mutex);
      mtx_unlock(&mutex);
      return 0;
    };
    thrd_t other;
    thrd_create(&other, nest, nullptr);
    nest(nullptr);
    thrd_join(other, nullptr);
    mtx_destroy(&mutex);
  });
}

struct Queue {
  mtx_t mutex;
  cnd_t changed;
  int items = 0;
};

int TakeOne(void* argument) {
  auto* const queue = static_cast<Queue*>(argument);
  mtx_lock(&queue->mutex);
  while (queue->items == 0) cnd_wait(&queue->changed, &queue->mutex);
  --queue->items;
  mtx_unlock(&queue->mutex);
  return 0;
}

void PassTwo(int (*wake)(cnd_t*), int wakes) {
  Queue queue;
  mtx_init(&queue.mutex, mtx_plain);
  cnd_init(&queue.changed);
  thrd_t one;
  thrd_t two;
  thrd_create(&one, &TakeOne, &queue);
  thrd_create(&two, &TakeOne, &queue);
  mtx_lock(&queue.mutex);
  queue.items = 2;
  mtx_unlock(&queue.mutex);
  for (int i = 0; i < wakes; ++i) wake(&queue.changed);
  thrd_join(one, nullptr);
  thrd_join(two, nullptr);
  INTERLEAVE_CHECK(queue.items == 0);
  cnd_destroy(&queue.changed);
  mtx_destroy(&queue.mutex);
}

TEST(C11ThreadsTest, ConditionsWake) {
  PassTwo(&cnd_broadcast, 1);
  ExpectVerified([] { PassTwo(&cnd_broadcast, 1); });
  ExpectVerified([] { PassTwo(&cnd_signal, 2); });
}

TEST(C11ThreadsTest, ASignalTooFewIsADeadlock) {
  const ExploreResult result = ExploreAll([] { PassTwo(&cnd_signal, 1); });
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
  EXPECT_THAT(result.failures[0].finding.message, HasSubstr("condition 1"));
}

TEST(C11ThreadsTest, AConditionsTimeRunsOut) {
  ExpectVerified([] {
    static mtx_t mutex;
    static cnd_t never;
    mtx_init(&mutex, mtx_plain);
    cnd_init(&never);
    const auto wait = [](void*) {
      timespec until{};
      timespec_get(&until, TIME_UTC);
      ++until.tv_sec;
      mtx_lock(&mutex);
      while (cnd_timedwait(&never, &mutex, &until) != thrd_timedout) {
      }
      mtx_unlock(&mutex);
      return 0;
    };
    thrd_t other;
    thrd_create(&other, wait, nullptr);
    wait(nullptr);
    thrd_join(other, nullptr);
    cnd_destroy(&never);
    mtx_destroy(&mutex);
  });
}

// All clocks are one, and stand still but for what reading them takes.
TEST(C11ThreadsTest, TimeIsVirtual) {
  ExpectVerified([] {
    const auto look = [](void*) {
      thrd_yield();
      timespec by_c{};
      timespec by_posix{};
      INTERLEAVE_CHECK(timespec_get(&by_c, TIME_UTC) == TIME_UTC);
      clock_gettime(CLOCK_REALTIME, &by_posix);
      INTERLEAVE_CHECK(by_c.tv_sec == by_posix.tv_sec);
      const clock_t before = clock();
      const timespec second = {1, 0};
      thrd_sleep(&second, nullptr);
      INTERLEAVE_CHECK(clock() >= before + CLOCKS_PER_SEC);
      INTERLEAVE_CHECK(clock() < before + 2 * CLOCKS_PER_SEC);
      return 0;
    };
    thrd_t other;
    thrd_create(&other, look, nullptr);
    look(nullptr);
    thrd_join(other, nullptr);
  });
}

TEST(C11ThreadsTest, CallOnceCallsOnce) {
  ExpectVerified([] {
    static once_flag flag;
    static int calls;
    flag = ONCE_FLAG_INIT;
    calls = 0;
    const auto call = [](void*) {
      call_once(&flag, [] { ++calls; });
      INTERLEAVE_CHECK(calls == 1);
      return 0;
    };
    thrd_t other;
    thrd_create(&other, call, nullptr);
    call(nullptr);
    thrd_join(other, nullptr);
  });
}

TEST(C11ThreadsTest, ExitAndDetach) {
  ExpectVerified([] {
    static mtx_t mutex;
    static int done;
    done = 0;
    mtx_init(&mutex, mtx_plain);
    const auto leave = [](void*) {
      mtx_lock(&mutex);
      ++done;
      mtx_unlock(&mutex);
      thrd_exit(7);
      return 0;
    };
    thrd_t joined;
    thrd_create(&joined, leave, nullptr);
    mtx_lock(&mutex);
    mtx_unlock(&mutex);
    int result = 0;
    thrd_join(joined, &result);
    INTERLEAVE_CHECK(result == 7);
    INTERLEAVE_CHECK(done == 1);
    thrd_t detached;
    thrd_create(
        &detached, [](void*) { return 0; }, nullptr);
    INTERLEAVE_CHECK(thrd_detach(detached) == thrd_success);
    mtx_destroy(&mutex);
  });
}

TEST(C11ThreadsTest, SleepTakesNoTime) {
  ExpectVerified([] {
    const auto sleep = [](void*) {
      const timespec hour = {3'600, 0};
      INTERLEAVE_CHECK(thrd_sleep(&hour, nullptr) == 0);
      return 0;
    };
    thrd_t other;
    thrd_create(&other, sleep, nullptr);
    sleep(nullptr);
    thrd_join(other, nullptr);
  });
}

TEST(C11ThreadsTest, ValuesOfAThreadAreItsOwnAndGoWithIt) {
  static int destroyed;
  ExpectVerified([] {
    static tss_t key;
    destroyed = 0;
    INTERLEAVE_CHECK(tss_create(&key, [](void*) { ++destroyed; }) ==
                     thrd_success);
    const auto use = [](void* value) {
      INTERLEAVE_CHECK(tss_get(key) == nullptr);
      tss_set(key, value);
      thrd_yield();
      INTERLEAVE_CHECK(tss_get(key) == value);
      return 0;
    };
    int values[2];
    thrd_t one;
    thrd_t two;
    thrd_create(&one, use, &values[0]);
    thrd_create(&two, use, &values[1]);
    thrd_join(one, nullptr);
    thrd_join(two, nullptr);
    INTERLEAVE_CHECK(destroyed == 2);
    tss_delete(key);
  });
}

}  // namespace
}  // namespace interleave
