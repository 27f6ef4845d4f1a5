// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/check.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(CheckTest, PassesWhatHolds) {
  INTERLEAVE_INVARIANT(1 + 1 == 2);
  INTERLEAVE_REQUIRE(1 + 1 == 2, "never seen");
}

TEST(CheckTest, EvaluatesItsConditionOnce) {
  int evaluations = 0;
  INTERLEAVE_INVARIANT(++evaluations > 0);
  INTERLEAVE_REQUIRE(++evaluations > 0, "never seen");
  EXPECT_EQ(evaluations, 2);
}

TEST(CheckTest, IsAnExpression) {
  const auto half = [](int n) {
    return INTERLEAVE_INVARIANT(n % 2 == 0), n / 2;
  };
  EXPECT_EQ(half(4), 2);
}

TEST(CheckDeathTest, InvariantNamesConditionAndPlaceAndBlamesInterleave) {
  const int two = 2;
  EXPECT_DEATH(INTERLEAVE_INVARIANT(two == 3),
               "interleave: internal error at .*check_test.cc:[0-9]+: this "
               "does not hold: two == 3\n"
               "  This is a defect of Interleave");
}

TEST(CheckDeathTest, RequirementGivesAdviceAndPlace) {
  const int two = 2;
  EXPECT_DEATH(INTERLEAVE_REQUIRE(two == 3, "write 3 instead"),
               "interleave: write 3 instead\n"
               "  .checked at .*check_test.cc:[0-9]+");
}

}  // namespace
}  // namespace interleave
