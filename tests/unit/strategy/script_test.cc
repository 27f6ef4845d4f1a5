// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/script.h"

#include <memory>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/random.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Create;
using simulated::Draw;
using simulated::Execution;
using simulated::Join;
using simulated::Lock;
using simulated::Order;
using simulated::Point;
using simulated::Program;
using simulated::RunAll;
using simulated::RunOnce;
using simulated::Together;
using simulated::Unlock;
using simulated::Yield;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Program Pool() {
  return {{{Create(1), Create(2), Join(1), Join(2)}, ""},
          {{Yield(), Point("pool.reset.loaded"), Point("pool.reset.stored")},
           "reset"},
          {{Lock(0), Point("pool.return.loaded"), Point("pool.return.added"),
            Unlock(0)},
           "return"}};
}

struct Scripted {
  Execution run;
  ReplayStatus status;
  std::vector<std::string> unreached;
};

Scripted RunScript(const Program& program, const Script& script) {
  ScriptStrategy strategy(script, nullptr);
  Scripted scripted;
  scripted.run = *RunOnce(program, strategy);
  scripted.status = strategy.status();
  scripted.unreached = strategy.unreached_points();
  EXPECT_EQ(scripted.run.broken_rules, "");
  return scripted;
}

std::string PointsPassed(const Execution& run) {
  std::string points;
  for (const simulated::Step& step : run.steps) {
    if (!step.point.empty()) points += step.point + ' ';
  }
  return points;
}

TEST(ScriptStrategyTest, BringsAboutTheOrderOfTheScript) {
  const Scripted scripted = RunScript(Pool(), Script()
                                                  .Run("reset")
                                                  .Until("pool.reset.stored")
                                                  .Run("return")
                                                  .ToEnd()
                                                  .Run("reset")
                                                  .ToEnd());
  EXPECT_EQ(scripted.status.reason, "");
  EXPECT_EQ(scripted.status.choice_index, 3u);
  EXPECT_EQ(PointsPassed(scripted.run),
            "pool.reset.loaded pool.return.loaded pool.return.added "
            "pool.reset.stored ");
  EXPECT_THAT(scripted.unreached, IsEmpty());
}

TEST(ScriptStrategyTest, CountsTheEndOfTheExecutionAsTheEndOfATask) {
  const Program program = Together({{{Yield()}, "left"}, {{Yield()}, "right"}});
  const Script script =
      Script().Run("left").ToEnd().Run("right").ToEnd().Run("main").ToEnd();
  EXPECT_EQ(RunScript(program, script).status.reason, "");
}

TEST(ScriptStrategyTest, StopsATaskBeforeItPassesThePoint) {
  const Scripted scripted = RunScript(
      Pool(),
      Script().Run("return").Until("pool.return.loaded").Run("reset").ToEnd());
  EXPECT_EQ(scripted.status.reason, "");
  EXPECT_EQ(PointsPassed(scripted.run),
            "pool.reset.loaded pool.reset.stored pool.return.loaded "
            "pool.return.added ");
}

Program Loop() {
  return Together({{{Point("loop.turn"), Point("loop.turn"), Point("loop.turn"),
                     Point("loop.turn")},
                    "looper"},
                   {{Point("other.mark")}, "other"}});
}

TEST(ScriptStrategyTest, WithoutANumberMeansTheNextTime) {
  const Scripted scripted = RunScript(Loop(), Script()
                                                  .Run("looper")
                                                  .Until("loop.turn")
                                                  .Run("looper")
                                                  .Until("loop.turn")
                                                  .Run("other")
                                                  .ToEnd());
  EXPECT_EQ(PointsPassed(scripted.run),
            "loop.turn other.mark loop.turn loop.turn loop.turn ");
}

TEST(ScriptStrategyTest, WithANumberMeansThatTimeInTheTask) {
  const Scripted scripted = RunScript(Loop(), Script()
                                                  .Run("looper")
                                                  .Until("loop.turn", 3)
                                                  .Run("looper")
                                                  .Until("loop.turn", 3)
                                                  .Run("other")
                                                  .ToEnd());
  EXPECT_EQ(scripted.status.reason, "");
  EXPECT_EQ(PointsPassed(scripted.run),
            "loop.turn loop.turn other.mark loop.turn loop.turn ");
}

TEST(ScriptStrategyTest, IsInfeasibleWhenTheNumberedTimeIsOver) {
  const Scripted scripted = RunScript(Loop(), Script()
                                                  .Run("looper")
                                                  .Until("loop.turn", 3)
                                                  .Run("looper")
                                                  .Until("loop.turn", 1));
  EXPECT_EQ(scripted.status.kind, ReplayStatus::kInfeasible);
  EXPECT_EQ(scripted.status.choice_index, 1u);
  EXPECT_EQ(scripted.status.reason,
            "step 2 \"run looper until loop.turn#1\": looper has met it 3 "
            "times before this step");
}

