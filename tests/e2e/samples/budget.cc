// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A space too large to be exhausted, and tests with options of their own.

#include <thread>
#include <vector>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"

namespace {

void RunTasks(int tasks, int points) {
  std::vector<std::thread> threads;
  for (int i = 0; i < tasks; ++i) {
    threads.emplace_back([points] {
      for (int j = 0; j < points; ++j) INTERLEAVE_POINT("task.loop.turn");
    });
  }
  for (std::thread& thread : threads) thread.join();
}

INTERLEAVE_TEST(BudgetTest, LargeSpace) { RunTasks(4, 20); }

INTERLEAVE_TEST(BudgetTest, TenExecutions,
                {.strategy = "random", .executions = 10}) {
  RunTasks(4, 20);
}

INTERLEAVE_TEST(BudgetTest, SmallSpace) { RunTasks(2, 1); }

}  // namespace
