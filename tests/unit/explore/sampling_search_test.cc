// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/sampling_search.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(ExecutionRangeTest, LeavesTheFirstHalf) {
  ExecutionRange range = {10, 15};
  const std::optional<ExecutionRange> rest = range.Split();
  ASSERT_TRUE(rest.has_value());
  EXPECT_EQ(range.Text(), "10 to 13");
  EXPECT_EQ(rest->Text(), "13 to 15");
}

TEST(ExecutionRangeTest, LeavesAChunkOfWhatHasNoEnd) {
  ExecutionRange range = {10};
  const std::optional<ExecutionRange> rest = range.Split();
  ASSERT_TRUE(rest.has_value());
  EXPECT_EQ(range.end, 10 + ExecutionRange::kChunk);
  EXPECT_EQ(rest->next, range.end);
  EXPECT_EQ(rest->end, ExecutionRange::kNoEnd);
  EXPECT_EQ(ExecutionRange{3}.Text(), "3 on");
}

TEST(ExecutionRangeTest, OneExecutionIsNotDivided) {
  ExecutionRange range = {10, 11};
  EXPECT_FALSE(range.Split().has_value());
  EXPECT_EQ(range.end, 11u);
}

TEST(ExecutionRangeTest, ReadsItsOwnText) {
  for (const ExecutionRange range :
       {ExecutionRange{0, 0}, ExecutionRange{5, 9}, ExecutionRange{7}}) {
    const auto read = ExecutionRange::Parse(range.Text());
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->next, range.next);
    EXPECT_EQ(read->end, range.end);
  }
  for (const char* wrong : {"", "5", "5 to", "5 to x", "9 to 5", " on", "5 on ",
                            "-1 on", "5 to 18446744073709551616"}) {
    EXPECT_FALSE(ExecutionRange::Parse(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace interleave
