// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/explore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>

#include <mutex>
#include <string>
#include <thread>

#include "interleave/explore/schedule_file.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Options Quiet() { return {.schedule_dir = ::testing::TempDir()}; }

void LostUpdate() {
  int count = 0;
  const auto add = [&] {
    const int loaded = count;
    INTERLEAVE_POINT("count.add.loaded");
    count = loaded + 1;
  };
  std::thread a(add), b(add);
  a.join();
  b.join();
  INTERLEAVE_CHECK(count == 2);
}

void LockedUpdate() {
  int count = 0;
  std::mutex mutex;
  const auto add = [&] {
    const std::lock_guard lock(mutex);
    const int loaded = count;
    INTERLEAVE_POINT("count.add.loaded");
    count = loaded + 1;
  };
  std::thread a(add), b(add);
  a.join();
  b.join();
  INTERLEAVE_CHECK(count == 2);
}

void TwoIdleTasks() {
  std::thread a([] {}), b([] {});
  a.join();
  b.join();
}

TEST(ExploreTest, CountsTheSchedulesKnownOnPaper) {
  // After the first create there are c2, s1, s2, j1, j2 with c2 < s2, s1 < j1,
  // c2 < j1 and j2 last: three orders that begin with c2 (s1 before j1 among
  // s1, s2, j1) and two that begin with s1 c2: five.
  const ExploreResult result =
      Explore({.strategy = "dfs", .allow_no_overlap = true}, &TwoIdleTasks);
  EXPECT_EQ(result.executions, 5u);
  EXPECT_EQ(ResultLine(result), "verified: all 5 schedules");
}

TEST(ExploreTest, CountsTheSchedulesWithoutPreemption) {
  // main runs until join T1; then T1 first, after whose end main or T2 goes on
  // (two), or T2 first, then T1 (one).
  const ExploreResult result =
      Explore({.strategy = "dfs", .preemptions = 0, .allow_no_overlap = true},
              &TwoIdleTasks);
  EXPECT_EQ(result.executions, 3u);
  EXPECT_THAT(ResultLine(result), HasSubstr("at most 0 preemptions"));
}

TEST(ExploreTest, SaysWhichBoundOnDelaysWasCompleted) {
  // One schedule with none, three with one, one with two (tests/exhaustive).
  const ExploreResult one = Explore(
      {.strategy = "delay-bounded", .delays = 1, .allow_no_overlap = true},
      &TwoIdleTasks);
  EXPECT_EQ(ResultLine(one),
            "verified: all schedules with at most 1 delay (5 executions)");
  EXPECT_EQ(one.bound, Bound::Delays(1));
  const ExploreResult cut = Explore(
      {.strategy = "delay-bounded", .executions = 6, .allow_no_overlap = true},
      &TwoIdleTasks);
  EXPECT_THAT(ResultLine(cut), HasSubstr("; all with at most 1 delay"));
  const ExploreResult all = Explore(
      {.strategy = "delay-bounded", .allow_no_overlap = true}, &TwoIdleTasks);
  EXPECT_EQ(all.verdict, Verdict::kVerified);
  EXPECT_EQ(all.bound, std::nullopt);
}

TEST(ExploreTest, FindsALostUpdateAndReplaysItsToken) {
  const ExploreResult found = Explore(Quiet(), &LostUpdate, "Test.LostUpdate");
  ASSERT_EQ(found.failures.size(), 1u) << ResultLine(found);
  Options replay = Quiet();
  replay.replay = found.failures[0].token;
  const ExploreResult again = Explore(replay, &LostUpdate, "Test.LostUpdate");
  ASSERT_TRUE(again.replay.has_value());
  EXPECT_EQ(again.replay->verdict, ReplayVerdict::kReproduced);
  EXPECT_EQ(again.failures[0].finding.step, found.failures[0].finding.step);
}

TEST(ExploreTest, AScheduleFileIsInfeasibleOnTheFixedCode) {
  const ExploreResult found = Explore(Quiet(), &LostUpdate, "Test.LostUpdate");
  ASSERT_EQ(found.failures.size(), 1u);
  Options replay = Quiet();
  replay.replay = found.failures[0].schedule_path;
  EXPECT_EQ(Explore(replay, &LostUpdate).replay->verdict,
            ReplayVerdict::kReproduced);
  const ExploreResult fixed = Explore(replay, &LockedUpdate);
  EXPECT_EQ(fixed.replay->verdict, ReplayVerdict::kInfeasible)
      << ResultLine(fixed);
  EXPECT_FALSE(fixed.ok());
  replay.allow_infeasible = true;
  EXPECT_TRUE(Explore(replay, &LockedUpdate).ok());
}

