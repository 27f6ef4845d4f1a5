// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// In code that is not instrumented, where every two steps depend on each other.
// What is saved where they don't is tested by tests/instrumented.

#include "interleave/strategy/dpor.h"

#include <gtest/gtest.h>
#include <semaphore.h>

#include <condition_variable>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/point.h"
#include "interleave/strategy/exhaustive.h"

namespace interleave {
namespace {

// The executions that count.
size_t CountAll(Strategy& strategy, absl::FunctionRef<void()> body) {
  LinkDoors();
  ProcessExecution().BeginExploration();
  size_t count = 0;
  while (strategy.Begin()) {
    strategy.End(ProcessExecution().Run(body, strategy, {}));
    count += !strategy.WasRedundant();
  }
  return count;
}

void Both(absl::FunctionRef<void()> first, absl::FunctionRef<void()> second) {
  std::thread a(first);
  std::thread b(second);
  a.join();
  b.join();
}

void Lock() {
  std::mutex mutex;
  const auto work = [&mutex] {
    INTERLEAVE_POINT("test.before");
    const std::lock_guard hold(mutex);
  };
  Both(work, work);
}

void TryLock() {
  std::mutex mutex;
  Both([&] { const std::lock_guard hold(mutex); },
       [&] {
         if (!mutex.try_lock()) return;
         INTERLEAVE_POINT("test.locked");
         mutex.unlock();
       });
}

void Semaphore() {
  sem_t semaphore;
  sem_init(&semaphore, 0, 1);
  const auto work = [&semaphore] {
    sem_wait(&semaphore);
    sem_post(&semaphore);
  };
  Both(work, work);
  sem_destroy(&semaphore);
}

void Condition() {
  std::mutex mutex;
  std::condition_variable condition;
  bool ready = false;
  Both(
      [&] {
        std::unique_lock hold(mutex);
        condition.wait(hold, [&ready] { return ready; });
      },
      [&] {
        const std::lock_guard hold(mutex);
        ready = true;
        condition.notify_one();
      });
}

void ReadersAndAWriter() {
  std::shared_mutex mutex;
  Both([&] { const std::shared_lock hold(mutex); },
       [&] { const std::lock_guard hold(mutex); });
}

void Deadlock() {
  std::mutex first;
  std::mutex second;
  Both([&] { const std::scoped_lock hold(first); },
       [&] {
         second.lock();
         second.lock();
       });
}

struct Named {
  const char* name;
  void (*body)();
};

class DporUnseenTest : public testing::TestWithParam<Named> {};

TEST_P(DporUnseenTest, RunsEverySchedule) {
  ExhaustiveStrategy exhaustive;
  DporStrategy dpor;
  EXPECT_EQ(CountAll(dpor, GetParam().body),
            CountAll(exhaustive, GetParam().body));
  EXPECT_TRUE(dpor.exhausted());
  EXPECT_EQ(dpor.nondeterminism().text, "");
}
INSTANTIATE_TEST_SUITE_P(
    Bodies, DporUnseenTest,
    testing::Values(Named{"Lock", &Lock}, Named{"TryLock", &TryLock},
                    Named{"Semaphore", &Semaphore},
                    Named{"Condition", &Condition},
                    Named{"ReadersAndAWriter", &ReadersAndAWriter},
                    Named{"Deadlock", &Deadlock}),
    [](const auto& param_info) { return param_info.param.name; });

TEST(DporStrategyTest, DrawsEveryValue) {
  std::set<std::vector<uint32_t>> drawn;
  DporStrategy dpor;
  EXPECT_EQ(CountAll(dpor,
                     [&drawn] {
                       const uint32_t first = Choose(3);
                       std::vector<uint32_t> values = {first, Choose(2)};
                       if (first == 2) values.push_back(Choose(4));
                       drawn.insert(values);
                     }),
            12u);
  EXPECT_EQ(drawn.size(), 12u);
}

TEST(DporStrategyTest, SaysHowARepeatedExecutionDiffers) {
  int executions = 0;
  DporStrategy dpor;
  CountAll(dpor, [&executions] {
    const bool second = ++executions == 2;
    std::thread a([] { INTERLEAVE_POINT("test.a"); });
    std::thread b([second] {
      if (second) INTERLEAVE_POINT("test.b");
    });
    if (second) std::thread([] {}).detach();
    a.join();
    b.join();
  });
  EXPECT_FALSE(dpor.exhausted());
  EXPECT_NE(dpor.nondeterminism().text, "");
  EXPECT_FALSE(dpor.Begin());
}

}  // namespace
}  // namespace interleave
