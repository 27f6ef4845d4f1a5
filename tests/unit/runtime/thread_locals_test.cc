// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/thread_locals.h"

#include <gtest/gtest.h>

#include <thread>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/random.h"

namespace interleave {
namespace {

// volatile: a compiler may keep a smaller variable otherwise.
thread_local volatile int g_initialised = 42;
thread_local volatile int g_zero;
int g_constructed = 0;
int g_destroyed = 0;

struct Counted {
  Counted() { ++g_constructed; }
  ~Counted() { ++g_destroyed; }
  volatile int value = 1;
};
thread_local Counted g_counted;

TEST(ThreadLocalsTest, AreFreshInEveryTaskOfEveryExecution) {
  LinkDoors();
  RandomStrategy random(1);
  int wrong = 0;
  const auto check_and_change = [&] {
    wrong += g_initialised != 42 || g_zero != 0 || g_counted.value != 1;
    g_initialised = 0;
    g_zero = 1;
    g_counted.value = 2;
  };
  for (int round = 0; round < 1'000; ++round) {
    random.Begin();
    random.End(ProcessExecution().Run(
        [&] {
          std::thread a(check_and_change), b(check_and_change);
          check_and_change();
          a.join();
          b.join();
        },
        random, {}));
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(g_constructed, 3'000);
  EXPECT_EQ(g_destroyed, 3'000);
}

TEST(ThreadLocalsTest, KnowsTheVariablesOfThisExecutable) {
  const ThreadLocals& table = ThreadLocals::OfExecutable();
  EXPECT_TRUE(table.restorable());
  EXPECT_GE(table.bytes(), 2 * sizeof(int) + sizeof(Counted));
}

TEST(ThreadLocalsTest, LeavesTheSanitizersAndItsOwnAlone) {
  EXPECT_TRUE(ThreadLocals::BelongsToRuntime("__tsan_something"));
  EXPECT_TRUE(ThreadLocals::BelongsToRuntime(
      "_ZN10interleave8internal12current_taskE"));
  EXPECT_FALSE(ThreadLocals::BelongsToRuntime("_ZN4pool7currentE"));
}

}  // namespace
}  // namespace interleave