TEST(ExploreTest, VerifiesAFixAroundTheOldSchedule) {
  const ExploreResult found = Explore(Quiet(), &LostUpdate, "Test.LostUpdate");
  ASSERT_EQ(found.failures.size(), 1u);
  Options verify = Quiet();
  verify.verify = found.failures[0].schedule_path;
  const ExploreResult fixed = Explore(verify, &LockedUpdate);
  EXPECT_EQ(fixed.verdict, Verdict::kVerified) << ResultLine(fixed);
  EXPECT_GE(fixed.neighbours, 5u);
  EXPECT_FALSE(Explore(verify, &LostUpdate).ok());
}

TEST(ExploreTest, GivesTheSameResultTwice) {
  for (const char* strategy : {"auto", "random", "sticky-random", "pct", "pos",
                               "surw", "uniform-walk", "rff", "dfs"}) {
    Options options = Quiet();
    options.strategy = strategy;
    const ExploreResult first = Explore(options, &LostUpdate);
    const ExploreResult second = Explore(options, &LostUpdate);
    ASSERT_EQ(first.failures.size(), 1u) << strategy;
    EXPECT_EQ(first.executions, second.executions);
    EXPECT_EQ(first.failures[0].token, second.failures[0].token);
  }
}

TEST(ExploreTest, PctSaysHowSureItIs) {
  Options options = Quiet();
  options.strategy = "pct";
  options.depth = 2;
  options.executions = 1'000;
  const ExploreResult result = Explore(options, &LockedUpdate);
  EXPECT_EQ(result.verdict, Verdict::kPassed);
  EXPECT_EQ(result.stopped_by, Limit::kExecutions);
  ASSERT_TRUE(result.confidence.has_value());
  EXPECT_EQ(result.confidence->tasks, 3u);
  EXPECT_EQ(result.confidence->MoreFor(0.99), 0u);
  ASSERT_EQ(result.confidence->depths.size(), 2u);
  // One in eight is of depth 1, but the first.
  EXPECT_EQ(result.confidence->depths[0].executions, 1'000u / 8 - 1);
  EXPECT_EQ(Explore(Quiet(), &LockedUpdate).confidence, std::nullopt);
}

// Depth 2: p = 1/(n k). Seven of eight executions are of that depth, and those
// of the pilot that were drawn from fewer steps don't count.
TEST(ExploreTest, GoesOnUntilItIsSure) {
  Options options = Quiet();
  options.depth = 2;
  options.confidence = 0.99;
  options.executions = 1;  // is no limit here
  const ExploreResult result = Explore(options, &LockedUpdate);
  EXPECT_EQ(result.strategy, "auto (pct)");
  EXPECT_EQ(result.stopped_by, Limit::kConfidence);
  const Confidence& reached = *result.confidence;
  EXPECT_EQ(reached.MoreFor(0.99), 0u);
  const uint64_t needed = ExecutionsFor(
      0.99, ChanceOfOne(reached.tasks, reached.steps, /*depth=*/2));
  EXPECT_GE(reached.depths[1].executions, needed);
  // The first round may have shown that k is larger.
  EXPECT_LE(result.executions, 64 + 2 * (needed * 8 / 7 + 4));
}

// The chance of depth 2 was enough: a lost update, by far less than it may
// take.
TEST(ExploreTest, FindsABugOfTheDepthBeforeItIsSure) {
  Options options = Quiet();
  options.depth = 2;
  options.confidence = 0.99;
  const ExploreResult result = Explore(options, &LostUpdate);
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.stopped_by, Limit::kNone);
}

TEST(ExploreTest, ListsEveryOutcomeWithAWitness) {
  const auto body = [] {
    int count = 0;
    const auto add = [&] {
      for (int i = 0; i < 2; ++i) {
        const int loaded = count;
        INTERLEAVE_POINT("count.add.loaded");
        count = loaded + 1;
      }
    };
    std::thread a(add), b(add);
    a.join();
    b.join();
    RecordOutcome(std::to_string(count));
  };
  const ExploreResult result = Explore({.strategy = "dfs"}, body);
  std::vector<std::string> values;
  for (const RecordedOutcome& outcome : result.outcomes) {
    values.push_back(outcome.value);
    const ExploreResult again = Explore({.replay = outcome.token}, body);
    EXPECT_EQ(again.replay->verdict, ReplayVerdict::kPassed);
  }
  EXPECT_THAT(values, ElementsAre("2", "3", "4"));
}

