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

// Task `from` gives way to task `to`; `names` by id. Counts of points are left
// out: names alone must do.
RecordedChoice Switch(const std::vector<std::string>& names, TaskId from,
                      Position position, TaskId to) {
  RecordedChoice recorded;
  recorded.choice.task = from;
  recorded.choice.value = to;
  recorded.task = names[from];
  recorded.position = std::move(position);
  recorded.to = names[to];
  return recorded;
}

Position At(OperationKind kind, uint32_t occurrence, std::string anchor = "",
            bool blocked = false) {
  const uint32_t anchor_occurrence = anchor.empty() ? 0 : 1;
  return {kind, "", occurrence, std::move(anchor), anchor_occurrence, blocked};
}

// "return" was task 2 and is now task 3; its name shows only when it starts.
TEST(NamedReplayStrategyTest, SurvivesOtherTaskNumbers) {
  Program changed = Pool();
  changed.push_back({{Yield(), Yield()}, "logger"});
  Insert(changed, 0, 1, {Create(3)});
  ExpectStillFound(changed);
}

// An operation is counted from its anchor, so what was added before the anchor
// or named after it does not matter.
TEST(NamedReplayStrategyTest, FindsAnOperationByItsAnchor) {
  const std::vector<Op> left = {Lock(0), Unlock(0), Point("pool.a"), Lock(0),
                                Unlock(0)};
  for (size_t before = 0; before <= 3; ++before) {
    Program program = {{{Create(1, 2), Join(1), Join(2)}, ""},
                       {left, "left"},
                       {{Yield(), Yield()}, "right"}};
    // In the same segment an unrelated point, else an unrelated lock.
    Insert(program, 1, before,
           before == 3 ? std::vector<Op>{Point("log.b")}
                       : std::vector<Op>{Lock(9), Unlock(9)});
    const std::vector<std::string> names = {"main", "left", "right"};
    NamedReplayStrategy replay(
        {Switch(names, 0, At(OperationKind::kJoin, 1, "", true), 1),
         Switch(names, 1, At(OperationKind::kLock, 1, "pool.a"), 2),
         Switch(names, 2, At(OperationKind::kEnd, 1), 1),
         Switch(names, 1, At(OperationKind::kEnd, 1), 0)});
    const Execution run = *RunOnce(program, replay);
    EXPECT_EQ(replay.status().reason, "") << before;
    // main, then left up to the last lock, right, left's lock and unlock, main.
    const std::string order = Order(run);
    EXPECT_TRUE(order.ends_with("1 2 2 2 1 1 0 0 ")) << order;
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

TEST(NamedReplayStrategyTest, TakesALibertyAtTheFirstChanceNotBeforeItsCount) {
  RecordedChoice recorded = Value(1, 2);
  recorded.choice.at = 5;
  recorded.choice.liberty = Liberty::kSpuriousWakeup;
  NamedReplayStrategy replay({recorded});
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
  EXPECT_EQ(draw(Liberty::kSpuriousWakeup, 4), 0u);
  EXPECT_EQ(draw(Liberty::kWeakFailure, 6), 0u);
  EXPECT_EQ(draw(Liberty::kNone, 6), 0u);
  EXPECT_EQ(draw(Liberty::kSpuriousWakeup, 7), 1u);
  EXPECT_EQ(draw(Liberty::kSpuriousWakeup, 8), 0u);
}

TEST(NamedReplayStrategyTest, DivergesWhenAValueIsOutOfRange) {
  NamedReplayStrategy replay({Value(2, 3)});
  RunOnce({{{Draw(2)}, ""}}, replay);
  EXPECT_EQ(replay.status().kind, ReplayStatus::kDiverged);
  EXPECT_THAT(replay.status().reason, HasSubstr("there are only 2"));
}

// Recorded as waiting for its second lock; the first one is gone since.
TEST(NamedReplayStrategyTest, TakesAWaitForTheRecordedOne) {
  const std::vector<std::string> names = {"main", "holder", "waiter"};
  NamedReplayStrategy replay(
      {Switch(names, 0, At(OperationKind::kEnd, 1), 1),
       Switch(names, 1, At(OperationKind::kYield, 1), 2),
       Switch(names, 2, At(OperationKind::kLock, 2, "", true), 1),
       Switch(names, 1, At(OperationKind::kEnd, 1), 2)});
  RunOnce(simulated::Together({{{Lock(0), Yield(), Unlock(0)}, "holder"},
                               {{Lock(0), Unlock(0)}, "waiter"}}),
          replay);
  EXPECT_EQ(replay.status().reason, "");
}

}  // namespace
}  // namespace interleave
