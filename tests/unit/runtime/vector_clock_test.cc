// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/vector_clock.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

TEST(VectorClockTest, HasSeenNothingAtFirst) {
  const VectorClock clock;
  EXPECT_EQ(clock.At(0), 0u);
  EXPECT_EQ(clock.At(7), 0u);
}

TEST(VectorClockTest, JoinTakesTheLaterOfEach) {
  VectorClock one;
  one.Set(0, 5);
  one.Set(1, 1);
  VectorClock two;
  two.Set(1, 3);
  two.Set(4, 2);
  one.Join(two);
  EXPECT_EQ(one.At(0), 5u);
  EXPECT_EQ(one.At(1), 3u);
  EXPECT_EQ(one.At(2), 0u);
  EXPECT_EQ(one.At(4), 2u);
  EXPECT_EQ(two.At(0), 0u);
}

TEST(VectorClockTest, HasSeenNothingOnceCleared) {
  VectorClock clock;
  clock.Set(2, 9);
  clock.Clear();
  EXPECT_EQ(clock.At(2), 0u);
  EXPECT_TRUE(clock.empty());
}

TEST(VectorClockTest, SeesNothingAgainOfWhatItSawBeforeItWasCleared) {
  VectorClock clock;
  clock.Set(1, 7);
  clock.Set(3, 9);
  clock.Clear();
  clock.Set(4, 1);
  EXPECT_EQ(clock.At(1), 0u);
  EXPECT_EQ(clock.At(3), 0u);
  EXPECT_EQ(clock.At(4), 1u);
}

TEST(VectorClockTest, ACopyHasSeenTheSameAndNoMore) {
  VectorClock from;
  from.Set(1, 4);
  VectorClock to;
  to.Set(0, 8);
  to.Set(5, 8);
  to = from;
  EXPECT_EQ(to.At(0), 0u);
  EXPECT_EQ(to.At(1), 4u);
  EXPECT_EQ(to.At(5), 0u);
  to.Set(1, 6);
  EXPECT_EQ(from.At(1), 4u);
}

}  // namespace
}  // namespace interleave