TEST(ExploreTest, RefusesEmptySuccess) {
  const ExploreResult nothing = Explore({}, [] {});
  EXPECT_FALSE(nothing.ok());
  EXPECT_TRUE(nothing.nothing_controlled);
  const auto one_schedule = [] { std::thread([] {}).join(); };
  EXPECT_FALSE(
      Explore({.required_points = {"no.such.point"}}, TwoIdleTasks).ok());
  EXPECT_TRUE(Explore({.allow_single_schedule = true}, one_schedule).ok());
  EXPECT_TRUE(Explore({.allow_uncontrolled = true}, [] {}).ok());
}

TEST(ExploreTest, FailsWhenNoTwoTasksEverOverlapped) {
  const char* const what = "no two tasks ever overlapped: in ";
  // Each is a single step, whichever comes first.
  const ExploreResult idle = Explore({.strategy = "dfs"}, &TwoIdleTasks);
  EXPECT_FALSE(idle.ok());
  ASSERT_EQ(idle.problems.size(), 1u);
  EXPECT_THAT(idle.problems[0],
              HasSubstr(absl::StrCat(what, "each of the 5 executions")));
  EXPECT_THAT(idle.problems[0], HasSubstr("set allow_no_overlap"));
  EXPECT_TRUE(Explore({.allow_no_overlap = true}, &TwoIdleTasks).ok());
  // The first of all has no preemption.
  const auto body = [] {
    std::thread task([] {
      INTERLEAVE_POINT("overlap.task.first");
      INTERLEAVE_POINT("overlap.task.second");
    });
    INTERLEAVE_POINT("overlap.main.point");
    task.join();
  };
  const ExploreResult one = Explore({.strategy = "dfs", .executions = 1}, body);
  ASSERT_EQ(one.problems.size(), 1u);
  EXPECT_THAT(one.problems[0],
              HasSubstr(absl::StrCat(what, "the one execution")));
  EXPECT_TRUE(Explore({.strategy = "dfs"}, body).ok());
}

// Each of the two traces is that of a schedule without an overlap.
TEST(ExploreTest, AsksForNoOverlapWhereOneExecutionStandsForOthers) {
  for (const char* strategy : {"dpor", "optimal-dpor"}) {
    EXPECT_TRUE(Explore({.strategy = strategy}, &TwoIdleTasks).ok());
  }
}

// Where only one schedule exists that is what is said, and what is allowed.
TEST(ExploreTest, SaysOfOneScheduleThatItIsTheOnlyOne) {
  const auto joins_at_once = [] {
    std::thread([] { INTERLEAVE_POINT("overlap.one.point"); }).join();
    std::thread([] { INTERLEAVE_POINT("overlap.other.point"); }).join();
  };
  const ExploreResult result = Explore({}, joins_at_once);
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_THAT(result.problems[0], HasSubstr("only one schedule existed"));
  EXPECT_TRUE(Explore({.allow_single_schedule = true}, joins_at_once).ok());
}

// A search that a finding ended early doesn't know.
TEST(ExploreTest, SaysNothingOfOneScheduleBesideAFinding) {
  const ExploreResult result = Explore({}, [] {
    std::thread([] { INTERLEAVE_POINT("overlap.one.point"); }).join();
    INTERLEAVE_CHECK(false);
  });
  EXPECT_EQ(result.failures.size(), 1u);
  EXPECT_TRUE(result.problems.empty());
}

// A finding is more than that nothing overlapped.
TEST(ExploreTest, SaysNothingOfOverlapsBesideAFinding) {
  Options options = Quiet();
  options.strategy = "dfs";
  const ExploreResult result = Explore(options, [] {
    TwoIdleTasks();
    INTERLEAVE_CHECK(false);
  });
  EXPECT_EQ(result.failures.size(), 1u);
  EXPECT_TRUE(result.problems.empty());
}

// The message of the first finding, which is nondeterminism.
std::string Nondeterminism(absl::FunctionRef<void()> body,
                           const char* strategy = "auto") {
  Options options = Quiet();
  options.strategy = strategy;
  options.allow_uncontrolled = true;
  const ExploreResult result = Explore(options, body);
  for (const Failure& failure : result.failures) {
    if (failure.finding.kind == FindingKind::kNondeterminism) {
      return failure.finding.message;
    }
  }
  return "no nondeterminism: " + ResultLine(result);
}

TEST(ExploreTest, FindsABodyThatIsNotDeterministic) {
  int runs = 0;
  EXPECT_THAT(Nondeterminism([&] {
                ++runs;
                std::thread a([&] {
                  if (runs % 2 == 0) INTERLEAVE_POINT("count.run.even");
                });
                a.join();
              }),
              HasSubstr("Likely source: "));
}

