// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/enabled_tasks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace interleave {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EnabledTasksTest : public testing::Test {
 protected:
  EnabledTasksTest() {
    for (size_t i = 0; i < tasks_.size(); ++i) {
      tasks_[i].id = static_cast<TaskId>(i);
    }
    enabled_.Reserve(tasks_.size());
  }

  // The ids of those enabled; every slot must say where its task stands.
  std::vector<TaskId> Ids() const {
    std::vector<TaskId> ids;
    for (size_t at = 0; at < enabled_.size(); ++at) {
      EXPECT_EQ(enabled_.at(at)->slot, at);
      EXPECT_EQ(enabled_.all()[at], enabled_.at(at));
      ids.push_back(enabled_.at(at)->id);
    }
    EXPECT_EQ(enabled_.empty(), ids.empty());
    return ids;
  }

  std::array<Task, 4> tasks_;
  EnabledTasks enabled_;
};

TEST_F(EnabledTasksTest, KeepsTheOrderOfIdsHoweverTheyCome) {
  for (const size_t id : {2u, 0u, 3u, 1u}) enabled_.Add(tasks_[id]);
  EXPECT_THAT(Ids(), ElementsAre(0, 1, 2, 3));
  enabled_.Remove(tasks_[1]);
  EXPECT_THAT(Ids(), ElementsAre(0, 2, 3));
  enabled_.Remove(tasks_[3]);
  EXPECT_THAT(Ids(), ElementsAre(0, 2));
  enabled_.Add(tasks_[1]);
  EXPECT_THAT(Ids(), ElementsAre(0, 1, 2));
}

TEST_F(EnabledTasksTest, IsNotChangedByWhatHoldsAlready) {
  enabled_.Remove(tasks_[0]);
  EXPECT_THAT(Ids(), IsEmpty());
  enabled_.Add(tasks_[0]);
  enabled_.Add(tasks_[0]);
  EXPECT_THAT(Ids(), ElementsAre(0));
  enabled_.Remove(tasks_[0]);
  EXPECT_EQ(tasks_[0].slot, ChoicePoint::kNotEnabled);
  EXPECT_THAT(Ids(), IsEmpty());
}

}  // namespace
}  // namespace interleave
