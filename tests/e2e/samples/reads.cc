// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Instrumented tests for several processes that search with rf-dpor.

#include <signal.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <string>
#include <thread>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"

namespace {

// The number in the environment; 0 when there is none.
int Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? 0 : std::atoi(value);
}

// Three tasks add two each; what the first of them read first.
int LossyCount() {
  std::atomic<int> count = 0;
  int first = 0;
  const auto add = [&count](int* read) {
    for (int i = 0; i < 2; ++i) {
      const int loaded = count.load(std::memory_order_relaxed);
      count.store(loaded + 1, std::memory_order_relaxed);
      if (i == 0 && read != nullptr) *read = loaded;
    }
  };
  std::thread one(add, &first), two(add, nullptr), three(add, nullptr);
  one.join();
  two.join();
  three.join();
  return first;
}

INTERLEAVE_TEST(ReadsTest, Counts, {.strategy = "rf-dpor", .executions = 0}) {
  static int executions = 0;
  if (++executions == Variable("SAMPLE_INTERRUPT_AT")) raise(SIGINT);
  interleave::RecordOutcome(std::to_string(LossyCount()));
}

INTERLEAVE_TEST(ReadsTest, Finds, {.strategy = "rf-dpor", .executions = 0}) {
  EXPECT_NE(LossyCount(), 3);
}

INTERLEAVE_TEST(ReadsTest, IsRefused,
                {.strategy = "rf-dpor", .executions = 0}) {
  std::condition_variable condition;
  if (LossyCount() == 3) condition.notify_all();
}

}  // namespace
