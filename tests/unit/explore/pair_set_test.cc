// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/pair_set.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

constexpr uint8_t kOnObject = BitOf(Relation::kOnObject);
constexpr uint8_t kReadsFrom = BitOf(Relation::kReadsFrom);

Site At(uintptr_t address, OperationKind kind = OperationKind::kAtomicLoad) {
  return {reinterpret_cast<const void*>(address), kind};
}

// What is kept of a pair.
uint8_t Kept(const PairSet& set, const Site& first, const Site& second) {
  uint8_t kept = 0;
  for (const PairSet::Pair& pair : set.pairs()) {
    if (pair.first == first && pair.second == second) kept |= pair.kept;
  }
  return kept;
}

TEST(PairSetTest, KeepsHowTheSecondFollowsTheFirst) {
  PairSet set;
  set.Note(At(1), At(2), kOnObject);
  set.Note(At(1), At(2), kReadsFrom);
  set.Note(At(1), At(2), kOnObject);
  set.Note({}, At(2), kReadsFrom);
  set.End(/*counts=*/true);
  EXPECT_EQ(Kept(set, At(1), At(2)), kOnObject | kReadsFrom);
  EXPECT_EQ(Kept(set, {}, At(2)), kReadsFrom);
  EXPECT_EQ(Kept(set, At(2), At(1)), 0);
  EXPECT_EQ(Kept(set, At(1), At(2, OperationKind::kAtomicStore)), 0);
  EXPECT_EQ(set.pairs().size(), 2u);
}

TEST(PairSetTest, ForgetsWhatDoesNotCount) {
  PairSet set;
  set.Note(At(1), At(2), kOnObject);
  set.End(/*counts=*/true);
  set.Note(At(1), At(2), kReadsFrom);
  set.Note(At(2), At(1), kOnObject);
  set.End(/*counts=*/false);
  EXPECT_EQ(Kept(set, At(1), At(2)), kOnObject);
  EXPECT_EQ(Kept(set, At(2), At(1)), 0);
  set.Note(At(2), At(1), kOnObject);
  set.End(/*counts=*/true);
  EXPECT_EQ(Kept(set, At(2), At(1)), kOnObject);
}

TEST(PairSetTest, GrowsAndIsCleared) {
  PairSet set;
  for (int time = 0; time < 2; ++time) {
    for (uintptr_t i = 1; i <= 1'000; ++i) {
      set.Note(At(i), At(i % 7 + 1), kOnObject);
    }
    set.End(/*counts=*/true);
    EXPECT_EQ(set.pairs().size(), 1'000u);
    EXPECT_EQ(Kept(set, At(1'000), At(1'000 % 7 + 1)), kOnObject);
  }
  set.Clear();
  EXPECT_TRUE(set.pairs().empty());
  set.Note(At(1), At(2), kOnObject);
  set.End(/*counts=*/true);
  EXPECT_EQ(set.pairs().size(), 1u);
}

}  // namespace
}  // namespace interleave
