// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/line_cursor.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"
#include "random_schedule.h"

namespace interleave {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  for (std::optional<std::string_view> rest = text; rest;) {
    lines.emplace_back(TakeLine(rest));
  }
  return lines;
}

TEST(FormatNameTest, LeavesPlainNamesBare) {
  for (const char* name : {"main", "T1", "pool-1/worker:3", "a.b", "IO(2)",
                           "\xe2\x82\xac", "x->y"}) {
    EXPECT_EQ(FormatName(name), name);
  }
}

TEST(FormatNameTest, QuotesNamesThatWouldBeMisread) {
  EXPECT_EQ(FormatName(""), "\"\"");
  EXPECT_EQ(FormatName("my task"), "\"my task\"");
  EXPECT_EQ(FormatName("T1@2"), "\"T1@2\"");
  EXPECT_EQ(FormatName("T#1"), "\"T#1\"");
  EXPECT_EQ(FormatName("->"), "\"->\"");
  EXPECT_EQ(FormatName("\"a\"\\"), "\"\\\"a\\\"\\\\\"");
  EXPECT_EQ(FormatName("a\n\r\t\x01\x7f"), "\"a\\n\\r\\t\\x01\\x7f\"");
}

TEST(FormatNameTest, IsReadBackByName) {
  Random random(1);
  for (int i = 0; i < 5000; ++i) {
    const std::string name = RandomText(random);
    const std::string text = FormatName(name);
    LineCursor line(text, "f", 1);
    std::string read;
    ASSERT_TRUE(line.Name("a name", read) && line.End()) << line.status();
    EXPECT_EQ(read, name);
  }
}

TEST(ParseDigitsTest, TakesDigitsThatFit) {
  uint32_t number = 7;
  EXPECT_TRUE(ParseDigits("0", number));
  EXPECT_EQ(number, 0u);
  EXPECT_TRUE(ParseDigits("4294967295", number));
  EXPECT_EQ(number, UINT32_MAX);
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "1a", "0x1",
                           "4294967296", "99999999999999999999"}) {
    EXPECT_FALSE(ParseDigits(text, number)) << text;
  }
}

TEST(TakeLineTest, SplitsAtLineFeedsAndDropsCarriageReturns) {
  EXPECT_THAT(LinesOf(""), ElementsAre(""));
  EXPECT_THAT(LinesOf("a"), ElementsAre("a"));
  EXPECT_THAT(LinesOf("a\n"), ElementsAre("a", ""));
  EXPECT_THAT(LinesOf("a\r\n\nb\rc\r\n"), ElementsAre("a", "", "b\rc", ""));
}

TEST(StripSpaceTest, StripsBothEnds) {
  EXPECT_EQ(StripSpace(" \ta b\r\n"), "a b");
  EXPECT_EQ(StripSpace(" \n"), "");
  EXPECT_EQ(StripSpace(""), "");
}

TEST(FormatPointTest, IsReadBackByPoint) {
  EXPECT_EQ(FormatPoint("five.six", 0), "five.six");
  for (const uint32_t occurrence : {0u, 1u, 12u}) {
    const std::string text = FormatPoint("five.six", occurrence);
    LineCursor line(text, "f", 1);
    std::string name;
    uint32_t read = 0;
    EXPECT_TRUE(line.Point(name, read) && line.End()) << line.status();
    EXPECT_EQ(name, "five.six");
    EXPECT_EQ(read, occurrence);
  }
}

TEST(LineCursorTest, SaysWhatElseCouldHaveStoodForAPoint) {
  LineCursor line("Five", "f", 1);
  std::string name;
  uint32_t occurrence = 0;
  EXPECT_FALSE(line.Point(name, occurrence, "\"blocked\""));
  EXPECT_THAT(std::string(line.status().message()),
              testing::HasSubstr("\"blocked\" or the name of a yield point"));
}

TEST(LineCursorTest, ReadsWordByWord) {
  LineCursor line("  one \"two three\"@4\tfive.six#7 8 # nine", "f", 1);
  std::string_view word;
  std::string name;
  std::string point;
  std::string comment;
  std::optional<uint32_t> suffix;
  uint32_t occurrence = 0;
  uint64_t number = 0;
  ASSERT_TRUE(line.Word("", word) && line.Name("", name) &&
              line.Suffix('@', "", suffix) && line.Point(point, occurrence) &&
              line.Number("", number) && line.AtEnd() && line.End(&comment))
      << line.status();
  EXPECT_EQ(word, "one");
  EXPECT_EQ(name, "two three");
  EXPECT_EQ(suffix, 4u);
  EXPECT_EQ(point, "five.six");
  EXPECT_EQ(occurrence, 7u);
  EXPECT_EQ(number, 8u);
  EXPECT_EQ(comment, "nine");
}

TEST(LineCursorTest, KeepsTheFirstErrorAndFailsFromThenOn) {
  LineCursor line("one two", "f", 3);
  uint32_t number = 0;
  std::string_view word;
  EXPECT_FALSE(line.Number("a number", number));
  EXPECT_FALSE(line.Word("a word", word));
  EXPECT_FALSE(line.TryKeyword("two"));
  EXPECT_FALSE(line.Keyword("three"));
  EXPECT_FALSE(line.End());
  EXPECT_EQ(line.status().message(), "f:3:1: expected a number, found \"one\"");
}

TEST(LineCursorTest, TriesKeywordsWithoutAnError) {
  LineCursor line("after", "f", 1);
  EXPECT_FALSE(line.TryKeyword("aft"));
  EXPECT_FALSE(line.TryKeyword("afterwards"));
  EXPECT_TRUE(line.status().ok());
  EXPECT_TRUE(line.TryKeyword("after"));
  EXPECT_FALSE(line.TryKeyword("after"));
  EXPECT_TRUE(line.End());
}

TEST(LineCursorTest, WantsWordsApart) {
  LineCursor line("\"one\"two", "f", 1);
  std::string name;
  std::string_view word;
  EXPECT_TRUE(line.Name("a name", name));
  EXPECT_FALSE(line.Word("a word", word));
  EXPECT_EQ(line.status().message(), "f:1:6: expected a space, found \"two\"");
}

TEST(LineCursorTest, TakesOnlyACrossAfterABlankForAComment) {
  EXPECT_TRUE(LineCursor("# all", "f", 1).AtEnd());
  EXPECT_TRUE(LineCursor("  # all", "f", 1).AtEnd());
  LineCursor line("one#two", "f", 1);
  std::string_view word;
  EXPECT_TRUE(line.Word("a word", word));
  EXPECT_FALSE(line.End());
}

TEST(LineCursorTest, GivesTheRestAsItIs) {
  const auto rest_of = [](std::string_view text) {
    LineCursor line(text, "f", 1);
    std::string_view word;
    std::string rest;
    EXPECT_TRUE(line.Word("a word", word) && line.Rest(rest)) << line.status();
    return rest;
  };
  EXPECT_EQ(rest_of("message"), "");
  EXPECT_EQ(rest_of("message "), "");
  EXPECT_EQ(rest_of("message a # b"), "a # b");
  EXPECT_EQ(rest_of("message   a  "), "  a");
  EXPECT_EQ(rest_of("message \" a \" # comment"), " a ");
  EXPECT_EQ(rest_of("message  \"a\""), " \"a\"");
}

}  // namespace
}  // namespace interleave