TEST(ScriptStrategyTest, RunsATaskUntilItIsBlocked) {
  const Program program =
      Together({{{Lock(0), Point("left.in"), Unlock(0)}, "left"},
                {{Yield(), Lock(0), Point("right.in"), Unlock(0)}, "right"}});
  const Scripted scripted = RunScript(
      program,
      Script().Run("left").Until("left.in").Run("right").UntilBlocked());
  EXPECT_EQ(scripted.status.reason, "");
  // left takes the lock; right yields and waits; left goes on, then right.
  EXPECT_EQ(Order(scripted.run), "0 0 1 1 2 2 1 1 2 2 2 ");
}

TEST(ScriptStrategyTest, CountsADeadlockAsBlocked) {
  const Program program =
      Together({{{Lock(0), Point("left.one"), Lock(1)}, "left"},
                {{Lock(1), Point("right.one"), Lock(0)}, "right"}});
  const Scripted scripted = RunScript(program, Script()
                                                   .Run("left")
                                                   .Until("left.one")
                                                   .Run("right")
                                                   .UntilBlocked()
                                                   .Run("left")
                                                   .UntilBlocked());
  EXPECT_EQ(scripted.run.result.outcome, Outcome::kCut);
  EXPECT_EQ(scripted.status.reason, "");
}

TEST(ScriptStrategyTest, IsInfeasibleWhenTheTaskHasToWait) {
  const Program program =
      Together({{{Lock(0), Point("left.in"), Unlock(0)}, "left"},
                {{Lock(0), Point("right.in"), Unlock(0)}, "right"}});
  const Scripted scripted = RunScript(
      program,
      Script().Run("left").Until("left.in").Run("right").Until("right.in"));
  EXPECT_EQ(scripted.run.result.outcome, Outcome::kGivenUp);
  EXPECT_EQ(scripted.status.kind, ReplayStatus::kInfeasible);
  EXPECT_EQ(scripted.status.choice_index, 1u);
  EXPECT_EQ(scripted.status.step, 5u);
  EXPECT_EQ(scripted.status.reason,
            "step 2 \"run right until right.in\": right waits at lock");
}

TEST(ScriptStrategyTest, IsInfeasibleWhenTheTaskEndsFirst) {
  const Scripted scripted =
      RunScript(Pool(), Script().Run("reset").Until("pool.reset.lodaed"));
  EXPECT_EQ(scripted.status.kind, ReplayStatus::kInfeasible);
  EXPECT_THAT(scripted.status.reason, HasSubstr("reset has ended"));
  EXPECT_THAT(scripted.unreached, ElementsAre("pool.reset.lodaed"));
}

TEST(ScriptStrategyTest, IsInfeasibleWhenNoTaskHasTheName) {
  const Scripted scripted = RunScript(Pool(), Script().Run("rest").ToEnd());
  EXPECT_EQ(scripted.status.kind, ReplayStatus::kInfeasible);
  // Every task came to its end in the search for it.
  EXPECT_THAT(scripted.status.reason, HasSubstr("ended before this was done"));

  const Scripted stuck = RunScript(
      Pool(),
      Script().Run("reset").Until("pool.reset.loaded").Run("rest").ToEnd());
  EXPECT_EQ(stuck.status.kind, ReplayStatus::kInfeasible);
  EXPECT_THAT(stuck.status.reason, HasSubstr("\"run rest to end\": no task is "
                                             "named rest; tasks are main, "
                                             "reset, return"));
}

TEST(ScriptStrategyTest, IsInfeasibleWhenTheExecutionEndsEarlier) {
  const Scripted scripted =
      RunScript(Together({{{Yield()}, "left"}}),
                Script().Run("left").ToEnd().Run("left").UntilBlocked());
  EXPECT_EQ(scripted.status.kind, ReplayStatus::kInfeasible);
  EXPECT_EQ(scripted.status.choice_index, 1u);
}

// "late" is created by "maker", which no step names, after main has to wait.
TEST(ScriptStrategyTest, LetsUnnamedTasksRunToFindATask) {
  const Program program = {{{Create(1), Join(1)}, ""},
                           {{Yield(), Create(2), Yield()}, "maker"},
                           {{Yield(), Point("late.mark")}, "late"}};
  const Scripted scripted =
      RunScript(program, Script().Run("late").Until("late.mark"));
  EXPECT_EQ(scripted.status.reason, "");
}

TEST(ScriptStrategyTest, DoesNotRunAnyOtherTaskBeyondItsFirstOperation) {
  const Scripted scripted =
      RunScript(Pool(), Script().Run("return").Until("pool.return.added"));
  EXPECT_EQ(scripted.status.reason, "");
  for (const simulated::Step& step : scripted.run.steps) {
    if (step.point == "pool.return.added") break;
    if (step.task == 1) {
      EXPECT_EQ(step.kind, OperationKind::kStart);
    }
  }
}

