// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/step_list.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "unit/explain/trial_body.h"

namespace interleave {
namespace {

TEST(StepListTest, ListsTheStepsAndWhoWasPreempted) {
  TrialBody body(&LostIncrements);
  // T1 gives way to T2 at its second point.
  StepListStrategy list({{ChoiceKind::kSwitch, 1, 2, 2, 0}});
  list.Begin();
  body.Run(list);
  const std::vector<ListedStep>& steps = list.steps();
  ASSERT_FALSE(steps.empty());
  const auto preempted =
      std::count_if(steps.begin(), steps.end(),
                    [](const ListedStep& step) { return step.preempted; });
  EXPECT_EQ(preempted, 1);
  const auto where =
      std::find_if(steps.begin(), steps.end(),
                   [](const ListedStep& step) { return step.preempted; });
  EXPECT_EQ(where->key, (StepKey{1, 2}));
  EXPECT_EQ(where->footprint.task, 1u);
}

}  // namespace
}  // namespace interleave
