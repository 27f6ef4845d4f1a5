// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/task_course.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

constexpr PointSite kResetLoaded{"pool.reset.loaded", "pool.cc", 42};
constexpr PointSite kResetStored{"pool.reset.stored", "pool.cc", 50};

class TaskCourseTest : public ::testing::Test {
 protected:
  void Come(OperationKind kind, const PointSite* site = nullptr) {
    ++task_.points;
    task_.next = {kind, kNoObject, site};
    course_.Announce(task_);
  }

  const std::set<Anchor> anchors_ = {{kResetLoaded.name, 1},
                                     {kResetLoaded.name, 2}};
  TaskCourse course_{anchors_};
  TaskState task_;
};

Position OperationAt(OperationKind kind, uint32_t occurrence,
                     std::string anchor, uint32_t anchor_occurrence) {
  return {kind, "", occurrence, std::move(anchor), anchor_occurrence, false};
}

Position PointAt(std::string name, uint32_t occurrence) {
  return {OperationKind::kPoint, std::move(name), occurrence, "", 0, false};
}

TEST_F(TaskCourseTest, CountsOperationsSinceTheStart) {
  Come(OperationKind::kLock);
  Come(OperationKind::kUnlock);
  Come(OperationKind::kLock);
  EXPECT_TRUE(
      course_.StandsAt(task_, OperationAt(OperationKind::kLock, 2, "", 0)));
  EXPECT_FALSE(
      course_.StandsAt(task_, OperationAt(OperationKind::kLock, 1, "", 0)));
  EXPECT_FALSE(
      course_.StandsAt(task_, OperationAt(OperationKind::kUnlock, 1, "", 0)));
}

TEST_F(TaskCourseTest, CountsOperationsSinceTheAnchorInSpiteOfOthers) {
  Come(OperationKind::kLock);
  Come(OperationKind::kPoint, &kResetLoaded);
  Come(OperationKind::kLock);
  Come(OperationKind::kPoint, &kResetStored);
  Come(OperationKind::kLock);
  EXPECT_TRUE(course_.StandsAt(
      task_, OperationAt(OperationKind::kLock, 2, kResetLoaded.name, 1)));
}

TEST_F(TaskCourseTest, TellsOccurrencesOfTheAnchorApart) {
  Come(OperationKind::kPoint, &kResetLoaded);
  Come(OperationKind::kPoint, &kResetLoaded);
  EXPECT_TRUE(course_.StandsAt(task_, PointAt(kResetLoaded.name, 2)));
  Come(OperationKind::kLock);
  const Position second =
      OperationAt(OperationKind::kLock, 1, kResetLoaded.name, 2);
  EXPECT_TRUE(course_.StandsAt(task_, second));
  EXPECT_TRUE(course_.HasMetAnchorOf(second));
  EXPECT_FALSE(course_.HasMetAnchorOf(
      OperationAt(OperationKind::kLock, 1, kResetStored.name, 1)));
}

TEST_F(TaskCourseTest, CountsASchedulePointOnce) {
  Come(OperationKind::kPoint, &kResetLoaded);
  course_.Announce(task_);
  EXPECT_TRUE(course_.StandsAt(task_, PointAt(kResetLoaded.name, 1)));
}

TEST_F(TaskCourseTest, KnowsTheEnd) {
  Come(OperationKind::kYield);
  const Position end = OperationAt(OperationKind::kEnd, 1, "", 0);
  EXPECT_FALSE(course_.StandsAt(task_, end));
  task_.finished = true;
  Come(OperationKind::kEnd);
  EXPECT_TRUE(course_.StandsAt(task_, end));
}

TEST(PositionTextTest, NamesPlaces) {
  EXPECT_EQ(PositionText(PointAt("pool.reset.loaded", 2)),
            "point pool.reset.loaded#2");
  EXPECT_EQ(PositionText(OperationAt(OperationKind::kLock, 3, "", 0)),
            "lock #3");
  EXPECT_EQ(PositionText(OperationAt(OperationKind::kLock, 1, "a.b", 2)),
            "lock #1 after a.b#2");
  EXPECT_EQ(PositionText(OperationAt(OperationKind::kEnd, 1, "", 0)),
            "its end");
}

}  // namespace
}  // namespace interleave
