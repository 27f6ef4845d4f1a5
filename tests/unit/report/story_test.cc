// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/story.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "unit/report/fake_place_resolver.h"
#include "unit/report/trace_builder.h"

namespace interleave {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::SizeIs;
using enum OperationKind;

// "3 lock mutex 1", and "..." for each run of folded rows.
std::vector<std::string> Shown(const std::vector<StoryRow>& rows) {
  std::vector<std::string> shown;
  for (const StoryRow& row : rows) {
    if (!row.folded) {
      shown.push_back(absl::StrCat(row.step, " ", row.text));
    } else if (shown.empty() || shown.back() != "...") {
      shown.push_back("...");
    }
  }
  return shown;
}

Finding Assertion(StepNumber step, TaskId task) {
  Finding finding;
  finding.kind = FindingKind::kAssertion;
  finding.message = "Set changed\nwhile it was read";
  finding.step = step;
  finding.task = task;
  finding.file = "pool.cc";
  finding.line = 63;
  return finding;
}

TEST(StoryTest, KeepsWhatIsAroundASwitchByChoice) {
  const Trace trace = TraceBuilder({"main", "reset"})
                          .Step(0, kLock, "mutex 1")
                          .Step(0, kLock, "mutex 2")
                          .Step(0, kCreate, "T1")
                          .Step(1, kStart)
                          .Step(1, kUnlock, "mutex 1")
                          .Step(1, kLock, "mutex 3")
                          .Step(1, kLock, "mutex 4")
                          .Step(1, kLock, "mutex 5")
                          .Step(0, kLock, "mutex 6")
                          .Build();
  FakePlaceResolver resolver;
  const auto rows = BuildStory(trace, Assertion(9, 0), resolver);
  EXPECT_THAT(Shown(rows), ElementsAre("...", "3 create T1", "4 start", "...",
                                       "8 lock mutex 5", "9 lock mutex 6",
                                       "9 FAILED: Set changed"));
}

TEST(StoryTest, ShowsWhatFollowsAYieldPoint) {
  const Trace trace = TraceBuilder({"main"})
                          .Point(0, "pool.reset.loaded", 10)
                          .Point(0, "pool.reset.done", 12)
                          .Point(0, "pool.reset.twice", 20)
                          .Build();
  FakePlaceResolver resolver({{10, "INTERLEAVE_POINT(\"pool.reset.loaded\");"},
                              {11, "sockets_ = {};"},
                              {12, "INTERLEAVE_POINT(\"pool.reset.done\");"},
                              {13, "}"},
                              {20, "Close(); INTERLEAVE_POINT(\"a.b\");"}});
  const auto rows = BuildStory(trace, Assertion(3, 0), resolver);
  ASSERT_GE(rows.size(), 3u);
  EXPECT_EQ(rows[0].source, "sockets_ = {};");
  EXPECT_EQ(rows[1].source, "INTERLEAVE_POINT(\"pool.reset.done\");");
  EXPECT_EQ(rows[2].source, "Close(); INTERLEAVE_POINT(\"a.b\");");
}

TEST(StoryTest, FoldsStartAndJoinAtSwitchesThatWereForced) {
  const Trace trace = TraceBuilder({"main", "reset"})
                          .Step(0, kStart)
                          .Step(0, kCreate, "T1")
                          .Step(1, kStart)
                          .Step(1, kUnlock, "mutex 1")
                          .Step(1, kEnd)
                          .Step(0, kJoin, "T1")
                          .Waited()
                          .Step(0, kYield)
                          .Build();
  FakePlaceResolver resolver;
  const auto rows = BuildStory(trace, Assertion(7, 0), resolver);
  EXPECT_THAT(Shown(rows),
              ElementsAre("...", "7 yield", "7 FAILED: Set changed"));
}

TEST(StoryTest, KeepsPointsAndStepsThatWaited) {
  const Trace trace = TraceBuilder({"main"})
                          .Point(0, "pool.reset.loaded", 42)
                          .Step(0, kUnlock, "mutex 1")
                          .Step(0, kUnlock, "mutex 1")
                          .Step(0, kLock, "mutex 1", 43)
                          .Waited()
                          .Step(0, kUnlock, "mutex 1")
                          .Step(0, kUnlock, "mutex 1")
                          .Step(0, kYield)
                          .Build();
  FakePlaceResolver resolver;
  const auto rows = BuildStory(trace, Assertion(7, 0), resolver);
  EXPECT_THAT(Shown(rows), ElementsAre("1 pool.reset.loaded", "...",
                                       "4 lock mutex 1 (waited)", "...",
                                       "7 yield", "7 FAILED: Set changed"));
}

TEST(StoryTest, ShowsASingleStepInsteadOfFoldingIt) {
  const Trace trace = TraceBuilder({"main"})
                          .Point(0, "pool.reset.loaded", 42)
                          .Step(0, kUnlock, "mutex 1")
                          .Point(0, "pool.reset.stored", 43)
                          .Build();
  FakePlaceResolver resolver;
  EXPECT_THAT(Shown(BuildStory(trace, Assertion(3, 0), resolver)),
              ElementsAre("1 pool.reset.loaded", "2 unlock mutex 1",
                          "3 pool.reset.stored", "3 FAILED: Set changed"));
}

TEST(StoryTest, PutsTheFindingAfterItsStepAndFoldsWhatFollows) {
  const Trace trace = TraceBuilder({"main"})
                          .Point(0, "pool.reset.loaded", 42)
                          .Point(0, "pool.reset.stored", 43)
                          .Point(0, "pool.reset.done", 44)
                          .Build();
  FakePlaceResolver resolver;
  EXPECT_THAT(Shown(BuildStory(trace, Assertion(2, 0), resolver)),
              ElementsAre("1 pool.reset.loaded", "2 pool.reset.stored",
                          "2 FAILED: Set changed", "..."));
}

TEST(StoryTest, PutsAFindingWithoutAStepLast) {
  const Trace trace =
      TraceBuilder({"main"}).Point(0, "pool.reset.loaded", 42).Build();
  FakePlaceResolver resolver;
  const auto rows = BuildStory(trace, Assertion(0, 0), resolver);
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_TRUE(rows.back().finding);
}

TEST(StoryTest, FullKeepsEveryStep) {
  const Trace trace = TraceBuilder({"main"})
                          .Step(0, kStart)
                          .Step(0, kUnlock, "mutex 1")
                          .Step(0, kUnlock, "mutex 2")
                          .Step(0, kEnd)
                          .Build();
  FakePlaceResolver resolver;
  const auto rows =
      BuildStory(trace, Assertion(2, 0), resolver, {.full = true});
  EXPECT_THAT(rows, SizeIs(5));
  EXPECT_THAT(rows, Each(Field(&StoryRow::folded, false)));
}

TEST(StoryTest, FoldsTheOldestWhenThereIsTooMuch) {
  TraceBuilder builder({"main"});
  for (int i = 0; i < 50; ++i) {
    builder.Point(0, "pool.spin.read", 7).Point(0, "pool.spin.look", 8);
  }
  FakePlaceResolver resolver;
  const auto rows =
      BuildStory(builder.Build(), Assertion(100, 0), resolver, {.rows_max = 2});
  EXPECT_THAT(Shown(rows),
              ElementsAre("...", "99 pool.spin.read", "100 pool.spin.look",
                          "100 FAILED: Set changed"));
}

TEST(StoryTest, FoldsTheTurnsOfALoopFirstWhenThereIsTooMuch) {
  TraceBuilder builder({"main"});
  builder.Point(0, "pool.begin", 6);
  for (int i = 0; i < 100; ++i) builder.Point(0, "pool.spin.read", 7);
  builder.Point(0, "pool.end", 8);
  FakePlaceResolver resolver;
  const auto rows =
      BuildStory(builder.Build(), Assertion(102, 0), resolver, {.rows_max = 5});
  EXPECT_THAT(Shown(rows),
              ElementsAre("1 pool.begin", "2 pool.spin.read", "...",
                          "102 pool.end", "102 FAILED: Set changed"));
}

TEST(StoryTest, StepsThatTheTraceLacksAreCounted) {
  TraceBuilder builder({"main"});
  for (int i = 0; i < 4; ++i) builder.Point(0, "pool.spin.read", 7);
  Trace trace = builder.Build();
  trace.steps[2].number = 1'003;
  trace.steps[2].left_out = 1'000;
  trace.steps[3].number = 1'004;
  trace.steps_left_out = 1'000;
  FakePlaceResolver resolver;
  const auto rows =
      BuildStory(trace, Assertion(1'004, 0), resolver, {.full = true});
  ASSERT_THAT(rows, SizeIs(6));
  EXPECT_TRUE(rows[2].folded);
  EXPECT_EQ(rows[2].left_out, 1'000u);
  EXPECT_EQ(trace.step_count(), 1'004u);
}

TEST(StoryTest, LooksUpPlacesOfShownRowsOnly) {
  TraceBuilder builder({"main"});
  for (int i = 0; i < 100; ++i) builder.Step(0, kLock, "mutex 1", 7);
  FakePlaceResolver resolver({{7, "mu.lock();"}});
  const auto rows = BuildStory(builder.Build(), Assertion(100, 0), resolver);
  EXPECT_EQ(resolver.locate_count(), 1);
  EXPECT_EQ(rows[99].place, "pool.cc:7");
  EXPECT_EQ(rows[99].source, "mu.lock();");
}

TEST(StoryTest, ADeadlockConcernsNoSingleTask) {
  Finding finding;
  finding.kind = FindingKind::kDeadlock;
  finding.message = "no task can go on";
  finding.task = 0;
  FakePlaceResolver resolver;
  const auto rows = BuildStory({}, finding, resolver);
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].task, kNoTask);
  EXPECT_EQ(rows[0].text, "DEADLOCK: no task can go on");
}

TEST(StoryTest, TakesTheFindingsPlaceFromItsStack) {
  Finding finding;
  finding.stack = StackAtLine(12);
  FakePlaceResolver resolver;
  EXPECT_EQ(BuildStory({}, finding, resolver)[0].place, "pool.cc:12");
}

TEST(StoryTest, WhatDecidesIsKeptAndPointsFarFromItAreNot) {
  TraceBuilder builder({"main", "reset"});
  for (int i = 0; i < 12; ++i) builder.Point(0, "main.loop.turned", i + 1);
  const Trace trace = builder.Build();
  FakePlaceResolver resolver;
  StoryOptions options;
  options.critical = {6};
  const auto rows = BuildStory(trace, Assertion(12, 0), resolver, options);
  std::vector<StepNumber> kept;
  for (const StoryRow& row : rows) {
    if (!row.folded && !row.finding) kept.push_back(row.step);
    EXPECT_EQ(row.critical, !row.finding && row.step == 6);
  }
  EXPECT_THAT(kept, ElementsAre(4, 5, 6, 7, 8, 12));
}

}  // namespace
}  // namespace interleave
