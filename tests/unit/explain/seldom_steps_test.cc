// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/seldom_steps.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(SeldomStepsTest, OnlyTheFirstOfWhatIsRepeatedAreSeldom) {
  SeldomSteps seldom;
  const char sites[2] = {};
  TaskState task;
  task.id = 1;
  task.next.kind = OperationKind::kLock;
  task.next.site = &sites[0];
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(seldom.Add(task));
  EXPECT_FALSE(seldom.Add(task));
  // Elsewhere, something else, of another object, and another's are others.
  task.next.site = &sites[1];
  EXPECT_TRUE(seldom.Add(task));
  task.next.site = &sites[0];
  task.next.kind = OperationKind::kUnlock;
  EXPECT_TRUE(seldom.Add(task));
  task.next.kind = OperationKind::kLock;
  task.next.object = 7;
  EXPECT_TRUE(seldom.Add(task));
  task.next.object = kNoObject;
  task.id = 2;
  EXPECT_TRUE(seldom.Add(task));
  task.id = 1;
  EXPECT_FALSE(seldom.Add(task));
  seldom.Clear();
  EXPECT_TRUE(seldom.Add(task));
}

}  // namespace
}  // namespace interleave
