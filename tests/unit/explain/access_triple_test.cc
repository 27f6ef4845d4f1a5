// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/access_triple.h"

#include "gtest/gtest.h"
#include "unit/explain/access_list.h"

namespace interleave {
namespace {

using Orders = std::vector<CriticalOrder>;

TEST(AccessTripleTest, NeedsAnOrderThatDecides) {
  const Trace trace =
      AccessList(3).Read(1, 0, 0).Write(2, 0, 0, 1).Write(1, 0, 1, 1).Build();
  const AccessUnits units(trace);
  EXPECT_TRUE(DecisiveTriples(trace, units, Orders{}).empty());
  EXPECT_TRUE(DecisiveTriples(trace, units, Orders{{1, 3}}).empty());
  const auto triples = DecisiveTriples(trace, units, Orders{{1, 2}});
  ASSERT_EQ(triples.size(), 1u);
  EXPECT_EQ(triples[0].before, 0u);
  EXPECT_EQ(triples[0].between, 1u);
  EXPECT_EQ(triples[0].after, 2u);
  EXPECT_TRUE(triples[0].first_decides);
  EXPECT_FALSE(triples[0].second_decides);
}

TEST(AccessTripleTest, WhatAnOrderOfWholeOperationsGivesIsNone) {
  // R R W, W R R, R R R: the one in between could as well come first or last.
  const Orders orders = {{1, 2}, {2, 3}};
  const auto count = [&](const Trace& trace) {
    return DecisiveTriples(trace, AccessUnits(trace), orders).size();
  };
  EXPECT_EQ(
      count(
          AccessList(3).Read(1, 0, 0).Read(2, 0, 0).Write(1, 0, 0, 1).Build()),
      0u);
  EXPECT_EQ(
      count(
          AccessList(3).Write(1, 0, 0, 1).Read(2, 0, 1).Read(1, 0, 1).Build()),
      0u);
  EXPECT_EQ(count(AccessList(3)
                      .Write(1, 0, 0, 1)
                      .Read(2, 0, 1)
                      .Write(1, 0, 1, 2)
                      .Build()),
            1u);
}

TEST(AccessTripleTest, OtherMemoryIsNoPartOfIt) {
  const Trace trace =
      AccessList(3).Read(1, 0, 0).Write(2, 1, 0, 1).Write(1, 0, 0, 1).Build();
  const AccessUnits units(trace);
  EXPECT_TRUE(DecisiveTriples(trace, units, Orders{{1, 2}, {2, 3}}).empty());
}

TEST(AccessTripleTest, WhereBothOrdersDecideComesFirst) {
  const Trace trace = AccessList(3)
                          .Read(1, 0, 0)
                          .Write(2, 0, 0, 1)
                          .Write(1, 0, 1, 1)
                          .Write(2, 0, 1, 2)
                          .Read(1, 0, 2)
                          .Build();
  const auto triples = DecisiveTriples(trace, AccessUnits(trace),
                                       Orders{{1, 2}, {2, 3}, {3, 4}});
  ASSERT_GE(triples.size(), 2u);
  EXPECT_EQ(triples[0].between, 1u);
}

TEST(AccessTripleTest, PairsConflictAndDecide) {
  const Trace trace =
      AccessList(3).Read(1, 0, 0).Read(2, 0, 0).Write(2, 0, 0, 1).Build();
  const auto pairs =
      DecisivePairs(trace, AccessUnits(trace), Orders{{1, 2}, {1, 3}});
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_EQ(pairs[0].first, 0u);
  EXPECT_EQ(pairs[0].second, 2u);
}

}  // namespace
}  // namespace interleave
