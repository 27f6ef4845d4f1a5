// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/step_names.h"

#include <gtest/gtest.h>

#include <mutex>
#include <string>
#include <thread>

#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

TEST(FunctionNameTest, LeavesOutParametersAndWhatIsReturned) {
  EXPECT_EQ(FunctionName("Pool::Reset()"), "Pool::Reset");
  EXPECT_EQ(FunctionName("Pool::Reset(int, char const*) const"), "Pool::Reset");
  EXPECT_EQ(FunctionName("void Reset<Pool<int, char> >(Pool<int, char>&)"),
            "Reset<Pool<int, char> >");
  EXPECT_EQ(FunctionName("main"), "main");
  EXPECT_EQ(FunctionName(""), "");
}

TEST(FunctionNameTest, KeepsAnonymousNamespaces) {
  EXPECT_EQ(FunctionName("(anonymous namespace)::Reset(int)"),
            "(anonymous namespace)::Reset");
}

TEST(FunctionNameTest, TakesALambdaForTheFunctionItStandsIn) {
  EXPECT_EQ(FunctionName("Pool::Reset()::{lambda()#1}::operator()() const"),
            "Pool::Reset");
}

TEST(FunctionNameTest, KnowsOperators) {
  EXPECT_EQ(FunctionName("Less::operator()(int, int) const"),
            "Less::operator()");
  EXPECT_EQ(FunctionName("Pool::operator<(Pool const&)"), "Pool::operator<");
}

// Under a lock each, and so a lost update for all that.
[[gnu::noinline]] int LoadIn(std::mutex& mutex, const int& count) {
  const std::lock_guard lock(mutex);
  return count;
}

[[gnu::noinline]] void StoreIn(std::mutex& mutex, int& count, int value) {
  const std::lock_guard lock(mutex);
  count = value;
}

TEST(StepNamesTest, AreInTheScheduleOfAFinding) {
  const ExploreResult result = Explore({.strategy = "exhaustive",
                                        .explain = "off",
                                        .schedule_dir = testing::TempDir()},
                                       [] {
                                         std::mutex first;
                                         std::mutex second;
                                         int count = 0;
                                         const auto add = [&] {
                                           const int loaded =
                                               LoadIn(first, count);
                                           StoreIn(second, count, loaded + 1);
                                         };
                                         std::thread a(add);
                                         std::thread b(add);
                                         a.join();
                                         b.join();
                                         INTERLEAVE_CHECK(count == 2);
                                       });
  ASSERT_EQ(result.failures.size(), 1u);
  bool seen = false;
  for (const RecordedChoice& choice : result.failures[0].schedule.choices) {
    if (choice.position.kind != OperationKind::kLock) continue;
    seen = true;
    const bool stores = choice.position.occurrence == 2;
    EXPECT_EQ(choice.identity.object, stores ? "mutex 2" : "mutex 1");
    EXPECT_NE(choice.identity.function.find(stores ? "StoreIn" : "LoadIn"),
              std::string::npos)
        << choice.identity.function;
    EXPECT_EQ(choice.identity.occurrence, 1u);
  }
  EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace interleave
