// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/named_replay.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/script.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Create;
using simulated::Draw;
using simulated::Execution;
using simulated::Join;
using simulated::Lock;
using simulated::Op;
using simulated::Point;
using simulated::Program;
using simulated::RunOnce;
using simulated::Unlock;
using simulated::Yield;
using ::testing::HasSubstr;

TEST(NamedReplayStrategyTest, RepeatsAThousandUnchangedPrograms) {
  Random random(3);
  for (uint64_t i = 0; i < 1000; ++i) {
    const Program program = simulated::Arbitrary(random);
    RandomStrategy walk(i);
    const Execution recorded = *RunOnce(program, walk);
    NamedReplayStrategy replay(recorded.recorded);
    const Execution repeated = *RunOnce(program, replay);
    ASSERT_EQ(replay.status().reason, "") << i;
    ASSERT_EQ(repeated.steps, recorded.steps) << i;
    ASSERT_EQ(repeated.result.outcome, recorded.result.outcome) << i;
  }
}

// The reset/return race of a pool: reset loads, return adds, reset stores.
Program Pool() {
  return {{{Create(1), Create(2), Join(1), Join(2)}, ""},
          {{Yield(), Point("pool.reset.loaded"), Yield(),
            Point("pool.reset.stored")},
           "reset"},
          {{Yield(), Point("pool.return.loaded"), Yield(),
            Point("pool.return.added"), Yield()},
           "return"}};
}

std::vector<RecordedChoice> PoolRace() {
  ScriptStrategy script(Script()
                            .Run("reset")
                            .Until("pool.reset.stored")
                            .Run("return")
                            .Until("pool.return.added")
                            .Run("reset")
                            .ToEnd()
                            .Run("return")
                            .ToEnd(),
                        nullptr);
  const Execution run = *RunOnce(Pool(), script);
  EXPECT_EQ(script.status().reason, "");
  return run.recorded;
}

// The named points in the order in which they were passed.
std::string PointsPassed(const Execution& run) {
  std::string points;
  for (const simulated::Step& step : run.steps) {
    if (step.point.starts_with("pool.")) points += step.point + ' ';
  }
  return points;
}

constexpr const char* kRaceOrder =
    "pool.reset.loaded pool.return.loaded pool.reset.stored "
    "pool.return.added ";

void ExpectStillFound(const Program& changed) {
  NamedReplayStrategy replay(PoolRace());
  const Execution run = *RunOnce(changed, replay);
  EXPECT_EQ(replay.status().reason, "");
  EXPECT_EQ(PointsPassed(run), kRaceOrder);
}

void Insert(Program& program, size_t task, size_t before, std::vector<Op> ops) {
  auto& list = program[task].ops;
  list.insert(list.begin() + static_cast<std::ptrdiff_t>(before), ops.begin(),
              ops.end());
}

TEST(NamedReplayStrategyTest, FindsTheRaceAgain) { ExpectStillFound(Pool()); }

// Anything with a name of its own, before any operation of the two tasks.
TEST(NamedReplayStrategyTest, SurvivesInsertedOperations) {
  for (size_t task = 1; task <= 2; ++task) {
    for (size_t before = 0; before <= Pool()[task].ops.size(); ++before) {
      Program locked = Pool();
      Insert(locked, task, before, {Lock(7), Unlock(7)});
      ExpectStillFound(locked);
      Program named = Pool();
      Insert(named, task, before, {Point("log.write.begun")});
      ExpectStillFound(named);
    }
  }
}

TEST(NamedReplayStrategyTest, SurvivesAnotherTask) {
  Program changed = Pool();
  changed.push_back({{Yield(), Lock(1), Unlock(1)}, "logger"});
  changed[0].ops.push_back(Create(3));
  changed[0].ops.push_back(Join(3));
  ExpectStillFound(changed);
}

// An operation is counted from its anchor, so what was added before the anchor
// or named after it does not matter.
TEST(NamedReplayStrategyTest, FindsAnOperationByItsAnchor) {
  const auto program = [](std::vector<Op> ops) -> Program {
    return {{{Create(1), Create(2), Join(1), Join(2)}, ""},
            {std::move(ops), "left"},
            {{Yield(), Yield()}, "right"}};
  };
  RandomStrategy walk(0);
  Execution recorded;
  const Program before =
      program({Lock(0), Unlock(0), Point("pool.a"), Lock(0), Unlock(0)});
  // A schedule that leaves "left" at the lock after the point.
  const auto is_wanted = [](const RecordedChoice& choice) {
    return choice.task == "left" &&
           choice.position.kind == OperationKind::kLock &&
           choice.position.anchor == "pool.a";
  };
  do {
    recorded = *RunOnce(before, walk);
  } while (std::none_of(recorded.recorded.begin(), recorded.recorded.end(),
                        is_wanted));
  for (const Program& after : {program({Lock(0), Unlock(0), Lock(0), Unlock(0),
                                        Point("pool.a"), Lock(0), Unlock(0)}),
                               program({Lock(0), Unlock(0), Point("pool.a"),
                                        Point("log.b"), Lock(0), Unlock(0)})}) {
    NamedReplayStrategy replay(recorded.recorded);
    RunOnce(after, replay);
    // Switches before the anchor may be gone; the one after it must not be.
    if (!replay.status().followed()) {
      const RecordedChoice& choice =
          recorded.recorded[replay.status().choice_index];
      EXPECT_FALSE(is_wanted(choice)) << replay.status().reason;
    }
  }
}