TEST(ExploreTest, SaysThatTheDifferenceIsAtAStaticVariable) {
  static std::mutex of_all_executions;
  int runs = 0;
  EXPECT_THAT(Nondeterminism([&] {
                if (++runs % 2 == 0) {
                  const std::lock_guard lock(of_all_executions);
                }
                TwoIdleTasks();
              }),
              HasSubstr("mutex 1 is a global or static variable"));
}

TEST(ExploreTest, SaysThatTheNumberOfTasksDiffers) {
  int runs = 0;
  EXPECT_THAT(Nondeterminism([&] {
                std::thread a([] {});
                if (++runs % 2 == 0) std::thread([] {}).join();
                a.join();
              }),
              HasSubstr("Likely source: which tasks there are"));
}

TEST(ExploreTest, SaysThatATasksNameDiffers) {
  int runs = 0;
  const std::string message = Nondeterminism([&] {
    ++runs;
    std::thread a([&] {
      NameTask(runs % 2 == 0 ? "even" : "odd");
      INTERLEAVE_POINT("count.run.both");
      if (runs % 2 == 0) INTERLEAVE_POINT("count.run.even");
    });
    a.join();
  });
  EXPECT_THAT(message, HasSubstr("task 1 is called even in the first run, odd "
                                 "in the second"));
  EXPECT_THAT(message, HasSubstr("how they are called"));
}

TEST(ExploreTest, SaysThatADrawDiffers) {
  int runs = 0;
  const auto body = [&] {
    std::thread a([] {});
    Choose(++runs > 10 ? 3 : 2);
    Choose(8);
    a.join();
  };
  const std::string message = Nondeterminism(body, "exhaustive");
  EXPECT_THAT(message, HasSubstr("with 3 values"));
  EXPECT_THAT(message, HasSubstr("Likely source: whether Choose is called"));
}

TEST(ExploreTest, SaysThatTheNumberOfStepsDiffers) {
  int runs = 0;
  EXPECT_THAT(Nondeterminism([&] {
                std::thread([] {}).join();
                for (int i = ++runs % 2; i < 2; ++i) {
                  INTERLEAVE_POINT("count.run.end");
                }
              }),
              HasSubstr("Likely source: how often"));
}

TEST(ExploreTest, SaysThatThreadsRanOutsideOfControl) {
  std::mutex gate;
  gate.lock();
  std::thread stray([&] { const std::lock_guard lock(gate); });
  pthread_setname_np(stray.native_handle(), "stray");
  int runs = 0;
  const std::string message = Nondeterminism([&] {
    std::thread a([&] {
      if (++runs % 2 == 0) INTERLEAVE_POINT("count.run.even");
    });
    a.join();
  });
  gate.unlock();
  stray.join();
  EXPECT_THAT(message, HasSubstr("outside of control (stray)"));
}

TEST(ExploreTest, StopsAtTheMemoryLimit) {
  // A process uses more than a megabyte from its beginning.
  const ExploreResult result = Explore(
      {.strategy = "random", .executions = 0, .memory_mb = 1}, &LockedUpdate);
  EXPECT_EQ(result.verdict, Verdict::kPassed);
  EXPECT_GT(result.executions, 0u);
  EXPECT_THAT(ResultLine(result),
              HasSubstr("; stopped by --interleave_memory_mb"));
}

TEST(ExploreTest, SaysWhichExecutionsTheStepLimitCut) {
  Options options = Quiet();
  options.strategy = "exhaustive";
  options.findings_max = 100;
  options.steps_max = 6;
  const ExploreResult result = Explore(options, &LostUpdate);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.cut_by_steps, result.executions);
  EXPECT_THAT(ResultLine(result),
              HasSubstr("stopped by --interleave_steps_max"));
}

TEST(ExploreTest, FollowsAScriptAndSaysWhenItCannot) {
  Options options = Quiet();
  options.script =
      Script().Run("T1").Until("count.add.loaded").Run("T2").ToEnd();
  const ExploreResult found = Explore(options, &LostUpdate);
  ASSERT_EQ(found.failures.size(), 1u) << ResultLine(found);
  EXPECT_EQ(found.failures[0].execution, 1u);
  const ExploreResult fixed = Explore(options, &LockedUpdate);
  EXPECT_EQ(fixed.replay->verdict, ReplayVerdict::kInfeasible);
}

TEST(ExploreTest, SuggestsTheNameOfAPointNobodyReaches) {
  Options options = Quiet();
  options.script.Order("count.add.loadde", "count.add.loaded");
  const ExploreResult result = Explore(options, &LockedUpdate);
  ASSERT_FALSE(result.problems.empty());
  EXPECT_THAT(result.problems.back(),
              HasSubstr("did you mean count.add.loaded"));
}

}  // namespace
}  // namespace interleave
