// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/table.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(TableTest, AlignsTheFirstColumnRightAndTheOthersLeft) {
  const Table table({"step", "a", "where"}, {4, 3, 5});
  EXPECT_EQ(table.Header(),
            "step | a   | where\n"
            "-----+-----+------\n");
  EXPECT_EQ(table.Row({"1", "x", "y"}), "   1 | x   | y\n");
}

TEST(TableTest, CutsWhatIsTooWide) {
  const Table table({"step", "a", "where"}, {4, 6, 5});
  EXPECT_EQ(table.Row({"12345", "abcdefg", "ab cdef"}),
            "1... | abc... | ab...\n");
}

TEST(TableTest, RunsOverEmptyCellsButNotOverTheLast) {
  const Table table({"step", "a", "b", "where"}, {4, 4, 4, 5});
  EXPECT_EQ(table.Row({"1", "abcdefg", "", "y"}), "   1 | abcdefg     | y\n");
  EXPECT_EQ(table.Row({"1", "abcdefg", "x", "y"}), "   1 | a... | x    | y\n");
  EXPECT_EQ(table.Row({"1", "", "abcdefg", ""}), "   1 |      | a... |\n");
}

TEST(TableTest, HasNoTrailingSpace) {
  const Table table({"step", "a", "where"}, {4, 3, 5});
  EXPECT_EQ(table.Row({"1", "x", ""}), "   1 | x   |\n");
  EXPECT_EQ(table.Row({"", "", ""}), "     |     |\n");
}

TEST(TableTest, WideRowRunsOverTheBars) {
  const Table table({"step", "a", "b", "where"}, {4, 3, 3, 5});
  EXPECT_EQ(table.WideRow("1", "long tex", "y"), "   1 | long tex  | y\n");
  EXPECT_EQ(table.WideRow("1", "long text over all", ""),
            "   1 | long text over...\n");
}

}  // namespace
}  // namespace interleave
