// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/text.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(TextTest, GivesTheSameBytesToAbseil) {
  const std::string_view text("a\0b", 3);
  EXPECT_EQ(absl::StrCat("<", Text(text), ">"), std::string("<a\0b>", 5));
}

TEST(TextTest, CopiesNothing) {
  const std::string_view text = "pool.reset.loaded";
  EXPECT_EQ(Text(text).data(), text.data());
  EXPECT_TRUE(Text(std::string_view()).empty());
}

}  // namespace
}  // namespace interleave
