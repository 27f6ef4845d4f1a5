// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/loose_rules.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

class LooseRulesTest : public testing::Test {
 protected:
  LooseRulesTest() {
    for (TaskId id = 0; id < 3; ++id) {
      tasks_[id].id = id;
      tasks_[id].points = 4;
      list_[id] = &tasks_[id];
    }
  }

  // T1 has come to its fourth point; `enabled` can go on.
  ChoicePoint Switch(std::span<const TaskState* const> enabled,
                     uint32_t current) {
    ChoicePoint point;
    point.announcer = &tasks_[1];
    point.enabled = enabled;
    point.current = current;
    point.tasks = list_;
    point.count = static_cast<uint32_t>(enabled.size());
    return point;
  }

  TaskState tasks_[3];
  const TaskState* list_[3];
};

TEST_F(LooseRulesTest, MakesTheSwitchThatWasRecorded) {
  LooseRules rules({{ChoiceKind::kSwitch, 1, 4, 2, 0}});
  rules.Begin();
  EXPECT_EQ(rules.Answer(Switch(list_, 1)), 2u);
}

TEST_F(LooseRulesTest, GoesOnWhereTheTargetCannot) {
  LooseRules rules({{ChoiceKind::kSwitch, 1, 4, 2, 0}});
  rules.Begin();
  EXPECT_EQ(rules.Answer(Switch(std::span(list_).first(2), 1)), 1u);
}

TEST_F(LooseRulesTest, TakesTheLowestWhereNobodySaysMore) {
  LooseRules rules({{ChoiceKind::kSwitch, 1, 9, 2, 0}});
  rules.Begin();
  EXPECT_EQ(rules.Answer(Switch(list_, ChoicePoint::kNotEnabled)), 0u);
}

TEST_F(LooseRulesTest, TakesValuesInTheirOrderInEachExecution) {
  LooseRules rules(
      {{ChoiceKind::kValue, 1, 4, 2, 5}, {ChoiceKind::kValue, 1, 4, 1, 3}});
  ChoicePoint draw;
  draw.kind = ChoiceKind::kValue;
  draw.announcer = &tasks_[1];
  for (int execution = 0; execution < 2; ++execution) {
    rules.Begin();
    draw.count = 5;
    EXPECT_EQ(rules.Answer(draw), 2u);
    draw.count = 3;
    EXPECT_EQ(rules.Answer(draw), 1u);
    EXPECT_EQ(rules.Answer(draw), 0u);
  }
}

TEST_F(LooseRulesTest, AValueOutOfAnotherNumberIsTheFirst) {
  LooseRules rules({{ChoiceKind::kValue, 1, 4, 2, 5}});
  ChoicePoint draw;
  draw.kind = ChoiceKind::kValue;
  draw.announcer = &tasks_[1];
  draw.count = 4;
  rules.Begin();
  EXPECT_EQ(rules.Answer(draw), 0u);
}

}  // namespace
}  // namespace interleave
