// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/script_points.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using ::testing::ElementsAre;

constexpr PointSite kLoaded{"pool.reset.loaded", "pool.cc", 1};
constexpr PointSite kOther{"log.write.begun", "log.cc", 2};

TaskState At(TaskId id, uint32_t points, const PointSite* site) {
  TaskState task;
  task.id = id;
  task.points = points;
  task.next = {OperationKind::kPoint, kNoObject, site};
  return task;
}

Script TwoPoints() {
  return Script().Run("reset").Until(kLoaded.name).Order("a.b", kLoaded.name);
}

TEST(ScriptPointsTest, CountsEachTaskForItself) {
  ScriptPoints points(TwoPoints());
  points.Announce(At(1, 1, &kLoaded));
  points.Announce(At(1, 1, &kLoaded));  // the same schedule point again
  points.Announce(At(1, 2, &kOther));
  points.Announce(At(1, 3, &kLoaded));
  points.Announce(At(2, 1, &kLoaded));
  EXPECT_EQ(points.TimesMet(1, kLoaded.name), 2u);
  EXPECT_EQ(points.TimesMet(2, kLoaded.name), 1u);
  EXPECT_EQ(points.TimesMet(9, kLoaded.name), 0u);
}

TEST(ScriptPointsTest, RemembersOverExecutionsWhatWasMet) {
  ScriptPoints points(TwoPoints());
  EXPECT_THAT(points.NeverMet(), ElementsAre(kLoaded.name, "a.b"));
  points.Announce(At(1, 1, &kLoaded));
  points.Reset();
  EXPECT_EQ(points.TimesMet(1, kLoaded.name), 0u);
  EXPECT_THAT(points.NeverMet(), ElementsAre("a.b"));
}

}  // namespace
}  // namespace interleave
