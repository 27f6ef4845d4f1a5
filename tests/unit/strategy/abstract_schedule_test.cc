// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/abstract_schedule.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(AbstractScheduleTest, KeepsConstraintsInOrderAndOneForAPair) {
  AbstractSchedule schedule;
  schedule.Insert({{7, 1}, true});
  schedule.Insert({{3, 9}, false});
  schedule.Insert({{7, 0}, true});
  EXPECT_EQ(schedule.Text(), "-3:9+7:0+7:1");
  schedule.Insert({{7, 0}, false});
  EXPECT_EQ(schedule.Text(), "-3:9-7:0+7:1");
  schedule.Erase(1);
  EXPECT_EQ(schedule.Text(), "-3:9+7:1");
}

TEST(AbstractScheduleTest, TextsAreReadBack) {
  AbstractSchedule schedule;
  EXPECT_EQ(schedule.Text(), ".");
  for (uint64_t i = 0; i < AbstractSchedule::kMax; ++i) {
    EXPECT_EQ(AbstractSchedule::Parse(schedule.Text()), schedule);
    schedule.Insert({{~uint64_t{0} - i, i * 0x123456789}, i % 2 == 0});
  }
  EXPECT_EQ(AbstractSchedule::Parse(schedule.Text()), schedule);
}

TEST(AbstractScheduleTest, RefusesTextsThatAreNone) {
  for (const char* wrong : {"",
                            "+",
                            "..",
                            "+1",
                            "+1:",
                            "+:1",
                            "1:2",
                            "+1:2 ",
                            " +1:2",
                            "+1:2+1:2",
                            "+1:2-1:2",
                            "+3:1+2:1",
                            "+0:1",
                            "+01:2",
                            "+1:02",
                            "+1:00",
                            "+A:1",
                            "+1:2,3:4",
                            "+0x1:2",
                            "+-1:2",
                            "+11111111111111111:1",
                            "+1:1+2:1+3:1+4:1+5:1+6:1+7:1+8:1+9:1"}) {
    EXPECT_EQ(AbstractSchedule::Parse(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace interleave
