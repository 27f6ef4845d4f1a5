// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/plain_text.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(PlainTextTest, TrimsWhiteSpaceOnly) {
  EXPECT_EQ(Trim(" \t a b \n"), "a b");
  EXPECT_EQ(TrimRight(" a \r\n"), " a");
  EXPECT_EQ(Trim(" \n"), "");
  EXPECT_EQ(Trim(""), "");
}

TEST(PlainTextTest, AsciiHasOneMarkForEachOtherCharacter) {
  EXPECT_EQ(ToAscii("a\tb\nc"), "a b c");
  EXPECT_EQ(ToAscii("gr\xc3\xbc\xc3\x9f"), "gr??");
  EXPECT_EQ(ToAscii("\xf0\x9f\x98\x80!"), "?!");
  EXPECT_EQ(ToAscii("\x1b[31m\x7f"), "?[31m?");
  EXPECT_EQ(ToAscii("\xff"), "?");
}

TEST(PlainTextTest, IndentKeepsEmptyLinesInside) {
  EXPECT_EQ(Indent("a \n\nb\n\n", 2), "  a\n\n  b\n");
  EXPECT_EQ(Indent("", 2), "\n");
}

}  // namespace
}  // namespace interleave
