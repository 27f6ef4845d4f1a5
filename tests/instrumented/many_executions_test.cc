// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Executions that follow one another with no way back to the host: what one
// leaves to the next is ordered, whoever wrote it.

#include <mutex>
#include <thread>

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

constexpr int kExecutions = 2'000;

Options Randomly() {
  Options options;
  options.strategy = "random";
  options.executions = kExecutions;
  return options;
}

struct Notes {
  int by_body = 0;
  int by_joined = 0;
  int by_detached = 0;
  int read = 0;
};

TEST(ManyExecutionsTest, WhatOneWroteTheNextReadsWithoutARace) {
  Notes notes;
  const ExploreResult result = Explore(
      Randomly(),
      [&notes] {
        notes.read += notes.by_body + notes.by_joined + notes.by_detached;
        ++notes.by_body;
        std::thread joined([&notes] {
          INTERLEAVE_POINT("test.joined");
          ++notes.by_joined;
        });
        std::thread([&notes] {
          INTERLEAVE_POINT("test.detached");
          ++notes.by_detached;
        }).detach();
        joined.join();
      },
      "Test");
  EXPECT_EQ(result.verdict, Verdict::kPassed) << FormatResult(result);
  EXPECT_EQ(result.executions, static_cast<uint64_t>(kExecutions));
  // With the two replays of the first.
  EXPECT_GE(notes.by_detached, kExecutions);
  EXPECT_EQ(notes.by_detached, notes.by_body);
  EXPECT_EQ(notes.by_joined, notes.by_body);
}

TEST(ManyExecutionsTest, ALockThatEachExecutionMakesAnewIsNoOtherLock) {
  int executions = 0;
  const ExploreResult result = Explore(
      Randomly(),
      [&executions] {
        std::mutex first;
        std::mutex second;
        // One order in all of an execution, the other in the next. These are
        // other locks, though in the same place.
        std::mutex& outer = ++executions % 2 == 0 ? first : second;
        std::mutex& inner = executions % 2 == 0 ? second : first;
        const auto both = [&] {
          const std::lock_guard hold_outer(outer);
          const std::lock_guard hold_inner(inner);
        };
        std::thread one(both);
        std::thread two(both);
        one.join();
        two.join();
      },
      "Test");
  EXPECT_EQ(result.verdict, Verdict::kPassed) << FormatResult(result);
  EXPECT_EQ(result.executions, static_cast<uint64_t>(kExecutions));
}

}  // namespace
}  // namespace interleave
