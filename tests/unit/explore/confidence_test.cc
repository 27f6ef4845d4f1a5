// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/confidence.h"

#include <cmath>
#include <limits>

#include "gmock/gmock.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ConfidenceTest, OneExecutionHasTheBoundOfThePaper) {
  EXPECT_DOUBLE_EQ(ChanceOfOne(4, 40, 1), 0.25);
  EXPECT_DOUBLE_EQ(ChanceOfOne(3, 40, 2), 1.0 / 120);
  EXPECT_DOUBLE_EQ(ChanceOfOne(3, 40, 3), 1.0 / 4800);
  // Nothing ran, or there was nothing to choose.
  EXPECT_DOUBLE_EQ(ChanceOfOne(0, 0, 5), 1);
}

TEST(ConfidenceTest, SeveralFindWhatOneOfThemFinds) {
  EXPECT_DOUBLE_EQ(ChanceOfAny(1, 0.25), 0.25);
  EXPECT_DOUBLE_EQ(ChanceOfAny(2, 0.25), 1 - 0.75 * 0.75);
  EXPECT_EQ(ChanceOfAny(0, 0.25), 0);
  EXPECT_EQ(ChanceOfAny(5, 1), 1);
  EXPECT_EQ(ChanceOfAny(5, 0), 0);
  EXPECT_LT(ChanceOfAny(1'000'000, 0.25), 1);
  // Far below what 1 - p can tell from 1.
  EXPECT_NEAR(ChanceOfAny(1000, 1e-20), 1e-17, 1e-29);
}

TEST(ConfidenceTest, TakesSoManyExecutions) {
  // log(0.01) / log(0.75) is 16.008.
  EXPECT_EQ(ExecutionsFor(0.99, 0.25), 17u);
  EXPECT_LT(ChanceOfAny(16, 0.25), 0.99);
  EXPECT_GE(ChanceOfAny(17, 0.25), 0.99);
  EXPECT_EQ(ExecutionsFor(0.5, 1), 1u);
  EXPECT_EQ(ExecutionsFor(0.5, 0), kTooMany);
  EXPECT_EQ(ExecutionsFor(0.5, 1e-300), kTooMany);
}

TEST(ConfidenceTest, LargeNumbersDoNotOverflow) {
  constexpr auto kMost = std::numeric_limits<uint64_t>::max();
  constexpr auto kTasks = std::numeric_limits<uint32_t>::max();
  const double one = ChanceOfOne(kTasks, kMost, 100);
  EXPECT_EQ(one, 0);
  EXPECT_EQ(ChanceOfAny(kMost, one), 0);
  Confidence confidence{kTasks, kMost, kMost, {{1, kMost, 1}, {100, kMost, 1}}};
  EXPECT_EQ(confidence.MoreFor(0.99), kTooMany);
  EXPECT_THAT(ConfidenceText(confidence),
              HasSubstr("takes more than 1.8e19 more executions"));
}

TEST(ConfidenceTest, ProbabilitiesAreRoundedDown) {
  EXPECT_EQ(ChanceText(1), "100 %");
  EXPECT_EQ(ChanceText(0.999999999), "99.99 %");
  EXPECT_EQ(ChanceText(0.99), "99 %");
  EXPECT_EQ(ChanceText(0.98999), "98.9 %");
  EXPECT_EQ(ChanceText(0.5), "50 %");
  EXPECT_EQ(ChanceText(0.84159), "84.1 %");
  EXPECT_EQ(ChanceText(0.0129), "1.2 %");
  EXPECT_EQ(ChanceText(0.00129), "0.12 %");
  EXPECT_EQ(ChanceText(0.000001), "0.0001 %");
  EXPECT_EQ(ChanceText(0.0000009), "less than 0.0001 %");
  EXPECT_EQ(ChanceText(0), "less than 0.0001 %");
}

// Depth 2 needs 551 with p = 1/120, of which 51 are there: 500 at a half of all
// that follow. Depth 1 has more than it needs.
TEST(ConfidenceTest, SaysHowManyMoreItTakesForAllDepths) {
  const Confidence confidence{3, 40, 40, {{1, 50, 0.5}, {2, 51, 0.5}}};
  EXPECT_EQ(ExecutionsFor(0.99, 1.0 / 120), 551u);
  EXPECT_EQ(confidence.MoreFor(0.99), 1000u);
  EXPECT_EQ(
      ConfidenceText(confidence),
      "a bug of depth 1, 2 would have been found with a probability of at "
      "least 99.99 %, 34.7 % (n = 3 tasks, k = 40 steps); 99 % for each takes "
      "1000 more executions (--interleave_confidence=0.99)");
}

TEST(ConfidenceTest, SaysWhenExecutionsWereLongerThanK) {
  const Confidence confidence{2, 1, 44, {{1, 50, 1}}};
  EXPECT_EQ(ConfidenceText(confidence),
            "a bug of depth 1 would have been found with a probability of at "
            "least 99.99 % (n = 2 tasks, k = 1 step, 44 in the longest)");
}

TEST(ConfidenceTest, SaysAboutHowManyWhereTheyAreVeryMany) {
  const Confidence confidence{10, 100'000, 100'000, {{3, 1000, 1}}};
  EXPECT_THAT(ConfidenceText(confidence),
              HasSubstr("less than 0.0001 % (n = 10 tasks, k = 100000 steps); "
                        "99 % for it takes about 4.6e11 more executions"));
}

TEST(ConfidenceTest, SaysNothingOfNothing) {
  EXPECT_EQ(ConfidenceText({}), "");
  EXPECT_EQ(ConfidenceText({0, 0, 0, {{1, 0, 1}}}), "");
}

}  // namespace
}  // namespace interleave
