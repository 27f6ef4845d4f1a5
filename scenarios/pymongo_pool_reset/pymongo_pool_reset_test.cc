// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The pool's race on command, unaided, and its fix: verified.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"
#include "scenarios/expectations.h"
#include "scenarios/pymongo_pool_reset/connection_pool.h"
#include "scenarios/pymongo_pool_reset/connection_pool_fixed.h"
#include "scenarios/pymongo_pool_reset/pool_bodies.h"

namespace scenarios::pymongo_pool_reset {
namespace {

using interleave::Explore;
using interleave::ExploreResult;
using interleave::FindingKind;
using interleave::ReplayVerdict;
using testing::ElementsAre;

constexpr char kWords[] = "Set changed size during iteration";
constexpr char kScript[] = SCENARIO_FOLDER "/reproduce.script";
constexpr char kSchedule[] = SCENARIO_FOLDER "/reproduce.schedule";

void Buggy() { ResetWhileReturning<buggy::ConnectionPool>(); }
void Fixed() { ResetWhileReturning<fixed::ConnectionPool>(); }

TEST(PoolResetStoryTest, ScriptReproducesItInTheFirstExecution) {
  const ExploreResult result =
      Explore(InTempDir({.script_file = kScript}), Buggy);
  ExpectReproduced(result, FindingKind::kException, kWords);
  EXPECT_EQ(result.failures[0].finding.task_name, "reset");
}

TEST(PoolResetStoryTest, ScriptInCodeMeansTheSame) {
  interleave::Script script;
  script.Run("reset").Until("pool.reset.loaded");
  script.Run("return").Until("pool.return.loaded");
  script.Run("reset").Until("pool.reset.iterating");
  script.Run("return").Until("pool.return.added");
  script.Run("reset").ToEnd();
  const ExploreResult result = Explore(InTempDir({.script = script}), Buggy);
  ExpectReproduced(result, FindingKind::kException, kWords);
}

// Instructions that take the interpreter lock each are the same story.
TEST(PoolResetStoryTest, ScriptReproducesItUnderTheInterpreterLock) {
  const ExploreResult result = Explore(InTempDir({.script_file = kScript}), [] {
    ResetWhileReturning<buggy::ConnectionPool>(Gil::Kind::kTaken);
  });
  ExpectReproduced(result, FindingKind::kException, kWords);
}

TEST(PoolResetStoryTest, ScheduleInTheRepositoryReproducesIt) {
  const ExploreResult result = Explore(InTempDir({.replay = kSchedule}), Buggy);
  ExpectReproduced(result, FindingKind::kException, kWords);
}

TEST(PoolResetStoryTest, SearchFindsItUnaided) {
  const ExploreResult result =
      Explore(InTempDir({.strategy = "random", .executions = 1'000}), Buggy);
  ExpectFound(result, FindingKind::kException, kWords);
  RecordProperty("executions", std::to_string(result.executions));
}

TEST(PoolResetStoryTest, SearchFindsItInTheStressTest) {
  const ExploreResult result =
      Explore(InTempDir({.strategy = "random", .executions = 100}),
              StressTest<buggy::ConnectionPool>);
  ExpectFound(result, FindingKind::kException, kWords);
  RecordProperty("executions", std::to_string(result.executions));
}

// What the exception hides: a socket can also be lost without one.
TEST(PoolResetStoryTest, TheReturnedSocketCanBeLost) {
  const ExploreResult result =
      Explore(InTempDir({.strategy = "exhaustive", .findings_max = 2}), Buggy);
  EXPECT_THAT(ValuesOf(result),
              ElementsAre("closed by the reset", "in the pool", "lost"));
}

TEST(PoolResetStoryTest, OldScriptIsInfeasibleOnTheFix) {
  const ExploreResult result =
      Explore(InTempDir({.script_file = kScript,
                         .allow_infeasible = true,
                         .allow_unreached_points = true}),
              Fixed);
  ExpectReplay(result, ReplayVerdict::kInfeasible);
}

TEST(PoolResetStoryTest, OldScheduleIsInfeasibleOnTheFix) {
  const ExploreResult result = Explore(
      InTempDir({.replay = kSchedule, .allow_infeasible = true}), Fixed);
  ExpectReplay(result, ReplayVerdict::kInfeasible);
}

// README.md derives the number.
TEST(PoolResetStoryTest, FixHas1798SchedulesAndNoneLosesTheSocket) {
  const ExploreResult result =
      Explore(InTempDir({.strategy = "exhaustive"}), Fixed);
  ExpectVerified(result, 1'798);
  EXPECT_THAT(ValuesOf(result),
              ElementsAre("closed by the reset", "in the pool"));
}

INTERLEAVE_TEST(PymongoPoolReset, ResetWhileReturningFixed,
                {.strategy = "exhaustive"}) {
  ResetWhileReturning<fixed::ConnectionPool>();
}

INTERLEAVE_TEST(PymongoPoolReset, StressTestFixed,
                {.strategy = "random", .executions = 200}) {
  StressTest<fixed::ConnectionPool>();
}

}  // namespace
}  // namespace scenarios::pymongo_pool_reset
