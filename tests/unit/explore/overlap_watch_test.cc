// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/overlap_watch.h"

#include <array>
#include <vector>

#include "gtest/gtest.h"

namespace interleave {
namespace {

using enum OperationKind;

struct Step {
  TaskId task;
  OperationKind kind;
};

// Whether tasks overlap; kEnd ends one.
bool Overlaps(const std::vector<Step>& steps) {
  std::array<TaskState, 3> tasks;
  std::vector<const TaskState*> all;
  for (TaskId id = 0; id < tasks.size(); ++id) {
    tasks[id].id = id;
    all.push_back(&tasks[id]);
  }
  OverlapWatch watch;
  watch.Begin();
  for (const Step& step : steps) {
    if (step.kind == kEnd) {
      tasks[step.task].finished = true;
      continue;
    }
    tasks[step.task].next.kind = step.kind;
    watch.OnStep(all, tasks[step.task]);
  }
  return watch.seen();
}

TEST(OverlapWatchTest, SeesTwoThatTakeTurns) {
  EXPECT_TRUE(Overlaps({{1, kStart}, {2, kStart}, {1, kLock}}));
  EXPECT_TRUE(Overlaps({{1, kStart}, {1, kLock}, {2, kStart}, {1, kUnlock}}));
}

TEST(OverlapWatchTest, SeesMainThatGoesOnBesideATask) {
  EXPECT_TRUE(Overlaps({{0, kCreate}, {1, kStart}, {0, kPoint}}));
}

TEST(OverlapWatchTest, SeesNoneWhereOneEndsBeforeTheOtherBegins) {
  EXPECT_FALSE(
      Overlaps({{1, kStart}, {1, kLock}, {1, kEnd}, {2, kStart}, {2, kLock}}));
}

// The first has done all that it does when the second begins.
TEST(OverlapWatchTest, SeesNoneWhereTheFirstTakesNoStepAnyMore) {
  EXPECT_FALSE(
      Overlaps({{1, kStart}, {1, kLock}, {2, kStart}, {2, kLock}, {2, kEnd}}));
}

TEST(OverlapWatchTest, TakesTheArrangingOfTasksForNoStep) {
  EXPECT_FALSE(Overlaps({{0, kCreate},
                         {1, kStart},
                         {0, kCreate},
                         {0, kDetach},
                         {1, kLock},
                         {1, kEnd},
                         {0, kJoin}}));
}

TEST(OverlapWatchTest, BeginsAnew) {
  TaskState task;
  task.id = 1;
  TaskState main;
  main.next.kind = kPoint;
  const std::vector<const TaskState*> all = {&main, &task};
  OverlapWatch watch;
  watch.Begin();
  watch.OnStep(all, task);
  watch.Begin();
  watch.OnStep(all, main);
  EXPECT_FALSE(watch.seen());
}

}  // namespace
}  // namespace interleave
