// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/trace_set.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TraceSetTest, HoldsEachOnceAndListsThemInOrder) {
  TraceSet set;
  for (const uint64_t hash : {9u, 3u, 9u, 3u + 256u, 3u}) set.Insert(hash);
  EXPECT_EQ(set.size(), 3u);
  EXPECT_THAT(set.Sorted(), ElementsAre(3u, 9u, 259u));
  set.Clear();
  EXPECT_EQ(set.size(), 0u);
  EXPECT_THAT(set.Sorted(), IsEmpty());
}

TEST(TraceSetTest, Grows) {
  TraceSet set;
  for (int time = 0; time < 2; ++time) {
    Random random(1);
    for (int i = 0; i < 10'000; ++i) set.Insert(random.Next());
    EXPECT_EQ(set.size(), 10'000u);
  }
  EXPECT_FALSE(set.has_overflowed());
}

TEST(TraceSetTest, OverflowsByWhatIsNewOnly) {
  TraceSet set(/*max=*/2);
  set.Insert(1);
  set.Insert(2);
  set.Insert(1);
  EXPECT_FALSE(set.has_overflowed());
  set.Insert(3);
  EXPECT_TRUE(set.has_overflowed());
  EXPECT_THAT(set.Sorted(), ElementsAre(1u, 2u));
}

TEST(TraceSetTest, HoldsTheHashOfNothing) {
  TraceSet set;
  set.Insert(0);
  set.Insert(0);
  EXPECT_EQ(set.size(), 1u);
}

}  // namespace
}  // namespace interleave
