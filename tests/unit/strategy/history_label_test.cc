// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/history_label.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace interleave {
namespace {

TEST(HistoryLabelTest, IsTheSameForTheSameHistory) {
  const HistoryLabel one = Combine(HistoryLabel{}, HistoryLabel{}, 1);
  EXPECT_EQ(one, Combine(HistoryLabel{}, HistoryLabel{}, 1));
  EXPECT_EQ(Combine(one, HistoryLabel{}, 2), Combine(one, HistoryLabel{}, 2));
}

TEST(HistoryLabelTest, TellsOrderAndKindApart) {
  const HistoryLabel first;
  const HistoryLabel second = Combine(first, first, 1);
  EXPECT_FALSE(second == first);
  EXPECT_FALSE(Combine(first, second, 1) == Combine(second, first, 1));
  EXPECT_FALSE(Combine(first, second, 1) == Combine(first, second, 2));
}

// A tree of histories: neither half of any two labels is the same.
TEST(HistoryLabelTest, TellsManyHistoriesApart) {
  std::vector<HistoryLabel> labels = {HistoryLabel{}};
  for (size_t i = 0; labels.size() < 20'000; ++i) {
    for (uint64_t kind = 1; kind <= 4; ++kind) {
      labels.push_back(Combine(labels[i], labels[i / 2], kind));
    }
  }
  std::set<uint64_t> first;
  std::set<uint64_t> second;
  for (const HistoryLabel& label : labels) {
    EXPECT_TRUE(first.insert(label.first).second);
    EXPECT_TRUE(second.insert(label.second).second);
  }
}

}  // namespace
}  // namespace interleave
