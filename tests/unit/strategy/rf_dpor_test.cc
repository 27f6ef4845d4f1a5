// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// In code that is not instrumented, which is refused. What it does elsewhere is
// tested by tests/instrumented.

#include "interleave/strategy/rf_dpor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

TEST(RfDporStrategyTest, RefusesWhatIsNotInstrumented) {
  LinkDoors();
  ProcessExecution().BeginExploration();
  RfDporStrategy rf_dpor;
  ASSERT_TRUE(rf_dpor.Begin());
  const ExecutionResult& result = ProcessExecution().Run(
      [] {
        std::mutex mutex;
        std::thread other([&mutex] { const std::lock_guard hold(mutex); });
        other.join();
      },
      rf_dpor, {});
  rf_dpor.End(result);
  EXPECT_EQ(result.outcome, Outcome::kGivenUp);
  EXPECT_TRUE(rf_dpor.WasRedundant()) << "it proves nothing";
  EXPECT_FALSE(rf_dpor.exhausted());
  EXPECT_THAT(rf_dpor.refusal(), testing::HasSubstr("is not instrumented"));
  EXPECT_THAT(rf_dpor.refusal(), testing::HasSubstr("\"dpor\""));
  EXPECT_EQ(rf_dpor.nondeterminism(), "");
  EXPECT_FALSE(rf_dpor.Begin());
}

TEST(RfDporStrategyTest, AsksForAllThatReadsFromIsMadeOf) {
  const RfDporStrategy rf_dpor;
  EXPECT_TRUE(rf_dpor.WantsLonePoints());
  EXPECT_TRUE(rf_dpor.WantsLoneAccesses());
  EXPECT_FALSE(rf_dpor.WantsEveryPoint());
}

}  // namespace
}  // namespace interleave
