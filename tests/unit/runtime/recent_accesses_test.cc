// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/recent_accesses.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

struct alignas(8) Words {
  char bytes[8 * 1'024];
};

TEST(RecentAccessesTest, KnowsNothingAtFirst) {
  const Words words{};
  const RecentAccesses recent;
  EXPECT_FALSE(recent.Has(&words, 8, /*writes=*/false));
  EXPECT_FALSE(recent.Has(nullptr, 8, /*writes=*/false));
}

TEST(RecentAccessesTest, AReadIsNoWriteAndAWriteIsBoth) {
  const Words words{};
  RecentAccesses recent;
  recent.Add(words.bytes, 4, /*writes=*/false);
  EXPECT_TRUE(recent.Has(words.bytes, 8, /*writes=*/false));
  EXPECT_FALSE(recent.Has(words.bytes, 8, /*writes=*/true));
  recent.Add(words.bytes, 4, /*writes=*/true);
  EXPECT_TRUE(recent.Has(words.bytes, 8, /*writes=*/false));
  EXPECT_TRUE(recent.Has(words.bytes, 8, /*writes=*/true));
}

TEST(RecentAccessesTest, ForgetsAll) {
  const Words words{};
  RecentAccesses recent;
  recent.Add(words.bytes, 8, /*writes=*/true);
  recent.Forget();
  EXPECT_FALSE(recent.Has(words.bytes, 8, /*writes=*/false));
  recent.Add(words.bytes, 8, /*writes=*/false);
  EXPECT_FALSE(recent.Has(words.bytes, 8, /*writes=*/true));
}

TEST(RecentAccessesTest, ForgetsHoweverOftenItHasForgotten) {
  const Words words{};
  RecentAccesses recent;
  for (int i = 0; i < (1 << 19) + 3; ++i) {
    recent.Add(words.bytes, 8, /*writes=*/true);
    ASSERT_TRUE(recent.Has(words.bytes, 8, /*writes=*/true));
    recent.Forget();
    ASSERT_FALSE(recent.Has(words.bytes, 8, /*writes=*/false));
  }
}

TEST(RecentAccessesTest, WhatWasKnownLongAgoIsNotKnownAgain) {
  const Words words{};
  RecentAccesses recent;
  recent.Add(words.bytes, 8, /*writes=*/true);
  for (int i = 0; i < (1 << 19) + 3; ++i) {
    recent.Forget();
    ASSERT_FALSE(recent.Has(words.bytes, 8, /*writes=*/false));
  }
}

TEST(RecentAccessesTest, NeverKnowsWhatLiesInTwoGranules) {
  const Words words{};
  RecentAccesses recent;
  recent.Add(words.bytes + 4, 8, /*writes=*/true);
  EXPECT_FALSE(recent.Has(words.bytes + 4, 8, /*writes=*/true));
  recent.Add(words.bytes, 8, /*writes=*/true);
  recent.Add(words.bytes + 8, 8, /*writes=*/true);
  EXPECT_FALSE(recent.Has(words.bytes + 4, 8, /*writes=*/true));
  EXPECT_TRUE(recent.Has(words.bytes + 4, 4, /*writes=*/true));
}

TEST(RecentAccessesTest, WhatTakesAPlaceIsNotTakenForWhatWasThere) {
  const Words words{};
  RecentAccesses recent;
  for (size_t at = 0; at < sizeof(words); at += 8) {
    recent.Add(words.bytes + at, 8, /*writes=*/true);
  }
  size_t known = 0;
  for (size_t at = 0; at < sizeof(words); at += 8) {
    known += recent.Has(words.bytes + at, 8, /*writes=*/true);
  }
  EXPECT_EQ(known, 256u);
}

}  // namespace
}  // namespace interleave
