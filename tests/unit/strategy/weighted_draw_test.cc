// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/weighted_draw.h"

#include <array>
#include <cstdint>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using testing::ElementsAre;

// Whose share each number below the sum is in.
std::vector<uint32_t> Shares(const std::vector<uint64_t>& weights) {
  WeightedDraw draw;
  const uint64_t sum =
      draw.Weigh(weights.size(), [&](size_t i) { return weights[i]; });
  std::vector<uint32_t> shares;
  for (uint64_t at = 0; at < sum; ++at) shares.push_back(draw.IndexAt(at));
  return shares;
}

TEST(WeightedDrawTest, GivesEachAShareOfItsWeight) {
  EXPECT_THAT(Shares({2, 1, 3}), ElementsAre(0, 0, 1, 2, 2, 2));
}

TEST(WeightedDrawTest, PassesOverWhatWeighsNothing) {
  EXPECT_THAT(Shares({0, 2, 0, 0, 1, 0}), ElementsAre(1, 1, 4));
}

TEST(WeightedDrawTest, DrawsByTheWeights) {
  const std::array<uint64_t, 3> weights = {1, 0, 3};
  WeightedDraw draw;
  draw.Weigh(weights.size(), [&](size_t i) { return weights[i]; });
  Random random(1);
  std::array<int, 3> drawn{};
  for (int i = 0; i < 4'000; ++i) ++drawn[draw.Draw(random)];
  // Deviation sqrt(4000 * 3/16) = 27; tolerance 4 of them.
  EXPECT_NEAR(drawn[0], 1'000, 110);
  EXPECT_EQ(drawn[1], 0);
  EXPECT_EQ(drawn[0] + drawn[2], 4'000);
}

TEST(WeightedDrawTest, TakesWeightsAnew) {
  WeightedDraw draw;
  draw.Weigh(5, [](size_t) { return uint64_t{7}; });
  EXPECT_EQ(draw.Weigh(2, [](size_t i) { return uint64_t{i}; }), 1u);
  EXPECT_EQ(draw.IndexAt(0), 1u);
}

}  // namespace
}  // namespace interleave
