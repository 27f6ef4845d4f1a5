// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/wakeup_tree.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/strategy/footprints.h"

namespace interleave {
namespace {

class WakeupTreesTest : public testing::Test {
 protected:
  std::string Text(WakeupTrees::Tree tree) const { return trees_.Text(tree); }

  // The race of the last of `events` with the first is to be reversed. `after`
  // comes after it.
  bool Insert(std::vector<Footprint> events,
              const std::vector<Footprint>& after = {}) {
    const auto later = static_cast<uint32_t>(events.size() - 1);
    events.insert(events.end(), after.begin(), after.end());
    EventLog log;
    std::vector<EventLog::Race> races;
    for (const Footprint& footprint : events) {
      const auto number = static_cast<uint32_t>(log.size());
      log.Add(footprint, number, number, ~TaskSet{0}, races);
    }
    Continuation continuation;
    continuation.Begin(log, {}, {0, later}, nullptr);
    return trees_.Insert(tree_, continuation);
  }

  WakeupTrees trees_;
  WakeupTrees::Tree tree_ = WakeupTrees::kEmpty;
};

TEST_F(WakeupTreesTest, AContinuationIsABranchWithTheRestBelow) {
  EXPECT_TRUE(Insert({Writes(1, 7), Writes(3, 9), Writes(2, 7)}));
  EXPECT_EQ(Text(tree_), "3(2)");
}

TEST_F(WakeupTreesTest, WhatIsThereIsNotAddedAgain) {
  EXPECT_TRUE(Insert({Writes(1, 7), Writes(2, 7)}));
  EXPECT_FALSE(Insert({Writes(1, 7), Writes(2, 7)}));
  // Whoever is independent may follow.
  EXPECT_FALSE(Insert({Writes(1, 7), Writes(3, 9), Writes(2, 7)}));
  EXPECT_EQ(Text(tree_), "2");
}

TEST_F(WakeupTreesTest, WhatCannotBeginAlikeIsABranchOfItsOwn) {
  EXPECT_TRUE(Insert({Writes(1, 7), Writes(2, 7)}));
  EXPECT_TRUE(Insert({Writes(1, 7), Writes(3, 7)}, {Writes(2, 7)}));
  EXPECT_EQ(Text(tree_), "2,3");
}

TEST_F(WakeupTreesTest, ACommonBeginningIsShared) {
  EXPECT_TRUE(Insert({Writes(1, 7), Writes(3, 9), Writes(2, 9), Writes(2, 7)}));
  EXPECT_TRUE(Insert({Writes(1, 7), Writes(3, 9), Writes(4, 9), Writes(4, 7)},
                     {Writes(2, 9)}));
  EXPECT_EQ(Text(tree_), "3(2(2),4(4))");
}

// More steps than are kept together, and another branch after some of them.
TEST_F(WakeupTreesTest, ALongContinuationIsTakenStepByStep) {
  std::vector<Footprint> events = {Writes(1, 7)};
  for (TaskId task = 10; task < 30; ++task) events.push_back(Writes(task, 9));
  std::vector<Footprint> shorter(events.begin(), events.begin() + 13);
  events.push_back(Writes(29, 7));
  shorter.push_back(Writes(21, 7));
  EXPECT_TRUE(Insert(events));
  EXPECT_TRUE(Insert(shorter, {Writes(22, 7)}));
  TaskId next = 10;
  for (; next < 22; ++next) {
    const WakeupTrees::Branch first = trees_.TakeFirst(tree_);
    EXPECT_EQ(first.task, next);
    EXPECT_EQ(tree_, WakeupTrees::kEmpty);
    tree_ = first.below;
  }
  EXPECT_EQ(Text(tree_), "22(23(24(25(26(27(28(29(29)))))))),21");
}

TEST_F(WakeupTreesTest, BranchesAreTakenInTheOrderTheyCame) {
  trees_.Append(tree_, 2);
  trees_.Append(tree_, 1);
  EXPECT_EQ(trees_.TakeFirst(tree_).task, 2u);
  EXPECT_EQ(Text(tree_), "1");
  trees_.Drop(tree_);
  EXPECT_EQ(tree_, WakeupTrees::kEmpty);
}

TEST(WakeupTreesTextTest, IsReadAsWritten) {
  for (const char* text :
       {"1", "1,2", "1(2)", "1(0:2.5,2(1))", "3(1(2(0),1),0),2:1(0)"}) {
    WakeupTrees trees;
    WakeupTrees::Tree tree = WakeupTrees::kEmpty;
    EXPECT_TRUE(trees.Parse(text, tree)) << text;
    EXPECT_EQ(trees.Text(tree), text);
    trees.Drop(tree);
    EXPECT_EQ(trees.Text(tree), "");
  }
}

TEST(WakeupTreesTextTest, APathMayBeLong) {
  std::string text = "1";
  for (int i = 0; i < 100'000; ++i) text += "(2";
  text += std::string(100'000, ')');
  WakeupTrees trees;
  WakeupTrees::Tree tree = WakeupTrees::kEmpty;
  EXPECT_TRUE(trees.Parse(text, tree));
  EXPECT_EQ(trees.Text(tree), text);
}

TEST(WakeupTreesTextTest, RefusesWhatIsNone) {
  for (const char* text : {"", "x", "64", "1 ", "1()", "1(", "1)", "1(2))",
                           "1,", ",1", "1:", "1:2.", "1:x", "1(2", "-1"}) {
    WakeupTrees trees;
    WakeupTrees::Tree tree = WakeupTrees::kEmpty;
    EXPECT_FALSE(trees.Parse(text, tree)) << text;
  }
}

TEST(WakeupTreesTextTest, ABranchIsPutFirst) {
  WakeupTrees trees;
  WakeupTrees::Tree tree = WakeupTrees::kEmpty;
  ASSERT_TRUE(trees.Parse("1(2),3", tree));
  WakeupTrees::Branch first = trees.TakeFirst(tree);
  EXPECT_EQ(trees.Text(tree), "3");
  trees.PutFirst(tree, first);
  EXPECT_EQ(trees.Text(tree), "1(2),3");
}

}  // namespace
}  // namespace interleave
