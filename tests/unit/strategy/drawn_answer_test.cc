// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/drawn_answer.h"

#include <array>

#include "gtest/gtest.h"

namespace interleave {
namespace {

constexpr int kDraws = 12'000;

std::array<int, 3> CountsOf(Liberty liberty) {
  ChoicePoint point;
  point.kind = ChoiceKind::kValue;
  point.count = 3;
  point.liberty = liberty;
  Random random(1);
  std::array<int, 3> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts[DrawAnswer(point, random)];
  return counts;
}

TEST(DrawnAnswerTest, TakesEachValueAlike) {
  for (const int count : CountsOf(Liberty::kNone)) {
    EXPECT_NEAR(count, kDraws / 3, kDraws / 30);
  }
}

TEST(DrawnAnswerTest, TakesALibertySeldomAndEachOfItsFormsAlike) {
  const std::array<int, 3> counts = CountsOf(Liberty::kTimeoutAtSignal);
  const int taken = kDraws / static_cast<int>(kDrawsPerLiberty);
  EXPECT_NEAR(counts[0], kDraws - taken, kDraws / 30);
  EXPECT_NEAR(counts[1], taken / 2, kDraws / 30);
  EXPECT_NEAR(counts[2], taken / 2, kDraws / 30);
}

}  // namespace
}  // namespace interleave
