// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/part_list.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

Tally Counted(uint64_t executions) {
  Tally tally;
  tally.executions = executions;
  return tally;
}

Found FoundIn(uint64_t execution, const std::string& message) {
  Found found;
  found.finding.message = message;
  found.tally = Counted(execution);
  return found;
}

PartReport Done(uint64_t executions, std::vector<Found> found = {}) {
  PartReport report;
  report.end = PartEnd::kDone;
  report.tally = Counted(executions);
  report.found = std::move(found);
  return report;
}

PartReport Open(uint64_t executions, std::vector<Found> found = {}) {
  PartReport report = Done(executions, std::move(found));
  report.end = PartEnd::kOpen;
  report.rest = "rest";
  return report;
}

using State = PartList::State;

TEST(PartListTest, WhatIsGivenComesDirectlyBehindItsGiver) {
  PartList list(1);
  const uint64_t root = list.Append("root");
  list.Insert(root, {"given first", 1});
  list.Insert(root, {"given second", 2});
  std::vector<std::string> texts;
  for (const Part& part : list.parts()) texts.push_back(part.text);
  EXPECT_EQ(texts,
            (std::vector<std::string>{"root", "given second", "given first"}));
  EXPECT_EQ(list.NextOpen()->text, "root");
  list.NextOpen()->running = true;
  EXPECT_EQ(list.NextOpen()->text, "given second");
}

TEST(PartListTest, SettlesFromTheFrontOnly) {
  PartList list(1);
  const uint64_t first = list.Append("first");
  const uint64_t second = list.Insert(first, {"second", 1});
  list.Report(second, Done(7));
  EXPECT_EQ(list.Settle(), State::kGoesOn);
  EXPECT_EQ(list.settled().executions, 0u);
  EXPECT_EQ(list.TotalTally().executions, 7u);
  list.Report(first, Open(2));
  EXPECT_EQ(list.Find(first)->text, "rest");
  EXPECT_EQ(list.Settle(), State::kGoesOn);
  list.Report(first, Done(3));
  EXPECT_EQ(list.Settle(), State::kAllDone);
  EXPECT_EQ(list.settled().executions, 12u);
}

// It is the earlier one that counts, with what comes before it.
TEST(PartListTest, AFindingWaitsForWhatComesBeforeIt) {
  PartList list(1);
  const uint64_t first = list.Append("first");
  const uint64_t second = list.Insert(first, {"second", 1});
  const uint64_t third = list.Insert(second, {"third", 1});
  list.Report(second, Open(9, {FoundIn(4, "late")}));
  EXPECT_EQ(list.Settle(), State::kGoesOn);
  EXPECT_FALSE(list.IsBeyondEnd(*list.Find(first)));
  EXPECT_TRUE(list.IsBeyondEnd(*list.Find(second)));
  EXPECT_TRUE(list.IsBeyondEnd(*list.Find(third)));
  EXPECT_EQ(list.NextOpen(), list.Find(first));
  list.Report(first, Done(10));
  EXPECT_EQ(list.Settle(), State::kEnough);
  ASSERT_EQ(list.TotalFound().size(), 1u);
  EXPECT_EQ(list.TotalFound()[0].tally.executions, 14u);
  EXPECT_EQ(list.TotalTally().executions, 14u);
}

TEST(PartListTest, AnEarlierFindingTakesTheLatersPlace) {
  PartList list(1);
  const uint64_t first = list.Append("first");
  const uint64_t second = list.Insert(first, {"second", 1});
  list.Report(second, Open(9, {FoundIn(4, "late")}));
  list.Report(first, Open(6, {FoundIn(6, "early")}));
  EXPECT_EQ(list.Settle(), State::kEnough);
  ASSERT_EQ(list.TotalFound().size(), 1u);
  EXPECT_EQ(list.TotalFound()[0].finding.message, "early");
  EXPECT_EQ(list.TotalTally().executions, 6u);
}

TEST(PartListTest, TheSameFindingCountsOnce) {
  PartList list(2);
  const uint64_t first = list.Append("first");
  const uint64_t second = list.Insert(first, {"second", 1});
  list.Report(first, Done(5, {FoundIn(2, "a")}));
  list.Report(second, Done(5, {FoundIn(1, "a"), FoundIn(3, "b")}));
  EXPECT_EQ(list.Settle(), State::kEnough);
  ASSERT_EQ(list.TotalFound().size(), 2u);
  EXPECT_EQ(list.TotalFound()[0].tally.executions, 2u);
  EXPECT_EQ(list.TotalFound()[1].tally.executions, 8u);
}

