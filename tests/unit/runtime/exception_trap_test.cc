// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/exception_trap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/random.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

TEST(ExceptionTrapTest, MakesAnEscapedExceptionAFinding) {
  LinkDoors();
  const ExceptionTrap trap;
  RandomStrategy random(1);
  for (int round = 0; round < 100; ++round) {
    random.Begin();
    const ExecutionResult& result = ProcessExecution().Run(
        [] { std::thread([] { throw std::runtime_error("boom"); }).join(); },
        random, {});
    ASSERT_EQ(result.findings.size(), 1u);
    EXPECT_EQ(result.findings[0].kind, FindingKind::kException);
    EXPECT_THAT(result.findings[0].message,
                HasSubstr("std::runtime_error: boom"));
    EXPECT_EQ(result.findings[0].task_name, "T1");
  }
}

TEST(ExceptionTrapTest, LeavesNoExceptionStateForTheNextExecution) {
  LinkDoors();
  const ExceptionTrap trap;
  RandomStrategy random(1);
  int uncaught = -1;
  for (int round = 0; round < 10; ++round) {
    random.Begin();
    ProcessExecution().Run([] { throw 1; }, random, {});
    random.Begin();
    const ExecutionResult& result = ProcessExecution().Run(
        [&] { uncaught = std::uncaught_exceptions(); }, random, {});
    EXPECT_TRUE(result.findings.empty());
    EXPECT_EQ(uncaught, 0);
  }
}

}  // namespace
}  // namespace interleave
