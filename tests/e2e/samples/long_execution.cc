// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Failures at the end of a very long execution.

#include <gtest/gtest.h>

#include <thread>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"

namespace {

constexpr int kPoints = 500'000;

void Turn() {
  for (int i = 0; i < kPoints; ++i) INTERLEAVE_POINT("long.loop.turn");
}

// The two steps that decide are 500,000 steps away from what comes of them.
INTERLEAVE_TEST(LongExecutionTest, LosesAnIncrement,
                {.strategy = "random",
                 .executions = 1,
                 .steps_max = 3'000'000}) {
  int counter = 0;
  const auto increment = [&] {
    INTERLEAVE_POINT("long.counter.read", &counter);
    const int read = counter;
    Turn();
    INTERLEAVE_POINT("long.counter.written", &counter);
    counter = read + 1;
  };
  std::thread first(increment);
  std::thread second(increment);
  first.join();
  second.join();
  EXPECT_EQ(counter, 2);
}

INTERLEAVE_TEST(LongExecutionTest, FailsInEverySchedule,
                {.strategy = "random",
                 .executions = 1,
                 .steps_max = 3'000'000}) {
  std::thread first(Turn);
  std::thread second(Turn);
  first.join();
  second.join();
  ADD_FAILURE() << "a million steps are over";
}

}  // namespace
