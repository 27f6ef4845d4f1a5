// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/byte_counts.h"

#include <bit>

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(ByteCountsTest, CountsAndFindsTheBitsOfEveryByte) {
  for (uint32_t byte = 0; byte < 256; ++byte) {
    const ByteCounts counts(byte);
    EXPECT_EQ(counts.all(), static_cast<uint32_t>(std::popcount(byte)));
    uint32_t before = 0;
    for (uint32_t bit = 0; bit < 8; ++bit) {
      EXPECT_EQ(counts.Below(bit), before) << byte << ", " << bit;
      if ((byte >> bit & 1) == 0) continue;
      EXPECT_EQ(counts.Find(before), bit) << byte;
      ++before;
    }
  }
}

}  // namespace
}  // namespace interleave
