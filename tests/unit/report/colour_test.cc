// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/colour.h"

#include <cstdlib>

#include "gtest/gtest.h"

namespace interleave {
namespace {

constexpr const char* kText =
    "T.N: assertion at step 3\n"
    "\n"
    "    a message | FAILED it says\n"
    "\n"
    "Why\n"
    "\n"
    "    step | a    | where\n"
    "     * 2 | read | a.cc:1\n"
    "       3 | end  |\n"
    "         | FAILED: a mess... | a.cc:2\n";

std::string WithoutColours(std::string text) {
  for (size_t at; (at = text.find('\033')) != text.npos;) {
    text.erase(at, text.find('m', at) - at + 1);
  }
  return text;
}

TEST(ColourTest, MarksTheHeadlineTitlesAndRowsThatMatter) {
  EXPECT_EQ(Coloured(kText),
            "\033[1;31mT.N: assertion at step 3\033[0m\n"
            "\n"
            "    a message | FAILED it says\n"
            "\n"
            "\033[1mWhy\033[0m\n"
            "\n"
            "    step | a    | where\n"
            "\033[1;33m     * 2 | read | a.cc:1\033[0m\n"
            "       3 | end  |\n"
            "\033[1;31m         | FAILED: a mess... | a.cc:2\033[0m\n");
}

TEST(ColourTest, ChangesNothingElse) {
  EXPECT_EQ(WithoutColours(Coloured(kText)), kText);
  EXPECT_EQ(Coloured(""), "");
}

// The output of a test that ctest runs is no terminal.
TEST(ColourTest, IsForTerminals) { EXPECT_FALSE(TerminalShowsColours()); }

}  // namespace
}  // namespace interleave
