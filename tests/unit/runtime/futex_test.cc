// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/futex.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <barrier>
#include <future>
#include <latch>
#include <semaphore>
#include <thread>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

Options Budget() { return {.strategy = "random", .executions = 500}; }

TEST(FutexTest, CarriesAtomicWaitAndNotify) {
  const ExploreResult result = Explore(Budget(), [] {
    std::atomic<int> value{0};
    std::thread waiter([&] { value.wait(0); });
    INTERLEAVE_POINT("test.waiter.created");
    value.store(1);
    value.notify_one();
    waiter.join();
  });
  EXPECT_TRUE(result.ok()) << ResultLine(result);
}

TEST(FutexTest, FindsTheNotifyThatIsMissing) {
  const ExploreResult result = Explore(Budget(), [] {
    std::atomic<int> value{0};
    std::thread waiter([&] { value.wait(0); });
    INTERLEAVE_POINT("test.waiter.created");
    value.store(1);
    waiter.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
}

// A flag of the program's own, set too late to be seen and told of too early.
TEST(FutexTest, NamesAWakeThatCameBeforeTheWait) {
  const ExploreResult result = Explore(Budget(), [] {
    std::atomic<int> word{0};
    std::thread waiter([&] {
      syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
    });
    syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
    waiter.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_THAT(result.failures[0].finding.message,
              testing::HasSubstr("lost wakeup: main signalled futex 1 when "
                                 "nobody waited, before T1 did"));
}

TEST(FutexTest, CarriesLatchBarrierSemaphoreAndFuture) {
  const ExploreResult result = Explore(Budget(), [] {
    std::latch latch(2);
    std::barrier barrier(2);
    std::counting_semaphore<4> semaphore(0);
    std::future<int> answer = std::async(std::launch::async, [] { return 42; });
    std::jthread other([&] {
      latch.arrive_and_wait();
      barrier.arrive_and_wait();
      semaphore.acquire();
    });
    latch.arrive_and_wait();
    barrier.arrive_and_wait();
    semaphore.release();
    INTERLEAVE_CHECK(answer.get() == 42);
  });
  EXPECT_TRUE(result.ok()) << ResultLine(result);
}

}  // namespace
}  // namespace interleave
