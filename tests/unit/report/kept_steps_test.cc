// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/kept_steps.h"

#include <numeric>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using testing::ElementsAre;

std::vector<StepNumber> Numbers(size_t count) {
  std::vector<StepNumber> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 1);
  return numbers;
}

TEST(KeptStepsTest, AllAreKeptThatThereIsRoomFor) {
  EXPECT_EQ(KeptSteps(Numbers(40), {}, 40).size(), 40u);
  EXPECT_TRUE(KeptSteps({}, {}, 20).empty());
}

TEST(KeptStepsTest, KeepsTheFirstThoseThatDecideWithOthersAndTheLast) {
  const std::vector<StepNumber> critical = {500, 700};
  const std::vector<size_t> kept = KeptSteps(Numbers(1000), critical, 80);
  ASSERT_EQ(kept.size(), 80u);
  // Four at the beginning, ten before and behind each, the rest at the end.
  const auto gaps = LeftOutOf(Numbers(1000), kept);
  EXPECT_THAT(gaps, ElementsAre(LeftOut{5, 489, 485}, LeftOut{510, 689, 180},
                                LeftOut{710, 964, 255}));
}

TEST(KeptStepsTest, StepsThatDecideAreKeptWhereverTheyAre) {
  const std::vector<StepNumber> critical = {1, 1000};
  for (const size_t steps_max : {20u, 21u, 100u}) {
    const std::vector<size_t> kept =
        KeptSteps(Numbers(1000), critical, steps_max);
    EXPECT_EQ(kept.size(), steps_max);
    EXPECT_EQ(kept.front(), 0u);
    EXPECT_EQ(kept.back(), 999u);
  }
}

TEST(LeftOutOfTest, NumbersMayHaveGapsOfTheirOwn) {
  const std::vector<StepNumber> numbers = {1, 3, 8, 9, 12};
  const std::vector<size_t> kept = {0, 3};
  EXPECT_THAT(LeftOutOf(numbers, kept),
              ElementsAre(LeftOut{3, 8, 2}, LeftOut{12, 12, 1}));
  const std::vector<size_t> all = {0, 1, 2, 3, 4};
  EXPECT_TRUE(LeftOutOf(numbers, all).empty());
}

TEST(LeftOutOfTest, WhatWasLeftOutBeforeIsPartOfIt) {
  const std::vector<StepNumber> numbers = {5, 6, 20};
  const std::vector<LeftOut> before = {{1, 4, 4}, {7, 19, 10}, {21, 30, 10}};
  const std::vector<size_t> kept = {0, 2};
  EXPECT_THAT(
      LeftOutOf(numbers, kept, before),
      ElementsAre(LeftOut{1, 4, 4}, LeftOut{6, 19, 11}, LeftOut{21, 30, 10}));
}

}  // namespace
}  // namespace interleave
