// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/leave_out_far.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace interleave {
namespace {

using testing::ElementsAre;

bool IsNegative(int value) { return value < 0; }

void NoGap(int, size_t) {}

// 1 to `count`, the marked ones negative.
std::vector<int> Numbers(int count, const std::vector<int>& marked) {
  std::vector<int> numbers;
  for (int i = 1; i <= count; ++i) numbers.push_back(i);
  for (const int mark : marked) numbers[static_cast<size_t>(mark) - 1] = -mark;
  return numbers;
}

TEST(LeaveOutFarTest, ShortListsStayWhole) {
  std::vector<int> all = Numbers(5, {});
  size_t passed = 0;
  EXPECT_EQ(LeaveOutFar(all, 5, 0, &passed, &IsNegative, &NoGap), 0u);
  EXPECT_EQ(all, Numbers(5, {}));
}

TEST(LeaveOutFarTest, TheLastAndThoseNearMarksStay) {
  std::vector<int> all = Numbers(100, {40});
  size_t passed = 0;
  EXPECT_EQ(LeaveOutFar(all, 3, 50, &passed, &IsNegative, &NoGap), 80u);
  EXPECT_THAT(all, ElementsAre(32, 33, 34, 35, 36, 37, 38, 39, -40, 41, 42, 43,
                               44, 45, 46, 47, 48, 98, 99, 100));
}

TEST(LeaveOutFarTest, AMarkAmongTheLastKeepsThoseBeforeIt) {
  std::vector<int> all = Numbers(100, {99});
  size_t passed = 0;
  EXPECT_EQ(LeaveOutFar(all, 3, 50, &passed, &IsNegative, &NoGap), 90u);
  EXPECT_EQ(all.front(), 91);
}

TEST(LeaveOutFarTest, OfTooManyNearMarksTheFirstStay) {
  std::vector<int> all = Numbers(100, {10, 50});
  size_t passed = 0;
  EXPECT_EQ(LeaveOutFar(all, 2, 4, &passed, &IsNegative, &NoGap), 94u);
  EXPECT_THAT(all, ElementsAre(2, 3, 4, 5, 99, 100));
}

TEST(LeaveOutFarTest, TellsEachGap) {
  std::vector<int> all = Numbers(100, {40});
  size_t passed = 0;
  std::vector<std::pair<int, size_t>> gaps;
  LeaveOutFar(all, 3, 50, &passed, &IsNegative,
              [&](int next, size_t count) { gaps.emplace_back(next, count); });
  EXPECT_THAT(gaps, ElementsAre(testing::Pair(32, 31), testing::Pair(98, 49)));
}

TEST(LeaveOutFarTest, PartByPartIsAsAtOnce) {
  const std::vector<int> whole = Numbers(1000, {3, 200, 203, 480, 790, 999});
  std::vector<int> at_once = whole;
  size_t passed = 0;
  const size_t left_out =
      LeaveOutFar(at_once, 20, 60, &passed, &IsNegative, &NoGap);
  for (const size_t part : {30u, 47u, 200u}) {
    std::vector<int> all;
    passed = 0;
    size_t sum = 0;
    for (const int number : whole) {
      all.push_back(number);
      if (all.size() >= passed + 20 + part) {
        sum += LeaveOutFar(all, 20, 60, &passed, &IsNegative, &NoGap);
      }
    }
    sum += LeaveOutFar(all, 20, 60, &passed, &IsNegative, &NoGap);
    EXPECT_EQ(all, at_once) << part;
    EXPECT_EQ(sum, left_out) << part;
  }
}

}  // namespace
}  // namespace interleave
