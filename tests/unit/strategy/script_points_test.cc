// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/script_points.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using ::testing::ElementsAre;

constexpr PointSite kPoolLoaded{"pool.reset.loaded", "pool.cc", 1};
constexpr PointSite kOther{"log.write.begun", "log.cc", 2};

TaskState At(TaskId id, uint32_t points, const PointSite* site) {
  TaskState task;
  task.id = id;
  task.points = points;
  task.next = {OperationKind::kPoint, kNoObject, site};
  return task;
}

Script TwoPoints() {
  return Script()
      .Run("reset")
      .Until(kPoolLoaded.name)
      .Order("a.b", kPoolLoaded.name);
}

TEST(ScriptPointsTest, CountsEachTaskForItself) {
  ScriptPoints points(TwoPoints());
  points.Announce(At(1, 1, &kPoolLoaded));
  points.Announce(At(1, 1, &kPoolLoaded));  // the same schedule point again
  points.Announce(At(1, 2, &kOther));
  points.Announce(At(1, 3, &kPoolLoaded));
  points.Announce(At(2, 1, &kPoolLoaded));
  EXPECT_EQ(points.TimesMet(1, kPoolLoaded.name), 2u);
  EXPECT_EQ(points.TimesMet(2, kPoolLoaded.name), 1u);
  EXPECT_EQ(points.TimesMet(9, kPoolLoaded.name), 0u);
}

TEST(ScriptPointsTest, RemembersOverExecutionsWhatWasMet) {
  ScriptPoints points(TwoPoints());
  EXPECT_THAT(points.NeverMet(), ElementsAre(kPoolLoaded.name, "a.b"));
  points.Announce(At(1, 1, &kPoolLoaded));
  points.Reset();
  EXPECT_EQ(points.TimesMet(1, kPoolLoaded.name), 0u);
  EXPECT_THAT(points.NeverMet(), ElementsAre("a.b"));
}

}  // namespace
}  // namespace interleave
