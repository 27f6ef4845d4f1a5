// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/label_set.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

HistoryLabel Number(uint64_t number) {
  return Combine(HistoryLabel{}, HistoryLabel{}, number);
}

TEST(LabelSetTest, TakesEachLabelOnce) {
  LabelSet set;
  for (uint64_t i = 0; i < 1'000; ++i) {
    EXPECT_TRUE(set.Insert(Number(i)));
    EXPECT_FALSE(set.Insert(Number(i)));
    EXPECT_FALSE(set.Insert(Number(i / 2)));
    EXPECT_EQ(set.size(), i + 1);
  }
}

// Labels that differ in one half only share a slot at first.
TEST(LabelSetTest, TellsLabelsApartByBothHalves) {
  LabelSet set;
  for (uint64_t i = 0; i < 100; ++i) {
    EXPECT_TRUE(set.Insert({7, i}));
    EXPECT_FALSE(set.Insert({7, i}));
  }
}

TEST(LabelSetTest, ListsWhatItContainsInOrder) {
  LabelSet set;
  for (uint64_t i = 0; i < 100; ++i) {
    EXPECT_FALSE(set.Contains(Number(i)));
    set.Insert(Number(i));
    EXPECT_TRUE(set.Contains(Number(i)));
    EXPECT_TRUE(set.Contains(Number(i / 2)));
    EXPECT_FALSE(set.Contains(Number(i + 1)));
    EXPECT_EQ(set.labels().size(), i + 1);
    EXPECT_EQ(set.labels()[i], Number(i));
  }
  set.Clear();
  EXPECT_FALSE(set.Contains(Number(0)));
}

TEST(LabelSetTest, IsEmptyAfterClear) {
  LabelSet set;
  for (const uint64_t count : {3u, 500u, 20u, 12u, 13u, 2u}) {
    for (uint64_t i = 0; i < count; ++i) EXPECT_TRUE(set.Insert(Number(i)));
    for (uint64_t i = 0; i < count; ++i) EXPECT_FALSE(set.Insert(Number(i)));
    set.Clear();
    EXPECT_EQ(set.size(), 0u);
  }
}

}  // namespace
}  // namespace interleave
