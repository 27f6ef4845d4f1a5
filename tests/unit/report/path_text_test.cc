// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/path_text.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(PathTextTest, ShortPathIsTheFileName) {
  EXPECT_EQ(ShortPath("/src/pool/pool.cc"), "pool.cc");
  EXPECT_EQ(ShortPath("pool.cc"), "pool.cc");
  EXPECT_EQ(ShortPath(""), "");
}

TEST(PathTextTest, DisplayPathIsRelativeInsideTheFolderOnly) {
  EXPECT_EQ(DisplayPath("/src/pool/pool.cc", "/src"), "pool/pool.cc");
  EXPECT_EQ(DisplayPath("/src/./a/../pool.cc", "/src/"), "pool.cc");
  EXPECT_EQ(DisplayPath("/srcshop/pool.cc", "/src"), "/srcshop/pool.cc");
  EXPECT_EQ(DisplayPath("/src/pool.cc", "/"), "/src/pool.cc");
  EXPECT_EQ(DisplayPath("./pool.cc", "/src"), "pool.cc");
  EXPECT_EQ(DisplayPath("", "/src"), "");
}

TEST(PathTextTest, PlaceTextLeavesOutWhatIsNotKnown) {
  EXPECT_EQ(PlaceText("pool.cc", 42), "pool.cc:42");
  EXPECT_EQ(PlaceText("pool.cc", 0), "pool.cc");
  EXPECT_EQ(PlaceText("", 42), "");
}

}  // namespace
}  // namespace interleave
