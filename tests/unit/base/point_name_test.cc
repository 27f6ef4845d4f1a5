// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/point_name.h"

#include <string_view>

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(PointNameTest, AcceptsLowerCasePartsJoinedByDots) {
  for (const std::string_view name : {"a.b", "pool.reset", "pool.reset.loaded",
                                      "pool2.re_set.x9.deeper", "p_.r_"}) {
    EXPECT_TRUE(IsPointName(name)) << name;
  }
}

TEST(PointNameTest, RejectsEveryOtherShape) {
  for (const std::string_view name :
       {"", "pool", ".", "..", "pool.", ".reset", "pool..reset", "Pool.reset",
        "pool.Reset", "pool.2reset", "pool._reset", "pool-a.reset",
        "pool.reset loaded", "pool.reset#2", " pool.reset", "pool.reset ",
        "p\xc3\xb6ol.reset"}) {
    EXPECT_FALSE(IsPointName(name)) << name;
  }
}

TEST(PointNameTest, RejectsAnEmbeddedNull) {
  EXPECT_FALSE(IsPointName(std::string_view("pool.re\0set", 11)));
}

TEST(PointNameTest, IsCheckedWhenCompiled) {
  static_assert(IsPointName("pool.reset.loaded"));
  static_assert(!IsPointName("PoolResetLoaded"));
  constexpr PointName name("pool.reset.loaded");
  EXPECT_STREQ(name.c_str(), "pool.reset.loaded");
}

}  // namespace
}  // namespace interleave
