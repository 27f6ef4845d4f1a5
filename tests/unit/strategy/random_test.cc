// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/random.h"

#include <map>

#include "gtest/gtest.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Order;
using simulated::RunOnce;
using simulated::Uniform;

// Each of the 3 values has p = 1/3: with 9,000 draws the standard deviation of
// its count is sqrt(9000 * 1/3 * 2/3) = 44.7, so 3,000 +- 179 is 4 deviations.
TEST(RandomStrategyTest, DrawsValuesUniformly) {
  RandomStrategy strategy(1);
  const simulated::Program program = {{{simulated::Draw(3)}, ""}};
  std::map<uint32_t, int> counts;
  for (int i = 0; i < 9000; ++i) {
    ++counts[RunOnce(program, strategy)->steps.back().value];
  }
  ASSERT_EQ(counts.size(), 3u);
  for (const auto& [value, count] : counts) EXPECT_NEAR(count, 3000, 179);
}

// Two tasks of two steps: a first step for T1 or T2 (1/2 each), then a second
// (1/2 each); what is left is forced once one task is through. So "aabb" and
// "bbaa" have p = 1/4, the four others p = 1/8. Deviations of 8,000 runs: 38.7
// and 29.6; the tolerances are 4 of them.
TEST(RandomStrategyTest, WalksTheTreeUniformlyAtEachNode) {
  RandomStrategy strategy(2);
  const simulated::Program program = Uniform(2, 1);
  std::map<std::string, int> counts;
  for (int i = 0; i < 8000; ++i) ++counts[Order(*RunOnce(program, strategy))];
  ASSERT_EQ(counts.size(), 6u);
  for (const auto& [order, count] : counts) {
    const bool is_early_end =
        order == "0 0 1 1 2 2 " || order == "0 0 2 2 1 1 ";
    EXPECT_NEAR(count, is_early_end ? 2000 : 1000, is_early_end ? 155 : 119)
        << order;
  }
}

TEST(RandomStrategyTest, RepeatsOneExecutionWithoutThoseBefore) {
  const simulated::Program program = Uniform(3, 5);
  RandomStrategy all(7);
  for (uint64_t i = 0; i < 20; ++i) {
    RandomStrategy one(7, i);
    EXPECT_EQ(Order(*RunOnce(program, all)), Order(*RunOnce(program, one)));
  }
}

TEST(RandomStrategyTest, DiffersBetweenSeeds) {
  const simulated::Program program = Uniform(3, 20);
  RandomStrategy one(1);
  RandomStrategy two(2);
  EXPECT_NE(Order(*RunOnce(program, one)), Order(*RunOnce(program, two)));
}

}  // namespace
}  // namespace interleave
