// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/surw_profile.h"

#include <vector>

#include "gtest/gtest.h"

namespace interleave {
namespace {

TaskState At(uint32_t points, OperationKind kind, ObjectId object) {
  TaskState task;
  task.points = points;
  task.next = {kind, object, nullptr};
  return task;
}

TEST(SurwProfileTest, KnowsWhatOperationsAreDoneTo) {
  const auto key = [](OperationKind kind, ObjectId object) {
    return SurwProfile::KeyOf({kind, object, nullptr});
  };
  EXPECT_EQ(key(OperationKind::kWrite, 4), key(OperationKind::kLock, 4));
  EXPECT_NE(key(OperationKind::kWrite, 4), key(OperationKind::kWrite, 5));
  EXPECT_EQ(key(OperationKind::kPoint, kNoObject), 0u);
  EXPECT_NE(key(OperationKind::kPoint, 0), 0u);
  for (const OperationKind kind :
       {OperationKind::kStart, OperationKind::kCreate, OperationKind::kJoin,
        OperationKind::kYield, OperationKind::kFence}) {
    EXPECT_EQ(key(kind, 1), SurwProfile::kNothing);
  }
  EXPECT_EQ(key(OperationKind::kSignal, kNoObject), SurwProfile::kNothing);
}

TEST(SurwProfileTest, KeepsWhatSeveralTasksUse) {
  TaskTree tree;
  const uint32_t a = tree.ChildOf(TaskTree::kRoot, 0);
  const uint32_t b = tree.ChildOf(TaskTree::kRoot, 1);
  SurwRecorder recorder;
  recorder.Begin();
  recorder.Note(a, At(2, OperationKind::kWrite, 7));
  recorder.Note(a, At(3, OperationKind::kRead, 7));
  recorder.Note(a, At(4, OperationKind::kWrite, 8));  // alone
  recorder.Note(b, At(5, OperationKind::kRead, 7));
  recorder.Note(b, At(6, OperationKind::kYield, kNoObject));
  SurwProfile profile(tree);
  profile.Take(recorder);
  EXPECT_EQ(profile.size(), 1u);
  EXPECT_EQ(profile.Text(), "5 0.0:2@2,0.1:1@5");
  recorder.Begin();
  recorder.Note(a, At(2, OperationKind::kWrite, 1));
  profile.Take(recorder);
  EXPECT_EQ(profile.Text(), "1");
}

TEST(SurwProfileTest, WeighsTasksWithThoseTheyCreate) {
  TaskTree tree;
  SurwProfile profile(tree);
  ASSERT_TRUE(profile.Load("9 0.0:2@2,0.0.0:3@4,0.1:1@5"));
  std::vector<SurwProfile::Use> weights;
  profile.TakeWeights(0, weights);
  EXPECT_EQ(weights[TaskTree::kRoot].count, 6u);
  EXPECT_EQ(weights[*tree.NodeAt("0.0")].count, 5u);
  EXPECT_EQ(weights[*tree.NodeAt("0.0.0")].count, 3u);
  EXPECT_EQ(weights[*tree.NodeAt("0.0.0")].first, 4u);
}

TEST(SurwProfileTest, ReadsItsOwnTextAndNoOther) {
  TaskTree tree;
  SurwProfile profile(tree);
  for (const char* text : {"0", "12", "12 0:1@2,0.1:4@3 0.0:1@1,0.1:1@1"}) {
    ASSERT_TRUE(profile.Load(text)) << text;
    EXPECT_EQ(profile.Text(), text);
  }
  for (const char* wrong :
       {"", " ", "x", "1 ", "1  0:1@2", "1 0:1", "1 0@1:2", "1 1:1@2", "1 0:@2",
        "1 0:1@", "1 0:1@2,", "1 0.:1@2", "1 0.99999999:1@2",
        "1 0:99999999999@2"}) {
    EXPECT_FALSE(profile.Load(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace interleave
