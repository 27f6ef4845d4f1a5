// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/replay.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/sticky_random.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Draw;
using simulated::Execution;
using simulated::Lock;
using simulated::Program;
using simulated::RunOnce;
using simulated::Together;
using simulated::Uniform;
using simulated::Unlock;
using simulated::Yield;
using ::testing::HasSubstr;

Execution RunRandomly(const Program& program, uint64_t seed) {
  RandomStrategy random(seed);
  return *RunOnce(program, random);
}

TEST(ReplayStrategyTest, RepeatsAThousandProgramsStepByStep) {
  Random random(1);
  int deadlocks = 0;
  for (uint64_t i = 0; i < 1000; ++i) {
    const Program program = simulated::Arbitrary(random);
    const Execution recorded = RunRandomly(program, i);
    ReplayStrategy replay(recorded.result.choices);
    const Execution repeated = *RunOnce(program, replay);
    ASSERT_EQ(replay.status().reason, "") << i;
    ASSERT_EQ(replay.status().kind, ReplayStatus::kFollowed);
    ASSERT_EQ(repeated.steps, recorded.steps) << i;
    ASSERT_EQ(repeated.result.choices, recorded.result.choices) << i;
    ASSERT_EQ(repeated.result.outcome, recorded.result.outcome) << i;
    if (recorded.result.outcome == Outcome::kCut) ++deadlocks;
  }
  EXPECT_GT(deadlocks, 10);  // the programs are worth their name
}

TEST(ReplayStrategyTest, RepeatsAsOftenAsAsked) {
  const Program program = Uniform(3, 4);
  const Execution recorded = RunRandomly(program, 1);
  ReplayStrategy replay(recorded.result.choices);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(RunOnce(program, replay)->steps, recorded.steps);
    EXPECT_TRUE(replay.status().followed());
    EXPECT_EQ(replay.status().choice_index, recorded.result.choices.size());
  }
}

TEST(ReplayStrategyTest, WithoutChoicesRunsEachTaskToItsEnd) {
  ReplayStrategy replay({});
  EXPECT_EQ(Order(*RunOnce(Uniform(2, 2), replay)), "0 0 1 1 1 2 2 2 ");
  EXPECT_TRUE(replay.status().followed());
}

// Damage of any one choice is noticed, or it made another schedule of the same
// program, and that one is followed exactly.
TEST(ReplayStrategyTest, NoticesEveryDamage) {
  Random random(2);
  int stopped = 0;
  for (uint64_t i = 0; i < 1000; ++i) {
    const Program program = simulated::Arbitrary(random);
    const Execution recorded = RunRandomly(program, i);
    Choices choices = recorded.result.choices;
    if (choices.empty()) continue;
    Choice& damaged =
        choices[random.Below(static_cast<uint32_t>(choices.size()))];
    switch (random.Below(3)) {
      case 0:
        ++damaged.at;
        break;
      case 1:
        damaged.value += 7;
        break;
      default:
        damaged.task += 5;
    }
    ReplayStrategy replay(choices);
    const Execution repeated = *RunOnce(program, replay);
    if (replay.status().followed()) {
      ASSERT_EQ(repeated.result.choices, choices) << i;
      continue;
    }
    ASSERT_NE(replay.status().reason, "");
    ASSERT_LE(replay.status().choice_index, choices.size());
    if (repeated.result.outcome == Outcome::kGivenUp) ++stopped;
  }
  EXPECT_GT(stopped, 700);
}

// reset holds the mutex at its points 3 and 4 (2: lock, 3: yield, 4: unlock).
const Program& TwoLockers() {
  static const Program program =
      Together({{{Lock(0), Yield(), Unlock(0)}, "reset"},
                {{Lock(0), Unlock(0)}, "return"}});
  return program;
}

TEST(ReplayStrategyTest, IsInfeasibleWhenTheTargetWaits) {
  ReplayStrategy replay({{ChoiceKind::kSwitch, 0, 3, 1, 0},
                         {ChoiceKind::kSwitch, 1, 3, 2, 0},
                         {ChoiceKind::kSwitch, 2, 2, 1, 0},
                         {ChoiceKind::kSwitch, 1, 4, 2, 0}});
  EXPECT_EQ(RunOnce(TwoLockers(), replay)->result.outcome, Outcome::kGivenUp);
  EXPECT_EQ(replay.status().kind, ReplayStatus::kInfeasible);
  EXPECT_EQ(replay.status().choice_index, 3u);
  EXPECT_EQ(replay.status().step, 6u);
  EXPECT_EQ(replay.status().reason,
            "choice 4 (reset gives way at its point 4): return should go on "
            "but waits at lock");
}

