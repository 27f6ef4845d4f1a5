// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/default_answer.h"

#include <array>

#include "gtest/gtest.h"

namespace interleave {
namespace {

class DefaultAnswerTest : public ::testing::Test {
 protected:
  DefaultAnswerTest() {
    left_.id = 2;
    right_.id = 5;
    point_.enabled = enabled_;
    point_.count = 2;
  }

  TaskState left_;
  TaskState right_;
  const std::array<const TaskState*, 2> enabled_ = {&left_, &right_};
  ChoicePoint point_;
};

TEST_F(DefaultAnswerTest, StaysWithTheAnnouncer) {
  point_.current = 1;
  EXPECT_EQ(DefaultAnswer(point_), 1u);
}

TEST_F(DefaultAnswerTest, TakesTheLowestIdWhenTheAnnouncerCannotGoOn) {
  point_.current = ChoicePoint::kNotEnabled;
  EXPECT_EQ(DefaultAnswer(point_), 0u);
}

TEST_F(DefaultAnswerTest, DrawsZero) {
  point_.kind = ChoiceKind::kValue;
  point_.current = 1;
  EXPECT_EQ(DefaultAnswer(point_), 0u);
}

TEST_F(DefaultAnswerTest, FindsATaskById) {
  EXPECT_EQ(IndexOf(point_, 2), 0u);
  EXPECT_EQ(IndexOf(point_, 5), 1u);
  EXPECT_EQ(IndexOf(point_, 3), ChoicePoint::kNotEnabled);
}

}  // namespace
}  // namespace interleave
