// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/footprint.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace interleave {
namespace {

Footprint Of(TaskId task, std::initializer_list<Use> uses) {
  Footprint footprint;
  footprint.task = task;
  for (const Use& use : uses) footprint.used[footprint.use_count++] = use;
  return footprint;
}

struct Pair {
  UseMode earlier;
  UseMode later;
  bool ordered;
  bool reversible;
};

class UseModesTest : public testing::TestWithParam<Pair> {};

TEST_P(UseModesTest, SayWhatIsOrderedAndWhatCouldBeOtherwise) {
  const Pair& pair = GetParam();
  const Footprint earlier = Of(1, {{7, pair.earlier}});
  const Footprint later = Of(2, {{7, pair.later}});
  EXPECT_EQ(AreOrdered(earlier, later), pair.ordered);
  EXPECT_EQ(CanBeReversed(earlier, later), pair.reversible);
  const Footprint elsewhere = Of(2, {{8, pair.later}});
  EXPECT_FALSE(AreOrdered(earlier, elsewhere));
  EXPECT_FALSE(CanBeReversed(earlier, elsewhere));
}

using enum UseMode;
INSTANTIATE_TEST_SUITE_P(
    Pairs, UseModesTest,
    testing::Values(
        Pair{kExclusive, kExclusive, true, true},
        Pair{kExclusive, kShared, true, true},
        Pair{kShared, kExclusive, true, true},
        Pair{kShared, kShared, false, false},
        // Two that take a lock could do so in the other order.
        Pair{kTake, kTake, true, true}, Pair{kTake, kTakeShared, true, true},
        Pair{kTakeShared, kTake, true, true},
        Pair{kTakeShared, kTakeShared, false, false},
        // Nobody takes it before it is given back ...
        Pair{kGiveBack, kTake, true, false},
        Pair{kGiveBack, kTakeShared, true, false},
        Pair{kGiveBackShared, kTake, true, false},
        // ... but readers don't keep each other from it ...
        Pair{kGiveBackShared, kTakeShared, false, false},
        Pair{kTakeShared, kGiveBackShared, false, false},
        Pair{kGiveBackShared, kGiveBackShared, false, false},
        // ... and who tries may fail.
        Pair{kGiveBackShared, kTry, true, true},
        Pair{kGiveBack, kTry, true, true}, Pair{kTry, kGiveBack, true, true},
        Pair{kTry, kTake, true, true}, Pair{kTake, kTry, true, true},
        // Who was woken depends on that step alone.
        Pair{kExclusive, kFollow, false, false},
        Pair{kFollow, kExclusive, false, false}));

TEST(FootprintTest, AccessesDependByTheBytesThatTheyShare) {
  const Footprint low = Of(1, {{7, kExclusive, 0x0f}});
  EXPECT_TRUE(AreOrdered(low, Of(2, {{7, kShared, 0xff}})));
  EXPECT_TRUE(CanBeReversed(low, Of(2, {{7, kShared, 0x08}})));
  EXPECT_FALSE(AreOrdered(low, Of(2, {{7, kExclusive, 0xf0}})));
}

TEST(FootprintTest, WhatMayTouchAnythingDependsOnAll) {
  Footprint unknown = Of(1, {});
  unknown.everything = true;
  EXPECT_TRUE(AreOrdered(unknown, Of(2, {})));
  EXPECT_TRUE(CanBeReversed(Of(2, {}), unknown));
  EXPECT_FALSE(AreOrdered(Of(1, {}), Of(2, {})));
}

TEST(FootprintTest, ATaskComesAfterItsCreationAndBeforeItsJoin) {
  Footprint create = Of(1, {});
  create.kind = OperationKind::kCreate;
  create.other = 2;
  Footprint join = create;
  join.kind = OperationKind::kJoin;
  EXPECT_TRUE(AreOrdered(create, Of(2, {})));
  EXPECT_TRUE(AreOrdered(Of(2, {}), join));
  EXPECT_FALSE(AreOrdered(create, Of(3, {})));
  EXPECT_FALSE(CanBeReversed(create, Of(2, {})));
  EXPECT_FALSE(CanBeReversed(Of(2, {}), join));
}

}  // namespace
}  // namespace interleave
