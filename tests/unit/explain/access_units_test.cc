// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/access_units.h"

#include "gtest/gtest.h"
#include "unit/explain/access_list.h"

namespace interleave {
namespace {

using enum OperationKind;

TEST(AccessUnitsTest, AStepIsItsOwnUnit) {
  const Trace trace = AccessList(2).Read(0, 0, 1).Write(1, 0, 1, 2).Build();
  const AccessUnits units(trace);
  EXPECT_EQ(units.Of(0), 1u);
  EXPECT_EQ(units.Of(1), 2u);
  EXPECT_TRUE(units.IsIn(1, 2));
  EXPECT_FALSE(units.IsIn(1, 1));
}

TEST(AccessUnitsTest, BetweenTwoStepsItIsTheOneBefore) {
  const Trace trace =
      AccessList(2).Step(0, kJoin).Private().Read(0, 0, 1).Build();
  EXPECT_EQ(AccessUnits(trace).Of(0), 1u);
}

TEST(AccessUnitsTest, UnderLocksItIsTheFirstThatIsHeld) {
  const Trace trace = AccessList(2)
                          .Step(0, kLock, "mutex 1")
                          .Step(0, kLock, "mutex 2")
                          .Read(0, 0, 1)
                          .Step(0, kUnlock, "mutex 2")
                          .Read(0, 0, 1)
                          .Step(0, kUnlock, "mutex 1")
                          .Read(0, 0, 1)
                          .Build();
  const AccessUnits units(trace);
  EXPECT_EQ(units.Of(0), 1u);
  EXPECT_EQ(units.Of(1), 1u);
  EXPECT_EQ(units.Of(2), 7u);
  // Also the step itself.
  EXPECT_TRUE(units.IsIn(0, 1));
  EXPECT_TRUE(units.IsIn(0, 3));
}

TEST(AccessUnitsTest, AWaitGivesTheLockUpAndTakesItAgain) {
  const Trace trace = AccessList(2)
                          .Step(0, kLock, "mutex 1")
                          .Step(0, kWait, "condition 1")
                          .Step(1, kLock, "mutex 1")
                          .Write(1, 0, 0, 1)
                          .Step(1, kUnlock, "mutex 1")
                          .Step(0, kWake, "condition 1")
                          .Read(0, 0, 1)
                          .Build();
  const AccessUnits units(trace);
  EXPECT_EQ(units.Of(0), 3u);
  EXPECT_EQ(units.Of(1), 6u);
}

}  // namespace
}  // namespace interleave