TEST(PartListTest, ALessonKeepsFindingsAndForgetsCounts) {
  PartList list(2);
  const uint64_t first = list.Append("first");
  PartReport report = Done(5, {FoundIn(2, "a")});
  report.end = PartEnd::kLesson;
  const uint64_t second = list.Insert(first, {"second", 1});
  list.Report(first, report);
  EXPECT_TRUE(list.IsBeyondEnd(*list.Find(second)));
  EXPECT_EQ(list.Settle(), State::kLesson);
  list.Clear();
  EXPECT_TRUE(list.empty());
  EXPECT_EQ(list.TotalTally().executions, 0u);
  EXPECT_EQ(list.TotalFound().size(), 1u);
}

TEST(PartListTest, NothingIsCountedBehindAFatalPart) {
  PartList list(2);
  const uint64_t first = list.Append("first");
  const uint64_t second = list.Insert(first, {"second", 1});
  list.Report(second, Done(100));
  PartReport report = Done(5, {FoundIn(5, "not deterministic")});
  report.end = PartEnd::kFatal;
  list.Report(first, report);
  EXPECT_EQ(list.Settle(), State::kFatal);
  EXPECT_EQ(list.TotalTally().executions, 5u);
  EXPECT_EQ(list.TotalFound().size(), 1u);
}

TEST(PartListTest, ALostPartStaysOpen) {
  PartList list(1);
  const uint64_t first = list.Append("first");
  const uint64_t second = list.Insert(first, {"second", 1});
  list.Find(first)->lost = true;
  EXPECT_EQ(list.NextOpen(), list.Find(second));
  list.Report(second, Done(3));
  EXPECT_EQ(list.NextOpen(), nullptr);
  EXPECT_EQ(list.Settle(), State::kGoesOn);
}

TEST(PartListTest, NeighboursThatAreDoneBecomeOne) {
  PartList list(3);
  const uint64_t first = list.Append("first");
  const uint64_t fourth = list.Insert(first, {"fourth", 1});
  const uint64_t third = list.Insert(first, {"third", 2});
  const uint64_t second = list.Insert(first, {"second", 3});
  list.Report(fourth, Done(4, {FoundIn(1, "d")}));
  list.Report(second, Done(2, {FoundIn(2, "b")}));
  EXPECT_EQ(list.parts().size(), 4u);
  list.Report(third, Done(3, {FoundIn(2, "c")}));
  EXPECT_EQ(list.parts().size(), 2u);
  list.Report(first, Done(1));
  EXPECT_EQ(list.Settle(), State::kEnough);
  const std::vector<Found> found = list.TotalFound();
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].tally.executions, 3u);
  EXPECT_EQ(found[1].tally.executions, 5u);
  EXPECT_EQ(found[2].tally.executions, 7u);
}

// --- Notes. ---

// root gave `child` at depth 3, which gave `grandchild` at depth 8.
// Each hears of the one before it when all before are done, and may go on then.
TEST(PartListTest, WhatIsDonePassesOnToTheNext) {
  PartList list(1, /*passes_on=*/true);
  const uint64_t first = list.Append("first");
  const uint64_t third = list.Insert(first, {"third", 1});
  const uint64_t second = list.Insert(first, {"second", 1});
  std::vector<std::string> passed;
  const auto pass = [&](const Part& from, Part& to) {
    passed.push_back(from.text + " to " + to.text);
    if (to.text == "rest of second") to.end = PartEnd::kOpen;
  };
  PartReport waits = Done(2);
  waits.rest = "rest of second";
  list.Report(second, waits);
  waits.rest = "rest of third";
  list.Report(third, waits);
  list.PassOn(pass);
  EXPECT_TRUE(passed.empty());
  PartReport end = Done(3);
  end.rest = "end of first";
  list.Report(first, end);
  list.PassOn(pass);
  EXPECT_EQ(passed, std::vector<std::string>{"end of first to rest of second"});
  EXPECT_EQ(list.Settle(), State::kGoesOn);
  EXPECT_EQ(list.settled().executions, 3u);
  EXPECT_EQ(list.NextOpen(), list.Find(second));
  end.rest = "end of second";
  list.Report(second, end);
  list.PassOn(pass);
  EXPECT_EQ(passed.back(), "end of second to rest of third");
  EXPECT_EQ(list.Settle(), State::kAllDone);
  EXPECT_EQ(list.settled().executions, 10u);
}

