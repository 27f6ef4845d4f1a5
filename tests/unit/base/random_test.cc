// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/random.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>

#include "gtest/gtest.h"

namespace interleave {
namespace {

// Recorded schedules name seeds, so these numbers may never change.
TEST(RandomTest, GivesTheSameSequenceForever) {
  Random zero(0);
  EXPECT_EQ(zero.Next(), 0x111cb3a78f59a58eu);
  EXPECT_EQ(zero.Next(), 0xceabd938ff4e856du);
  Random fortytwo(42);
  EXPECT_EQ(fortytwo.Next(), 0xae4a7cbfdda9b434u);
  EXPECT_EQ(fortytwo.Next(), 0xe9cc09d33d38d9d2u);
  EXPECT_EQ(ExecutionSeed(42, 17), 0x87dd26abeaaddc31u);
}

TEST(RandomTest, RepeatsForTheSameSeed) {
  Random a(7);
  Random b(7);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(a.Next(), b.Next());
}

TEST(RandomTest, DiffersForAnotherSeed) {
  Random a(7);
  Random b(8);
  int equal = 0;
  for (int i = 0; i < 1000; ++i) equal += a.Next() == b.Next() ? 1 : 0;
  EXPECT_EQ(equal, 0);
}

TEST(RandomTest, StaysBelowALargeBound) {
  Random random(3);
  constexpr uint64_t kBound = uint64_t{3} << 60;
  uint64_t most = 0;
  for (int i = 0; i < 1000; ++i) {
    const uint64_t drawn = random.BelowLarge(kBound);
    ASSERT_LT(drawn, kBound);
    most = std::max(most, drawn);
  }
  // All 1000 below nine tenths: 0.9^1000, less than 10^-45.
  EXPECT_GT(most, kBound / 10 * 9);
  EXPECT_EQ(random.BelowLarge(1), 0u);
}

TEST(RandomTest, StaysBelowTheBound) {
  Random random(1);
  for (const uint32_t bound : {1u, 2u, 3u, 10u, 1u << 31, UINT32_MAX}) {
    for (int i = 0; i < 1000; ++i) ASSERT_LT(random.Below(bound), bound);
  }
}

TEST(RandomTest, DrawsEveryValueAboutEquallyOften) {
  constexpr uint32_t kBound = 10;
  constexpr int kDraws = 100'000;
  constexpr double kMean = double{kDraws} / kBound;
  std::array<int, kBound> draws = {};
  Random random(3);
  for (int i = 0; i < kDraws; ++i) ++draws[random.Below(kBound)];
  double chi_square = 0;
  for (const int n : draws) {
    chi_square += (n - kMean) * (n - kMean) / kMean;
  }
  EXPECT_LT(chi_square, 27.88);  // 9 degrees of freedom, p = 0.001
}

TEST(RandomTest, OneInIsTrueThatOften) {
  Random random(5);
  int hits = 0;
  for (int i = 0; i < 100'000; ++i) hits += random.OneIn(100) ? 1 : 0;
  EXPECT_NEAR(hits, 1000, 150);
  EXPECT_TRUE(random.OneIn(1));
}

TEST(ExecutionSeedTest, DiffersForEveryExecutionAndSeed) {
  std::set<uint64_t> seeds;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    for (uint64_t index = 0; index < 100; ++index) {
      seeds.insert(ExecutionSeed(seed, index));
    }
  }
  EXPECT_EQ(seeds.size(), 10'000u);
}

}  // namespace
}  // namespace interleave
