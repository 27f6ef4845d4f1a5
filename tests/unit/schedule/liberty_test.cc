// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/liberty.h"

#include <set>
#include <string_view>

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(LibertyTest, EachHasAWordOfItsOwnThatIsReadBack) {
  std::set<std::string_view> words;
  for (int i = 1; i < kLibertyCount; ++i) {
    const auto liberty = static_cast<Liberty>(i);
    EXPECT_EQ(LibertyFromName(LibertyName(liberty)), liberty);
    EXPECT_TRUE(words.insert(LibertyName(liberty)).second);
  }
  EXPECT_EQ(LibertyFromName("spurious"), std::nullopt);
  EXPECT_EQ(LibertyFromName(""), std::nullopt);
}

TEST(LibertyTest, ABudgetIsNoneUntilItIsSet) {
  LibertyBudgets budgets;
  budgets[Liberty::kWeakFailure] = 2;
  for (int i = 1; i < kLibertyCount; ++i) {
    const auto liberty = static_cast<Liberty>(i);
    EXPECT_EQ(budgets[liberty], liberty == Liberty::kWeakFailure ? 2u : 0u);
  }
}

}  // namespace
}  // namespace interleave
