// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/lessons.h"

#include <gtest/gtest.h>

#include <vector>

namespace interleave {
namespace {

class LessonsTest : public testing::Test {
 protected:
  // Two tasks write there, and nothing orders them.
  void Share(const void* address) {
    memory_.Touch(address, 8, 1, true, false, causality_);
    memory_.Touch(address, 8, 2, true, false, causality_);
  }
  bool Learn() {
    const bool left = lessons_.AreLeft(memory_, limits_);
    const bool learnt = lessons_.Learn(memory_, &limits_);
    EXPECT_EQ(left, learnt);
    return learnt;
  }

  Causality causality_;
  SharedMemory memory_;
  Lessons lessons_;
  ExecutionLimits limits_;
  std::vector<uint64_t> words_ = std::vector<uint64_t>(100);
};

TEST_F(LessonsTest, WhatIsKnownTeachesNothing) {
  EXPECT_FALSE(Learn());
  Share(words_.data());
  EXPECT_TRUE(Learn());
  EXPECT_FALSE(Learn());
}

TEST_F(LessonsTest, ARaceTeachesWhereItMakesSchedulePoints) {
  memory_.MarkRaced(words_.data(), 8);
  EXPECT_TRUE(Learn());
  EXPECT_FALSE(Learn());
  limits_.points = Points::kAtomics;
  memory_.MarkRaced(&words_[1], 8);
  EXPECT_FALSE(Learn());
}

TEST_F(LessonsTest, AfterTheLastAllMemoryIsWatched) {
  for (uint32_t i = 0; i < Lessons::kMax; ++i) {
    Share(&words_[i]);
    EXPECT_TRUE(Learn());
  }
  EXPECT_FALSE(limits_.watches_all);
  Share(&words_[Lessons::kMax]);
  EXPECT_TRUE(Learn());
  EXPECT_TRUE(limits_.watches_all);
  EXPECT_EQ(limits_.points, Points::kShared);
}

TEST_F(LessonsTest, AfterTheLastRaceEveryAccessIsASchedulePoint) {
  for (uint32_t i = 0; i <= Lessons::kMax; ++i) {
    memory_.MarkRaced(&words_[i], 8);
    EXPECT_TRUE(Learn());
  }
  EXPECT_EQ(limits_.points, Points::kAll);
  memory_.MarkRaced(&words_[Lessons::kMax + 1], 8);
  EXPECT_FALSE(Learn());
}

}  // namespace
}  // namespace interleave
