// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/distinct_count.h"

#include <string>

#include "gtest/gtest.h"
#include "interleave/base/random.h"

namespace interleave {
namespace {

DistinctCount CountOf(uint64_t different, uint64_t times) {
  Random random(1);
  DistinctCount count;
  for (uint64_t i = 0; i < different; ++i) {
    const uint64_t number = random.Next();
    for (uint64_t time = 0; time < times; ++time) count.Add(number);
  }
  return count;
}

TEST(DistinctCountTest, SaysAboutHowManyThereWere) {
  EXPECT_EQ(DistinctCount().about(), 0u);
  EXPECT_EQ(CountOf(1, 7).about(), 1u);
  EXPECT_EQ(CountOf(1, 7).added(), 7u);
  EXPECT_NEAR(static_cast<double>(CountOf(100, 2).about()), 100, 10);
  EXPECT_NEAR(static_cast<double>(CountOf(1000, 3).about()), 1000, 120);
}

TEST(DistinctCountTest, NeverSaysMoreThanWereAdded) {
  for (const uint64_t added : {1u, 10u, 100u, 1'000u, 10'000u}) {
    EXPECT_LE(CountOf(added, 1).about(), added);
  }
}

TEST(DistinctCountTest, AddsUpInAnyOrder) {
  DistinctCount one = CountOf(10, 1);
  DistinctCount other;
  other.Add(3);
  DistinctCount sum = one;
  sum.Add(other);
  other.Add(one);
  EXPECT_EQ(sum, other);
  EXPECT_EQ(sum.added(), 11u);
}

TEST(DistinctCountTest, ReadsItsOwnTextAndNoOther) {
  for (const uint64_t added : {0u, 1u, 300u}) {
    const DistinctCount count = CountOf(added, 1);
    DistinctCount read;
    ASSERT_TRUE(read.Load(count.Text()));
    EXPECT_EQ(read, count);
  }
  DistinctCount count = CountOf(5, 1);
  const DistinctCount before = count;
  const std::string text = count.Text();
  for (const std::string& wrong :
       {std::string(), std::string("7"), std::string("7:"),
        std::string("x:") + text.substr(2), text + "0",
        text.substr(0, text.size() - 1), text.substr(0, text.size() - 1) + "g",
        "0:" + text.substr(2)}) {
    EXPECT_FALSE(count.Load(wrong)) << wrong;
    EXPECT_EQ(count, before);
  }
}

}  // namespace
}  // namespace interleave
