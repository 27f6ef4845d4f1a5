// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/replay_status.h"

#include <array>

#include "gtest/gtest.h"

namespace interleave {
namespace {

constexpr PointSite kLoaded{"pool.reset.loaded", "pool.cc", 42};

TEST(ReplayStatusTest, FollowsUntilToldOtherwise) {
  ReplayStatus status;
  EXPECT_TRUE(status.followed());
  status.kind = ReplayStatus::kDiverged;
  EXPECT_FALSE(status.followed());
}

TEST(StandingTextTest, SaysWhereATaskStands) {
  TaskState task;
  task.next.kind = OperationKind::kLock;
  EXPECT_EQ(StandingText(task), "waits at lock");
  task.next = {OperationKind::kPoint, kNoObject, &kLoaded};
  EXPECT_EQ(StandingText(task), "waits at point pool.reset.loaded");
  task.finished = true;
  EXPECT_EQ(StandingText(task), "has ended");
}

TEST(TaskNamesTest, ListsTasks) {
  TaskState main;
  main.name = "main";
  TaskState reset;
  reset.name = "reset";
  const std::array<const TaskState*, 2> tasks = {&main, &reset};
  EXPECT_EQ(TaskNames(tasks), "main, reset");
  EXPECT_EQ(TaskNames({}), "");
}

}  // namespace
}  // namespace interleave
