// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/step_names.h"

#include <gtest/gtest.h>

#include <mutex>
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

[[gnu::noinline]] void LockIn(std::mutex& mutex) {
  const std::lock_guard lock(mutex);
}

TEST(StepNamesTest, AreInTheScheduleOfAFinding) {
  const ExploreResult result = Explore({.strategy = "exhaustive",
                                        .explain = "off",
                                        .schedule_dir = testing::TempDir()},
                                       [] {
                                         std::mutex first;
                                         std::mutex second;
                                         bool inside = false;
                                         std::thread other([&] {
                                           LockIn(first);
                                           LockIn(second);
                                           INTERLEAVE_CHECK(!inside);
                                         });
                                         LockIn(first);
                                         inside = true;
                                         LockIn(second);
                                         inside = false;
                                         other.join();
                                       });
  ASSERT_EQ(result.failures.size(), 1u);
  bool seen = false;
  for (const RecordedChoice& choice : result.failures[0].schedule.choices) {
    if (choice.position.kind != OperationKind::kLock) continue;
    seen = true;
    EXPECT_EQ(choice.identity.object,
              choice.identity.occurrence == 1 ? "mutex 1" : "mutex 2");
    EXPECT_NE(choice.identity.function.find("LockIn"), std::string::npos);
  }
  EXPECT_TRUE(seen);
}

}  // namespace
}  // namespace interleave
