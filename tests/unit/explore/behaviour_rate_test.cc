// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/behaviour_rate.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(BehaviourRateTest, IsNotKnownBeforeASecondHasPassed) {
  BehaviourRate rate;
  EXPECT_FALSE(rate.per_minute().has_value());
  rate.Note(0.1, 5);
  rate.Note(0.9, 50);
  EXPECT_FALSE(rate.per_minute().has_value());
  rate.Note(2.1, 25 + 5 + 20);
  EXPECT_DOUBLE_EQ(rate.per_minute().value(), 45 * 60 / 2.0);
}

TEST(BehaviourRateTest, IsThatOfTheLastMinute) {
  BehaviourRate rate;
  for (int second = 0; second <= 60; ++second) rate.Note(second, 10 * second);
  EXPECT_DOUBLE_EQ(rate.per_minute().value(), 600);
  // Nothing new any more.
  for (int second = 61; second <= 90; ++second) rate.Note(second, 600);
  EXPECT_DOUBLE_EQ(rate.per_minute().value(), 300);
  for (int second = 91; second <= 120; ++second) rate.Note(second, 600);
  EXPECT_DOUBLE_EQ(rate.per_minute().value(), 0);
}

TEST(BehaviourRateTest, KnowsOfLongPauses) {
  BehaviourRate rate;
  rate.Note(0, 0);
  rate.Note(600, 100);
  EXPECT_DOUBLE_EQ(rate.per_minute().value(), 10);
  rate.Note(660, 400);
  EXPECT_DOUBLE_EQ(rate.per_minute().value(), 300);
}

TEST(BehaviourRateTest, BeginsAgainWithTheSearch) {
  BehaviourRate rate;
  rate.Note(0, 0);
  rate.Note(10, 1'000);
  rate.Note(11, 3);
  EXPECT_FALSE(rate.per_minute().has_value());
  rate.Note(13, 5);
  EXPECT_DOUBLE_EQ(rate.per_minute().value(), 60);
}

}  // namespace
}  // namespace interleave
