// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/nearest_name.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace interleave {
namespace {

using Names = std::vector<std::string>;

TEST(NearestNameTest, FindsTheNameWithFewestEdits) {
  const Names names = {"pool.reset.stored", "pool.reset.loaded", "main"};
  EXPECT_EQ(NearestName("pool.reset.loadd", names), "pool.reset.loaded");
  EXPECT_EQ(NearestName("pool.rest.stored", names), "pool.reset.stored");
  EXPECT_EQ(NearestName("mian", names), "main");
}

TEST(NearestNameTest, CountsInsertionDeletionAndReplacement) {
  const Names names = {"reset"};
  for (const char* wanted :
       {"reset", "rset", "resset", "rezet", "xresetx", "set", "rexex"}) {
    EXPECT_EQ(NearestName(wanted, names), "reset") << wanted;
  }
}

TEST(NearestNameTest, IsEmptyWhenNothingIsNear) {
  EXPECT_EQ(NearestName("reset", Names{}), "");
  EXPECT_EQ(NearestName("reset", Names{"return", "main"}), "");
  EXPECT_EQ(NearestName("", Names{"main"}), "");
}

TEST(NearestNameTest, AllowsTwoEditsOrAThirdOfTheLength) {
  EXPECT_EQ(NearestName("abcde", Names{"abcxx"}), "abcxx");
  EXPECT_EQ(NearestName("abcde", Names{"abxxx"}), "");
  EXPECT_EQ(NearestName("abcdefghijkl", Names{"abcdefghxxxx"}), "abcdefghxxxx");
  EXPECT_EQ(NearestName("abcdefghijkl", Names{"abcdefgxxxxx"}), "");
}

TEST(NearestNameTest, NeedsSomethingInCommon) {
  EXPECT_EQ(NearestName("T1", Names{"T2"}), "T2");
  EXPECT_EQ(NearestName("a", Names{"b"}), "");
  EXPECT_EQ(NearestName("ab", Names{"xy"}), "");
  EXPECT_EQ(NearestName("", Names{"xy"}), "");
}

TEST(NearestNameTest, TakesTheFirstOfEquallyNearNames) {
  EXPECT_EQ(NearestName("T3", Names{"T1", "T2"}), "T1");
  EXPECT_EQ(NearestName("T3", Names{"T2", "T1"}), "T2");
}

TEST(NearestNameTest, PrefersTheNameItself) {
  EXPECT_EQ(NearestName("T2", Names{"T1", "T2", "T3"}), "T2");
}

}  // namespace
}  // namespace interleave
