// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/task_tree.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

// In one execution main creates two tasks, then each of these one; in another
// the first creates one before main creates the second.
TEST(TaskTreeTest, NamesTasksByTheirCreatorsNotByTheirNumbers) {
  TaskTree tree;
  tree.BeginExecution();
  tree.AddTask(0);
  tree.AddTask(0);
  tree.AddTask(1);
  tree.AddTask(2);
  EXPECT_EQ(tree.PathOf(tree.NodeOf(0)), "0");
  EXPECT_EQ(tree.PathOf(tree.NodeOf(2)), "0.1");
  EXPECT_EQ(tree.PathOf(tree.NodeOf(3)), "0.0.0");
  EXPECT_EQ(tree.PathOf(tree.NodeOf(4)), "0.1.0");
  const uint32_t of_third = tree.NodeOf(3);
  const size_t nodes = tree.size();
  tree.BeginExecution();
  EXPECT_EQ(tree.task_count(), 1u);
  tree.AddTask(0);
  EXPECT_EQ(tree.AddTask(1), of_third);
  tree.AddTask(0);
  tree.AddTask(3);
  EXPECT_EQ(tree.PathOf(tree.NodeOf(4)), "0.1.0");
  EXPECT_EQ(tree.size(), nodes);
}

TEST(TaskTreeTest, ParentsComeBeforeTheirChildren) {
  TaskTree tree;
  const uint32_t node = *tree.NodeAt("0.2.1");
  EXPECT_EQ(tree.PathOf(node), "0.2.1");
  for (uint32_t i = 1; i < tree.size(); ++i) {
    EXPECT_LT(tree.ParentOf(i), i);
  }
}

TEST(TaskTreeTest, RefusesWhatIsNoPath) {
  TaskTree tree;
  for (const char* wrong :
       {"", "1", "0.", "0..1", "0.x", ".0", "0 ", "0.70000", "00"}) {
    EXPECT_FALSE(tree.NodeAt(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace interleave
