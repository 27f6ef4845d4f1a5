// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Findings that the user does not want are left out, and it is said. CMake runs
// this with TSAN_OPTIONS=suppressions=suppressed.txt.

#include <mutex>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/happens_before.h"

extern "C" const char* __tsan_default_suppressions() {
  return "race:IncrementByDefault";
}

namespace interleave {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ExploreResult ExploreAll(absl::FunctionRef<void()> body) {
  Options options;
  options.races = "fail";
  options.strategy = "exhaustive";
  options.executions = 0;
  return Explore(options, body, "Suppressions.Body");
}

ExploreResult ExploreTwice(void (*function)()) {
  return ExploreAll([function] {
    std::thread one(function);
    std::thread two(function);
    one.join();
    two.join();
  });
}

int careless_counter;
[[gnu::noinline]] void AddToCounter() { ++careless_counter; }
// Not the innermost frame of the race.
[[gnu::noinline]] void AddCarelessly() {
  AddToCounter();
  asm volatile("");
}

int default_counter;
[[gnu::noinline]] void IncrementByDefault() { ++default_counter; }

int suppressed_counter;
[[gnu::noinline]] void IncrementVariable() { ++suppressed_counter; }

int wanted_counter;
[[gnu::noinline]] void IncrementWanted() { ++wanted_counter; }

[[gnu::noinline]] void IncrementBoth() {
  IncrementByDefault();
  IncrementWanted();
}

std::mutex g_first;
std::mutex g_second;

void TakeInBothOrders() {
  {
    const std::lock_guard a(g_first);
    const std::lock_guard b(g_second);
  }
  const std::lock_guard b(g_second);
  const std::lock_guard a(g_first);
}

TEST(SuppressionsTest, ARaceIsLeftOutByAnyFrameOfItsStacks) {
  const ExploreResult result = ExploreTwice(&AddCarelessly);
  EXPECT_TRUE(result.exhausted) << FormatResult(result);
  EXPECT_THAT(result.failures, IsEmpty()) << FormatResult(result);
  EXPECT_THAT(result.suppressed, ElementsAre("race:^interleave::*Careless*$"));
  EXPECT_THAT(FormatResult(result),
              HasSubstr("Suppressed: findings that race:^interleave"));
}

TEST(SuppressionsTest, ARaceIsLeftOutByTheProgramsOwnRules) {
  const ExploreResult result = ExploreTwice(&IncrementByDefault);
  EXPECT_THAT(result.failures, IsEmpty()) << FormatResult(result);
  EXPECT_THAT(result.suppressed, ElementsAre("race:IncrementByDefault"));
}

TEST(SuppressionsTest, ARaceIsLeftOutByItsVariable) {
  const ExploreResult result = ExploreTwice(&IncrementVariable);
  EXPECT_THAT(result.failures, IsEmpty()) << FormatResult(result);
  EXPECT_THAT(result.suppressed, ElementsAre("race:suppressed_counter"));
}

TEST(SuppressionsTest, AnotherRaceOfTheSameExecutionIsStillFound) {
  const ExploreResult result = ExploreTwice(&IncrementBoth);
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kRace);
  EXPECT_THAT(FormatResult(result),
              AllOf(HasSubstr("wanted_counter"),
                    HasSubstr("Suppressed: findings that race:Increment")));
}

TEST(SuppressionsTest, ALockOrderIsLeftOut) {
  const ExploreResult result = ExploreAll([] {
    std::thread one(&TakeInBothOrders);
    one.join();
  });
  EXPECT_THAT(result.failures, IsEmpty()) << FormatResult(result);
  // Only ThreadSanitizer's runtime knows of them.
  if (IsJudgedByTsan()) {
    EXPECT_THAT(result.suppressed, ElementsAre("deadlock:TakeInBothOrders"));
  } else {
    EXPECT_THAT(result.suppressed, IsEmpty());
  }
}

}  // namespace
}  // namespace interleave
