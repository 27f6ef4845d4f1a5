// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/event_counts.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

TEST(EventCountsTest, KeepsTheMostOfEach) {
  TaskTree tree;
  EventCounts counts(tree);
  EXPECT_EQ(counts.Text(), "-");
  counts.NoteEvents(TaskTree::kRoot, 0, 3);
  counts.NoteEvents(TaskTree::kRoot, 1, 1);
  counts.NoteEvents(TaskTree::kRoot, 0, 2);
  EventCounts others(tree);
  ASSERT_TRUE(others.Load("0:2,4/0 0.0:7/1"));
  counts.Add(others);
  counts.Add(others);
  EXPECT_EQ(counts.Text(), "0.0:7/1 0:3,4/0");
}

// Main has 3 steps, then 1 behind a join; it creates a task of 4 steps in the
// first part, which creates one of 5, and one of 2 in the second part.
TEST(EventCountsTest, WeighsTasksWithThoseTheyCreate) {
  TaskTree tree;
  EventCounts counts(tree);
  ASSERT_TRUE(counts.Load("0:3,1/0 0.0:4/0 0.0.0:5/0 0.1:2/1"));
  counts.Weigh();
  EXPECT_EQ(counts.WeightOf(TaskTree::kRoot, 0), 3u + 4u + 5u);
  EXPECT_EQ(counts.WeightOf(TaskTree::kRoot, 1), 1u + 2u);
  EXPECT_EQ(counts.WeightOf(*tree.NodeAt("0.0"), 0), 9u);
  EXPECT_EQ(counts.WeightOf(*tree.NodeAt("0.0")), 9u);
  EXPECT_EQ(counts.WeightOf(*tree.NodeAt("0.0.0")), 5u);
  EXPECT_EQ(counts.WeightOf(*tree.NodeAt("0.5"), 0), 0u);
  EXPECT_EQ(counts.WeightOf(TaskTree::kRoot, 2), 0u);
}

// Numbers of nodes are those of a tree: another met the tasks in another order.
TEST(EventCountsTest, MeansTheSameInAnotherTree) {
  const char* const text = "0.0:7/1 0.1.2:1/0 0:3,4/0";
  TaskTree one;
  TaskTree two;
  two.NodeAt("0.1.2");
  EventCounts first(one);
  EventCounts second(two);
  ASSERT_TRUE(first.Load(text));
  ASSERT_TRUE(second.Load(first.Text()));
  EXPECT_EQ(second.Text(), text);
}

TEST(EventCountsTest, RefusesOtherTexts) {
  TaskTree tree;
  EventCounts counts(tree);
  for (const char* wrong :
       {"", " ", "0", "0:", "0:1", "0:/0", "0:1/", "0/1:0", "0:1,/0", "0:1/0 ",
        "1:1/0", "0:1/0?", "0.:1/0", "0:1/4294967295", "0.4294967295:1/0"}) {
    EXPECT_FALSE(counts.Load(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace interleave
