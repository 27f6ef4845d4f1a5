// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/intercept/virtual_clock.h"

#include <gtest/gtest.h>

#include <limits>

namespace interleave {
namespace {

TEST(VirtualClockTest, ADeadlineIsWhatItsClockShowsThen) {
  for (const clockid_t clock : {CLOCK_REALTIME, CLOCK_MONOTONIC}) {
    const timespec shown = ClockReading(clock, 12'345'678'901);
    EXPECT_EQ(DeadlineAt(clock, shown), 12'345'678'901);
  }
}

TEST(VirtualClockTest, FarDeadlinesAreNotNoDeadline) {
  const timespec far = {std::numeric_limits<time_t>::max(), 0};
  EXPECT_LT(DeadlineAt(CLOCK_MONOTONIC, far), kNoDeadline);
  EXPECT_LT(DeadlineAfter(5, far), kNoDeadline);
  EXPECT_GT(DeadlineAfter(5, far), 5);
}

TEST(VirtualClockTest, KnowsAnInvalidTime) {
  EXPECT_TRUE(IsValidTimespec({0, 999'999'999}));
  EXPECT_FALSE(IsValidTimespec({0, 1'000'000'000}));
  EXPECT_FALSE(IsValidTimespec({0, -1}));
}

}  // namespace
}  // namespace interleave
