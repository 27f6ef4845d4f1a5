// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/place_table.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

TEST(PlaceTableTest, NumbersPlacesInOrderOfFirstUse) {
  PlaceTable table;
  EXPECT_EQ(table.Find(0x1000, 4).place, 0u);
  EXPECT_EQ(table.Find(0x1004, 4).place, 1u);
  EXPECT_EQ(table.Find(0x1000, 4).place, 0u);
  EXPECT_EQ(table.size(), 2u);
}

TEST(PlaceTableTest, NeighboursDoNotClash) {
  PlaceTable table;
  for (uint64_t i = 0; i < 8; ++i) {
    EXPECT_FALSE(table.Find(0x1000 + i, 1).clash);
  }
  EXPECT_FALSE(table.Find(0x1008, 16).clash);
  EXPECT_EQ(table.size(), 9u);
}

TEST(PlaceTableTest, WhatSharesBytesClashesUntilItIsGivenUp) {
  PlaceTable table;
  const uint32_t whole = table.Find(0x1000, 8).place;
  const PlaceTable::Found part = table.Find(0x1004, 4);
  EXPECT_TRUE(part.clash);
  EXPECT_EQ(part.place, whole);
  EXPECT_TRUE(table.Find(0x1000, 4).clash);
  table.GiveUp(whole);
  EXPECT_FALSE(table.Find(0x1004, 4).clash);
  EXPECT_TRUE(table.Find(0x1000, 8).clash);
}

TEST(PlaceTableTest, WhatReachesIntoTheNextGranuleClashesThere) {
  PlaceTable table;
  const uint32_t across = table.Find(0x1006, 4).place;
  EXPECT_EQ(table.Find(0x1008, 2).place, across);
  EXPECT_TRUE(table.Find(0x1008, 2).clash);
  EXPECT_FALSE(table.Find(0x100a, 2).clash);
}

TEST(PlaceTableTest, KeepsManyPlacesAndForgetsThemAtClear) {
  PlaceTable table;
  for (int round = 0; round < 3; ++round) {
    for (uint64_t i = 0; i < 1'000; ++i) {
      EXPECT_EQ(table.Find(0x10000 + 8 * i, 8).place, i);
    }
    for (uint64_t i = 0; i < 1'000; ++i) {
      EXPECT_EQ(table.Find(0x10000 + 8 * i, 8).place, i);
    }
    table.Clear();
    EXPECT_EQ(table.size(), 0u);
  }
}

}  // namespace
}  // namespace interleave
