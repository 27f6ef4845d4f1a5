// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/choice.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(ChoiceTest, DiffersWhenAnyFieldDiffers) {
  const Choice choice = {
      .kind = ChoiceKind::kValue, .task = 1, .at = 2, .value = 3, .count = 4};
  EXPECT_EQ(choice, Choice(choice));
  Choice other = choice;
  other.kind = ChoiceKind::kSwitch;
  EXPECT_NE(choice, other);
  for (const auto field : {&Choice::at, &Choice::value, &Choice::count}) {
    other = choice;
    ++(other.*field);
    EXPECT_NE(choice, other);
  }
  other = choice;
  other.task = 0;
  EXPECT_NE(choice, other);
}

TEST(ChoiceTest, SpeaksOfNoTaskUntilTold) {
  EXPECT_EQ(Choice().task, kNoTask);
  EXPECT_EQ(Choice().kind, ChoiceKind::kSwitch);
}

}  // namespace
}  // namespace interleave
