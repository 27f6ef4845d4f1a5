// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

uint64_t ClassesOf(absl::FunctionRef<void()> body) {
  Options options;
  options.strategy = "rf-dpor";
  options.executions = 0;
  const ExploreResult result = Explore(options, body, "Test");
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  return result.executions;
}

void Together(int threads, const std::function<void(int)>& work) {
  std::vector<std::thread> running;
  for (int i = 0; i < threads; ++i) running.emplace_back(work, i);
  for (std::thread& thread : running) thread.join();
}

std::function<void()> LostIncrements(int threads, int times) {
  return [=] {
    std::atomic<int> count = 0;
    Together(threads, [&](int) {
      for (int i = 0; i < times; ++i) {
        const int before = count.load(std::memory_order_relaxed);
        count.store(before + 1, std::memory_order_relaxed);
      }
    });
  };
}

TEST(RfDporTest, LostIncrements) {
  EXPECT_EQ(ClassesOf(LostIncrements(2, 1)), 3u);
  EXPECT_EQ(ClassesOf(LostIncrements(2, 2)), 0u);
  EXPECT_EQ(ClassesOf(LostIncrements(2, 3)), 0u);
  EXPECT_EQ(ClassesOf(LostIncrements(3, 1)), 0u);
  EXPECT_EQ(ClassesOf(LostIncrements(3, 2)), 0u);
  EXPECT_EQ(ClassesOf(LostIncrements(3, 3)), 154126u);
}

}  // namespace
}  // namespace interleave
