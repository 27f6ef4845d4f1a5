// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/continuation.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <vector>

#include "tests/unit/strategy/footprints.h"

namespace interleave {
namespace {

class ContinuationTest : public testing::Test {
 protected:
  // Of the race of the last event with `earlier`.
  void Begin(std::initializer_list<Footprint> events, uint32_t earlier) {
    for (const Footprint& footprint : events) {
      const auto number = static_cast<uint32_t>(log_.size());
      log_.Add(footprint, number, number, ~TaskSet{0}, races_);
    }
    const auto later = static_cast<uint32_t>(log_.size() - 1);
    continuation_.Begin(log_, {}, {earlier, later}, nullptr);
  }

  EventLog log_;
  std::vector<EventLog::Race> races_;
  Continuation continuation_;
};

TEST_F(ContinuationTest, IsWhatDoesNotDependOnTheFirstAndThenTheSecond) {
  Begin({Writes(1, 7), Writes(1, 8), Reads(3, 9), Writes(2, 7)}, 0);
  ASSERT_EQ(continuation_.size(), 2u);
  EXPECT_EQ(continuation_.task(0), 3u);
  EXPECT_EQ(continuation_.task(1), 2u);
}

TEST_F(ContinuationTest, BeginsWithWhatNothingInItComesBefore) {
  Begin({Writes(1, 7), Writes(3, 9), Reads(2, 9), Writes(2, 7)}, 0);
  EXPECT_TRUE(continuation_.CouldBegin(3));
  EXPECT_FALSE(continuation_.CouldBegin(2));
  // It did the first of the race next, which the second depends on.
  EXPECT_FALSE(continuation_.CouldBegin(1));
}

TEST_F(ContinuationTest, WhoDoesSomethingIndependentCouldBegin) {
  Begin({Writes(1, 7), Reads(3, 7), Writes(3, 9), Writes(2, 7)}, 0);
  // All that the third did depends on the first.
  EXPECT_EQ(continuation_.FirstOf(3), std::nullopt);
  EXPECT_FALSE(continuation_.CouldBegin(3));  // it reads what is written
  Begin({Writes(4, 5), Writes(1, 6), Writes(5, 5), Writes(2, 5)}, 6);
  EXPECT_TRUE(continuation_.CouldBegin(1));
}

TEST_F(ContinuationTest, TakesItemsOff) {
  Begin({Writes(1, 7), Writes(3, 9), Reads(2, 9), Writes(2, 7)}, 0);
  continuation_.TakeOff(0);
  EXPECT_EQ(continuation_.size(), 2u);
  EXPECT_TRUE(continuation_.CouldBegin(2));
  continuation_.TakeOff(0);
  continuation_.TakeOff(0);
  EXPECT_TRUE(continuation_.empty());
}

TEST_F(ContinuationTest, WhoWaitedForALockNeedNotKnowWhatItsHolderDid) {
  Begin({Locks(1, 7), Writes(3, 9), Reads(1, 9), Unlocks(1, 7), Locks(2, 7)},
        0);
  ASSERT_EQ(continuation_.size(), 2u);
  EXPECT_EQ(continuation_.task(1), 2u);
  // In the log it came after the third's write, by way of the first.
  EXPECT_TRUE(log_.Knows(log_.clock(4), 1));
  EXPECT_TRUE(continuation_.CanComeFirst(1));
}

TEST_F(ContinuationTest, AStepPassedOverIsFollowedByTheNext) {
  Begin({Writes(1, 7), Reads(3, 7), Writes(3, 9), Writes(4, 9), Writes(2, 7)},
        0);
  ASSERT_EQ(continuation_.size(), 1u);
  EXPECT_FALSE(continuation_.CouldBegin(3));
  EXPECT_FALSE(continuation_.CouldBegin(4) && continuation_.empty());
}

}  // namespace
}  // namespace interleave
