// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Where nobody asks who shares memory, nothing is kept of it: with races off,
// and no plain access a schedule point.

#include <atomic>
#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

// One plain variable and an atomic one, both of two tasks.
void Body() {
  int plain = 0;
  std::atomic<int> atomic = 0;
  const auto add = [&] {
    ++plain;
    const int before = atomic.load(std::memory_order_relaxed);
    atomic.store(before + 1, std::memory_order_relaxed);
  };
  std::thread one(add);
  std::thread two(add);
  one.join();
  two.join();
}

ExploreResult ExploreAll(const char* points) {
  Options options;
  options.strategy = "dfs";
  options.executions = 0;
  options.points = points;
  options.races = "off";
  return Explore(options, &Body, "UnaskedMemoryTest.Body");
}

TEST(UnaskedMemoryTest, NothingIsKeptWherePlainAccessesAreNoPoints) {
  const ExploreResult result = ExploreAll("atomics");
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_EQ(ProcessExecution().memory().watched(), 0u);
}

TEST(UnaskedMemoryTest, RacesAreLookedForWhereTheyMakePoints) {
  const ExploreResult result = ExploreAll("shared");
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_GT(ProcessExecution().memory().watched(), 0u);
  EXPECT_GT(ProcessExecution().memory().raced(), 0u);
  EXPECT_GT(result.executions, ExploreAll("atomics").executions);
}

}  // namespace
}  // namespace interleave