TEST(ReplayStrategyTest, IsInfeasibleWhenTheTargetHasEnded) {
  ReplayStrategy replay(
      {{ChoiceKind::kSwitch, 0, 3, 1, 0}, {ChoiceKind::kSwitch, 1, 2, 0, 0}});
  RunOnce(TwoLockers(), replay);
  EXPECT_EQ(replay.status().kind, ReplayStatus::kInfeasible);
  EXPECT_THAT(replay.status().reason, HasSubstr("main should go on but has "
                                                "ended"));
}

TEST(ReplayStrategyTest, IsInfeasibleWhenTheTargetDoesNotExist) {
  ReplayStrategy replay({{ChoiceKind::kSwitch, 0, 3, 9, 0}});
  RunOnce(TwoLockers(), replay);
  EXPECT_EQ(replay.status().kind, ReplayStatus::kInfeasible);
  EXPECT_THAT(replay.status().reason, HasSubstr("task 9 should go on"));
}

TEST(ReplayStrategyTest, DivergesWhenTheAnnouncerWaitsElsewhere) {
  ReplayStrategy replay({{ChoiceKind::kSwitch, 0, 3, 1, 0},
                         {ChoiceKind::kSwitch, 1, 3, 2, 0},
                         {ChoiceKind::kSwitch, 2, 4, 1, 0}});
  RunOnce(TwoLockers(), replay);
  EXPECT_EQ(replay.status().kind, ReplayStatus::kDiverged);
  EXPECT_THAT(replay.status().reason,
              HasSubstr("return waits at lock at its point 2"));
}

TEST(ReplayStrategyTest, DivergesWhenValuesDiffer) {
  const Program program = {{{Draw(3)}, ""}};
  ReplayStrategy fits({{ChoiceKind::kValue, 0, 2, 2, 3}});
  EXPECT_EQ(RunOnce(program, fits)->steps.back().value, 2u);
  EXPECT_TRUE(fits.status().followed());

  ReplayStrategy other_count({{ChoiceKind::kValue, 0, 2, 2, 4}});
  RunOnce(program, other_count);
  EXPECT_EQ(other_count.status().kind, ReplayStatus::kDiverged);
  EXPECT_THAT(other_count.status().reason,
              HasSubstr("main draws one of 3 values"));
}

// Under some strategies they are recorded, under others they are not.
TEST(ReplayStrategyTest, DoesNotCareAboutDrawsOfOneOutOfOne) {
  const Program program = {{{Draw(1), Draw(3), Draw(1)}, ""}};
  const Choice wanted{ChoiceKind::kValue, 0, 3, 2, 3};
  const Choice before{ChoiceKind::kValue, 0, 2, 0, 1};
  const Choice after{ChoiceKind::kValue, 0, 4, 0, 1};
  for (const Choices& choices :
       {Choices{wanted}, Choices{before, wanted, after}}) {
    ReplayStrategy replay(choices);
    EXPECT_EQ(Order(*RunOnce(program, replay)), "0 0 0=2 0 ");
    EXPECT_EQ(replay.status().reason, "");
  }
}

// Those that were not taken are not recorded.
TEST(ReplayStrategyTest, TakesALibertyWhereItWasTakenAndNowhereElse) {
  ReplayStrategy replay(
      {{ChoiceKind::kValue, 0, 5, 1, 2, Liberty::kWeakFailure}});
  replay.Begin();
  TaskState task;
  task.id = kMainTask;
  task.name = "main";
  ChoicePoint point;
  point.kind = ChoiceKind::kValue;
  point.announcer = &task;
  point.count = 2;
  const auto draw = [&](Liberty liberty, uint32_t points) {
    point.liberty = liberty;
    task.points = points;
    return replay.Choose(point);
  };
  EXPECT_EQ(draw(Liberty::kWeakFailure, 4), 0u);
  EXPECT_EQ(draw(Liberty::kSpuriousWakeup, 5), 0u);
  EXPECT_EQ(draw(Liberty::kWeakFailure, 5), 1u);
  EXPECT_EQ(draw(Liberty::kWeakFailure, 6), 0u);
}

TEST(ReplayStrategyTest, DivergesWhenChoicesAreLeftOver) {
  ReplayStrategy replay({{ChoiceKind::kSwitch, 0, 99, 1, 0}});
  EXPECT_EQ(RunOnce({{{Yield()}, ""}}, replay)->result.outcome,
            Outcome::kCompleted);
  EXPECT_EQ(replay.status().kind, ReplayStatus::kDiverged);
  EXPECT_EQ(replay.status().reason, "the execution ended after 0 of 1 choices");
}

}  // namespace
}  // namespace interleave
