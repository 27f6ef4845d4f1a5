// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/branch_rates.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

Footprint Of(uint32_t key) {
  Footprint operation;
  operation.use_count = 1;
  operation.used[0].key = key;
  return operation;
}

TEST(BranchRatesTest, NothingIsExpectedOfWhatWasNotMet) {
  BranchRates rates;
  EXPECT_EQ(rates.Expected(Of(3), 5), 0);
  rates.Note(Of(1), 1, 1);
  EXPECT_EQ(rates.Expected(Of(3), 5), 0);
  EXPECT_EQ(rates.Expected(Footprint(), 5), 0);
  rates.Note(Of(3), 0, 0);
  EXPECT_EQ(rates.Expected(Of(3), 5), 0);
}

TEST(BranchRatesTest, AsManyAreExpectedAsThereWereOfThoseThatWerePossible) {
  BranchRates rates;
  rates.Note(Of(3), 1, 2);
  rates.Note(Of(3), 0, 2);
  rates.Note(Of(70), 2, 2);
  EXPECT_EQ(rates.Expected(Of(3), 4), 1);
  EXPECT_EQ(rates.Expected(Of(70), 4), 4);
}

TEST(BranchRatesTest, WhatUsesNothingIsAlike) {
  BranchRates rates;
  rates.Note(Footprint(), 1, 4);
  EXPECT_EQ(rates.Expected(Footprint(), 8), 2);
  EXPECT_EQ(rates.Expected(Of(0), 8), 0);
}

}  // namespace
}  // namespace interleave