// The fix: both hold a lock from load to store.
TEST(NamedReplayStrategyTest, IsInfeasibleOnceALockForbidsTheOrder) {
  Program fixed = Pool();
  for (size_t task : {1u, 2u}) {
    Insert(fixed, task, 0, {Lock(0)});
    fixed[task].ops.push_back(Unlock(0));
  }
  NamedReplayStrategy replay(PoolRace());
  EXPECT_EQ(RunOnce(fixed, replay)->result.outcome, Outcome::kGivenUp);
  EXPECT_EQ(replay.status().kind, ReplayStatus::kInfeasible);
  EXPECT_THAT(replay.status().reason,
              HasSubstr("return should reach point pool.return.added#1 but "
                        "waits at lock"));
}

TEST(NamedReplayStrategyTest, IsInfeasibleWhenATaskIsGone) {
  Program changed = Pool();
  changed[2].name = "give_back";
  NamedReplayStrategy replay(PoolRace());
  RunOnce(changed, replay);
  EXPECT_FALSE(replay.status().followed());
  EXPECT_THAT(replay.status().reason, HasSubstr("return"));
}

TEST(NamedReplayStrategyTest, DivergesWhenAPointIsGone) {
  Program changed = Pool();
  changed[1].ops.pop_back();
  NamedReplayStrategy replay(PoolRace());
  RunOnce(changed, replay);
  EXPECT_EQ(replay.status().kind, ReplayStatus::kDiverged);
  EXPECT_THAT(replay.status().reason,
              HasSubstr("reset should reach point pool.reset.stored#1 but has "
                        "ended"));
}

TEST(NamedReplayStrategyTest, DivergesWhenTheExecutionEndsEarly) {
  NamedReplayStrategy replay(PoolRace());
  RunOnce({{{Yield()}, ""}}, replay);
  EXPECT_EQ(replay.status().kind, ReplayStatus::kDiverged);
  EXPECT_THAT(replay.status().reason, HasSubstr("ended before main reached"));
}

RecordedChoice Value(uint32_t value, uint32_t count) {
  RecordedChoice recorded;
  recorded.choice = {ChoiceKind::kValue, 0, 1, value, count};
  recorded.task = "main";
  return recorded;
}

TEST(NamedReplayStrategyTest, TakesTheValuesOfATaskInOrderThenZero) {
  NamedReplayStrategy replay({Value(2, 3), Value(1, 3)});
  const Execution run =
      *RunOnce({{{Draw(3), Yield(), Draw(3), Draw(3)}, ""}}, replay);
  EXPECT_EQ(Order(run), "0 0=2 0 0=1 0 ");
  EXPECT_TRUE(replay.status().followed());
}

TEST(NamedReplayStrategyTest, DivergesWhenAValueIsOutOfRange) {
  NamedReplayStrategy replay({Value(2, 3)});
  RunOnce({{{Draw(2)}, ""}}, replay);
  EXPECT_EQ(replay.status().kind, ReplayStatus::kDiverged);
  EXPECT_THAT(replay.status().reason, HasSubstr("there are only 2"));
}

// Recorded as waiting for its second lock; the first one is gone since.
TEST(NamedReplayStrategyTest, TakesAWaitForTheRecordedOne) {
  const auto program = [](std::vector<Op> ops) -> Program {
    return simulated::Together({{{Lock(0), Yield(), Unlock(0)}, "holder"},
                                {std::move(ops), "waiter"}});
  };
  RandomStrategy walk(0);
  Execution recorded;
  const auto waits = [](const RecordedChoice& choice) {
    return choice.position.blocked && choice.task == "waiter" &&
           choice.position.occurrence == 2;
  };
  do {
    recorded =
        *RunOnce(program({Lock(1), Unlock(1), Lock(0), Unlock(0)}), walk);
  } while (
      std::none_of(recorded.recorded.begin(), recorded.recorded.end(), waits) ||
      recorded.preemptions > 1);
  NamedReplayStrategy replay(recorded.recorded);
  const Execution run = *RunOnce(program({Lock(0), Unlock(0)}), replay);
  EXPECT_EQ(replay.status().reason, "");
  EXPECT_EQ(run.result.outcome, Outcome::kCompleted);
}

}  // namespace
}  // namespace interleave
