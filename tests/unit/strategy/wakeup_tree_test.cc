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
  // "2(3)4": two branches, the first with one below it.
  std::string Text(WakeupTrees::Tree tree) const {
    std::string text;
    for (; tree != WakeupTrees::kEmpty; tree = trees_.at(tree).next) {
      absl::StrAppend(&text, trees_.at(tree).task);
      const std::string below = Text(trees_.at(tree).below);
      if (!below.empty()) absl::StrAppend(&text, "(", below, ")");
    }
    return text;
  }

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
  EXPECT_EQ(Text(tree_), "23");
}

TEST_F(WakeupTreesTest, ACommonBeginningIsShared) {
  EXPECT_TRUE(Insert({Writes(1, 7), Writes(3, 9), Writes(2, 9), Writes(2, 7)}));
  EXPECT_TRUE(Insert({Writes(1, 7), Writes(3, 9), Writes(4, 9), Writes(4, 7)},
                     {Writes(2, 9)}));
  EXPECT_EQ(Text(tree_), "3(2(2)4(4))");
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
