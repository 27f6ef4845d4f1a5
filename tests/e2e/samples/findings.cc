// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// One test for each kind of finding, and for each way to check nothing.

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"

namespace {

INTERLEAVE_TEST(FindingsTest, Deadlock) {
  std::mutex left;
  std::mutex right;
  std::thread other([&] {
    const std::lock_guard<std::mutex> first(right);
    const std::lock_guard<std::mutex> second(left);
  });
  {
    const std::lock_guard<std::mutex> first(left);
    const std::lock_guard<std::mutex> second(right);
  }
  other.join();
}

// Nobody will ever signal.
INTERLEAVE_TEST(FindingsTest, LostWakeup) {
  std::mutex mutex;
  std::condition_variable ready;
  std::thread waiter([&] {
    std::unique_lock<std::mutex> lock(mutex);
    ready.wait(lock);
  });
  ready.notify_one();
  waiter.join();
}

INTERLEAVE_TEST(FindingsTest, Exception) {
  bool done = false;
  std::thread other([&] {
    INTERLEAVE_POINT("other.exception.before");
    if (done) throw std::runtime_error("too late");
  });
  done = true;
  INTERLEAVE_POINT("main.exception.before");
  other.join();
}

INTERLEAVE_TEST(FindingsTest, ExceptionOfTheBody) {
  std::thread other([] { INTERLEAVE_POINT("other.thread.running"); });
  INTERLEAVE_POINT("main.thread.running");
  other.join();
  throw std::out_of_range("from the body itself");
}

// A std::thread in scope would end the program, as it does anywhere.
INTERLEAVE_TEST(FindingsTest, Unjoined) {
  auto* const forgotten =
      new std::thread([] { INTERLEAVE_POINT("other.thread.running"); });
  INTERLEAVE_POINT("main.thread.running");
  static_cast<void>(forgotten);
}

INTERLEAVE_TEST(FindingsTest, StepLimit, {.steps_max = 500}) {
  std::thread other([] { INTERLEAVE_POINT("other.thread.running"); });
  for (int i = 0; i < 1000; ++i) INTERLEAVE_POINT("main.loop.turn");
  other.join();
}

INTERLEAVE_TEST(FindingsTest, Check) {
  int value = 0;
  std::thread other([&] {
    INTERLEAVE_POINT("other.check.before");
    value = 1;
  });
  INTERLEAVE_POINT("main.check.before");
  INTERLEAVE_CHECK(value == 0);
  other.join();
}

INTERLEAVE_TEST(FindingsTest, ExpectationInATask) {
  int value = 0;
  std::thread other([&] {
    INTERLEAVE_POINT("other.expect.before");
    EXPECT_EQ(value, 0) << "seen by the task";
  });
  INTERLEAVE_POINT("main.expect.before");
  value = 1;
  other.join();
}

// Every execution does something else than the one before.
INTERLEAVE_TEST(FindingsTest, Nondeterminism) {
  static int executions = 0;
  ++executions;
  std::thread other([] { INTERLEAVE_POINT("other.thread.running"); });
  for (int i = 0; i < executions % 3; ++i) INTERLEAVE_POINT("main.loop.turn");
  other.join();
}

INTERLEAVE_TEST(EmptyTest, NothingControlled) { EXPECT_EQ(1 + 1, 2); }

INTERLEAVE_TEST(EmptyTest, NothingControlledOnPurpose,
                {.allow_uncontrolled = true}) {
  EXPECT_EQ(1 + 1, 2);
}

// A task is controlled, but there is never anything to choose.
INTERLEAVE_TEST(EmptyTest, SingleSchedule) {
  std::thread other([] {});
  other.join();
}

INTERLEAVE_TEST(EmptyTest, RequiredPointIsNeverReached,
                {.required_points = {"other.thread.runing"}}) {
  std::thread other([] { INTERLEAVE_POINT("other.thread.running"); });
  INTERLEAVE_POINT("main.thread.running");
  other.join();
}

INTERLEAVE_TEST(EmptyTest, Skipped) {
  GTEST_SKIP() << "the machine is too small";
}

}  // namespace
