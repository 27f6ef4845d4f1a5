// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/granule_table.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace interleave {
namespace {

const void* At(uintptr_t address) {
  return reinterpret_cast<const void*>(address);
}

TEST(GranuleTableTest, NumbersFollowTheOrderOfComing) {
  GranuleTable table;
  EXPECT_EQ(table.Find(At(0x5000), 4).numbers[0], 0u);
  EXPECT_EQ(table.Find(At(0x1000), 8).numbers[0], 1u);
  EXPECT_EQ(table.Find(At(0x5004), 4).numbers[0], 0u);
  table.Reset();
  EXPECT_EQ(table.Find(At(0x1000), 1).numbers[0], 0u);
}

TEST(GranuleTableTest, SaysWhichBytesAreUsed) {
  GranuleTable table;
  const GranuleUse low = table.Find(At(0x1000), 4);
  const GranuleUse high = table.Find(At(0x1006), 2);
  EXPECT_EQ(low.count, 1u);
  EXPECT_EQ(low.bytes[0], 0x0f);
  EXPECT_EQ(high.bytes[0], 0xc0);
}

TEST(GranuleTableTest, AnAccessMayLieInTwoGranules) {
  GranuleTable table;
  const GranuleUse use = table.Find(At(0x1006), 4);
  ASSERT_EQ(use.count, 2u);
  EXPECT_EQ(use.numbers[0], 0u);
  EXPECT_EQ(use.numbers[1], 1u);
  EXPECT_EQ(use.bytes[0], 0xc0);
  EXPECT_EQ(use.bytes[1], 0x03);
}

TEST(GranuleTableTest, OfMoreThanTwoItTellsTheNumberOnly) {
  GranuleTable table;
  EXPECT_EQ(table.Find(At(0x1001), 16).count, 3u);
}

TEST(GranuleTableTest, LooksUpWhatItCameToAndNothingElse) {
  GranuleTable table;
  const uintptr_t granule = GranuleTable::GranuleOf(0x1000);
  EXPECT_EQ(table.Lookup(granule), std::nullopt);
  table.Find(At(0x1003), 1);
  EXPECT_EQ(table.Lookup(granule), 0u);
  table.Reset();
  EXPECT_EQ(table.Lookup(granule), std::nullopt);
}

TEST(GranuleTableTest, WhatIsForgottenGetsAnotherNumber) {
  GranuleTable table;
  for (uintptr_t i = 0; i < 4; ++i) table.Find(At(0x1000 + 8 * i), 8);
  table.Forget(At(0x1008), 9);  // the second, and a byte of the third
  EXPECT_EQ(table.Lookup(GranuleTable::GranuleOf(0x1008)), std::nullopt);
  EXPECT_EQ(table.Find(At(0x1000), 8).numbers[0], 0u);
  EXPECT_EQ(table.Find(At(0x1018), 8).numbers[0], 3u);
  EXPECT_EQ(table.Find(At(0x1010), 8).numbers[0], 4u);
  EXPECT_EQ(table.Find(At(0x1008), 8).numbers[0], 5u);
  EXPECT_EQ(table.Find(At(0x1010), 8).numbers[0], 4u);
}

// Far more than there is room for at first, and ranges larger than the table.
TEST(GranuleTableTest, ForgetsAsOftenAsOneLikes) {
  GranuleTable table;
  table.Find(At(0x100000), 8);
  uint32_t next = 1;
  for (int round = 0; round < 2'000; ++round) {
    EXPECT_EQ(table.Find(At(0x1000), 8).numbers[0], next++);
    EXPECT_EQ(table.Find(At(0x9000), 8).numbers[0], next++);
    EXPECT_EQ(table.Find(At(0x100000), 8).numbers[0], 0u);
    table.Forget(At(0x1000), round % 2 == 0 ? 0x8001 : 0xf0000);
  }
}

TEST(GranuleTableTest, KeepsItsNumbersWhenItGrows) {
  GranuleTable table;
  for (uint32_t i = 0; i < 5'000; ++i) {
    ASSERT_EQ(table.Find(At(0x1000 + uintptr_t{i} * 64), 8).numbers[0], i);
  }
  for (uint32_t i = 0; i < 5'000; ++i) {
    ASSERT_EQ(table.Find(At(0x1000 + uintptr_t{i} * 64), 8).numbers[0], i);
  }
}

}  // namespace
}  // namespace interleave
