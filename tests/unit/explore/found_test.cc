// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/found.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using ::testing::ElementsAre;

TEST(FoundTest, TheSameDefectHasTheSameSignature) {
  Finding one;
  one.kind = FindingKind::kAssertion;
  one.message = "count is 5";
  one.file = "pool.cc";
  one.line = 63;
  Finding two = one;
  two.step = 17;
  two.task = 2;
  EXPECT_EQ(SignatureOf(one), SignatureOf(two));
  two.line = 64;
  EXPECT_NE(SignatureOf(one), SignatureOf(two));
}

TEST(NotesTest, TakesOverWhatIsNew) {
  Notes one;
  one.met_points = {"b", "a"};
  one.uncontrolled_threads = {"worker", "worker"};
  one.unmodelled = {{"fork", "the child"}};
  one.races = {{Finding(), "il1-first"}};
  Notes two;
  two.met_points = {"a", "c"};
  two.uncontrolled_threads = {"worker", "other"};
  two.unmodelled = {{"fork", "the child"}, {"pthread_cancel", "nothing"}};
  two.suppressed = {"race:Pool"};
  two.races = {{Finding(), "il1-second"}};
  two.identities_made_anew = true;
  one.Add(two);
  EXPECT_THAT(one.met_points, ElementsAre("b", "a", "c"));
  EXPECT_THAT(one.uncontrolled_threads,
              ElementsAre("worker", "worker", "other"));
  EXPECT_EQ(one.unmodelled.size(), 2u);
  EXPECT_THAT(one.suppressed, ElementsAre("race:Pool"));
  ASSERT_EQ(one.races.size(), 1u);
  EXPECT_EQ(one.races[0].token, "il1-first");
  EXPECT_TRUE(one.identities_made_anew);
}

}  // namespace
}  // namespace interleave
