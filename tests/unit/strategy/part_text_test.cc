// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/part_text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string_view>

namespace interleave {
namespace {

TEST(PartTextTest, TakesDigitsAndNoMore) {
  std::string_view text = "12/ff -3";
  uint32_t number = 0;
  EXPECT_TRUE(TakeInteger(text, number));
  EXPECT_EQ(number, 12u);
  EXPECT_FALSE(TakeInteger(text, number));
  EXPECT_TRUE(TakeMark(text, '/'));
  EXPECT_TRUE(TakeInteger(text, number, 16));
  EXPECT_EQ(number, 255u);
  EXPECT_TRUE(TakeMark(text, ' '));
  EXPECT_FALSE(TakeInteger(text, number));
  EXPECT_EQ(text, "-3");
}

TEST(PartTextTest, RefusesWhatIsTooLarge) {
  std::string_view text = "4294967296";
  uint32_t number = 7;
  EXPECT_FALSE(TakeInteger(text, number));
  EXPECT_EQ(number, 7u);
}

TEST(PartTextTest, TakesAMarkOnlyWhereItIs) {
  std::string_view text = "a";
  EXPECT_FALSE(TakeMark(text, 'b'));
  EXPECT_TRUE(TakeMark(text, 'a'));
  EXPECT_FALSE(TakeMark(text, 'a'));
}

TEST(PartTextTest, TakesUpToAMarkOrAll) {
  std::string_view text = "one two";
  EXPECT_EQ(TakeUpTo(text, ' '), "one");
  EXPECT_EQ(TakeUpTo(text, ' '), "two");
  EXPECT_EQ(text, "");
  EXPECT_EQ(TakeUpTo(text, ' '), "");
}

}  // namespace
}  // namespace interleave