TEST(PartListTest, SaysWhatWasRefused) {
  PartList list(1);
  const uint64_t first = list.Append("first");
  const uint64_t second = list.Insert(first, {"second", 1});
  PartReport refused = Done(2);
  refused.end = PartEnd::kFatal;
  refused.refusal = "no such thing";
  list.Report(second, refused);
  EXPECT_EQ(list.Settle(), State::kGoesOn);
  EXPECT_EQ(list.refusal(), "");
  list.Report(first, Done(3));
  EXPECT_EQ(list.Settle(), State::kFatal);
  EXPECT_EQ(list.refusal(), "no such thing");
  EXPECT_EQ(list.TotalTally().executions, 5u);
}

TEST(PartListTest, ANoteThatCameTooLateKeepsThePartOpen) {
  PartList list(1, /*passes_on=*/true);
  const uint64_t part = list.Append("part");
  list.Find(part)->running = true;
  list.Find(part)->notes = {{0, "heeded"}, {0, "too late"}};
  PartReport report = Done(4);
  report.notes_heeded = 1;
  list.Report(part, report);
  EXPECT_EQ(list.Settle(), State::kGoesOn);
  ASSERT_EQ(list.NextOpen()->notes.size(), 1u);
  EXPECT_EQ(list.NextOpen()->notes[0].text, "too late");
}

// --- Of searches whose parts keep no order. ---

class PartListInAnyOrderTest : public testing::Test {
 protected:
  PartList list_{2, /*passes_on=*/false, /*keeps_order=*/false};
  const uint64_t first_ = list_.Append("first");
  const uint64_t second_ = list_.Insert(first_, {"second", 1});
};

TEST_F(PartListInAnyOrderTest, WhateverIsDoneIsSettled) {
  list_.Report(second_, Done(7, {FoundIn(3, "x")}));
  EXPECT_EQ(list_.Settle(), State::kGoesOn);
  EXPECT_EQ(list_.settled().executions, 7u);
  EXPECT_EQ(list_.Find(second_), nullptr);
  list_.Report(first_, Done(5, {FoundIn(1, "x")}));
  EXPECT_EQ(list_.Settle(), State::kAllDone);
  EXPECT_EQ(list_.TotalTally().executions, 12u);
  EXPECT_EQ(list_.TotalFound().size(), 1u);
}

TEST_F(PartListInAnyOrderTest, FindingsOfAnyPartAreEnough) {
  list_.Find(first_)->running = true;
  list_.Report(second_, Open(7, {FoundIn(3, "x"), FoundIn(4, "y")}));
  EXPECT_TRUE(list_.IsBeyondEnd(*list_.Find(first_)));
  EXPECT_EQ(list_.NextOpen(), nullptr);
  EXPECT_EQ(list_.Settle(), State::kEnough);
  list_.Report(first_, Open(5));
  EXPECT_EQ(list_.TotalTally().executions, 12u);
  EXPECT_EQ(list_.TotalFound().size(), 2u);
}

TEST_F(PartListInAnyOrderTest, ALessonOfAnyPartCountsAtOnce) {
  PartReport lesson = Open(3, {FoundIn(1, "x")});
  lesson.end = PartEnd::kLesson;
  list_.Report(second_, lesson);
  EXPECT_EQ(list_.Settle(), State::kLesson);
  list_.Clear();
  EXPECT_EQ(list_.TotalTally().executions, 0u);
  EXPECT_EQ(list_.TotalFound().size(), 1u);
}

TEST_F(PartListInAnyOrderTest, ABodyThatIsNotDeterministicEndsIt) {
  PartReport fatal = Open(3, {FoundIn(1, "x")});
  fatal.end = PartEnd::kFatal;
  list_.Report(second_, fatal);
  EXPECT_EQ(list_.Settle(), State::kFatal);
  EXPECT_TRUE(list_.IsBeyondEnd(*list_.Find(first_)));
}

}  // namespace
}  // namespace interleave