TEST(ScriptStrategyTest, KeepsOrderConstraintsInEveryExecution) {
  const Script script =
      Script().Order("pool.reset.stored", "pool.return.loaded");
  ScriptStrategy strategy(script, std::make_unique<RandomStrategy>(1));
  for (int i = 0; i < 300; ++i) {
    const Execution run = *RunOnce(Pool(), strategy);
    ASSERT_EQ(strategy.status().reason, "");
    ASSERT_EQ(run.result.outcome, Outcome::kCompleted);
    ASSERT_EQ(PointsPassed(run),
              "pool.reset.loaded pool.reset.stored pool.return.loaded "
              "pool.return.added ");
  }
}

TEST(ScriptStrategyTest, IsInfeasibleWhenConstraintsHoldEverybodyBack) {
  const Script script = Script().Order("pool.nowhere", "pool.reset.loaded");
  const Scripted scripted = RunScript(Pool(), script);
  EXPECT_EQ(scripted.run.result.outcome, Outcome::kGivenUp);
  EXPECT_EQ(scripted.status.kind, ReplayStatus::kInfeasible);
  EXPECT_EQ(scripted.status.reason,
            "\"order pool.nowhere before pool.reset.loaded\" holds back reset "
            "and no other task can go on");
  EXPECT_THAT(scripted.unreached, ElementsAre("pool.nowhere"));
}

TEST(ScriptStrategyTest, IsInfeasibleWhenAConstraintHoldsBackTheStep) {
  const Script script = Script().Run("reset").ToEnd().Order(
      "pool.return.added", "pool.reset.stored");
  const Scripted scripted = RunScript(Pool(), script);
  EXPECT_THAT(scripted.status.reason,
              HasSubstr("\"run reset to end\": reset is held back by \"order "
                        "pool.return.added before pool.reset.stored\""));
}

// The free part after the script, searched in full: left has 2 steps left and
// right 2: 4! / 2! 2!.
TEST(ScriptStrategyTest, LetsASearchExploreTheRest) {
  const Program program =
      Together({{{Yield(), Point("left.mark"), Yield()}, "left"},
                {{Yield(), Point("right.mark"), Yield()}, "right"}});
  const Script script =
      Script().Run("left").Until("left.mark").Run("right").Until("right.mark");
  auto search = std::make_unique<ExhaustiveStrategy>();
  const ExhaustiveStrategy& rest = *search;
  ScriptStrategy strategy(script, std::move(search));
  const std::vector<Execution> runs = RunAll(program, strategy);
  std::set<std::string> orders;
  for (const Execution& run : runs) orders.insert(Order(run));
  EXPECT_EQ(runs.size(), 6u);
  EXPECT_EQ(orders.size(), 6u);
  EXPECT_TRUE(rest.exhausted());
}

// Steps of left: S A, of right: S B, and A must come before B: the
// interleavings of 2 and 2 steps where A < B are A first of the last two: 3.
TEST(ScriptStrategyTest, LetsASearchExploreWithinConstraints) {
  const Program program =
      Together({{{Point("left.a")}, ""}, {{Point("right.b")}, ""}});
  ScriptStrategy strategy(Script().Order("left.a", "right.b"),
                          std::make_unique<ExhaustiveStrategy>());
  const std::vector<Execution> runs = RunAll(program, strategy);
  EXPECT_EQ(runs.size(), 3u);
  for (const Execution& run : runs) {
    EXPECT_EQ(PointsPassed(run), "left.a right.b ");
  }
}

TEST(ScriptStrategyTest, DrawsZeroInTheScriptAndAsksTheRestAfterwards) {
  const Program program = {{{Draw(3), Point("main.mark"), Draw(3)}, ""}};
  ScriptStrategy strategy(Script().Run("main").Until("main.mark"),
                          std::make_unique<ExhaustiveStrategy>());
  std::vector<std::string> orders;
  for (const Execution& run : RunAll(program, strategy)) {
    orders.push_back(Order(run));
  }
  EXPECT_THAT(orders, ElementsAre("0 0 0 0 ", "0 0 0 0=1 ", "0 0 0 0=2 "));
}

TEST(ScriptStrategyTest, SaysTheLineOfTheStep) {
  const auto script = ParseScript("# a comment\nrun left until no.such\n", "s");
  ASSERT_TRUE(script.ok()) << script.status();
  const Scripted scripted =
      RunScript(Together({{{Yield()}, "left"}, {{Yield()}, ""}}), *script);
  EXPECT_EQ(scripted.status.reason,
            "step 1 (line 2) \"run left until no.such\": left has ended");
}

}  // namespace
}  // namespace interleave
