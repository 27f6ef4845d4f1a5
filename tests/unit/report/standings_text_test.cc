// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/standings_text.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "unit/report/fake_place_resolver.h"
#include "unit/report/trace_builder.h"

namespace interleave {
namespace {

using enum OperationKind;

TaskStanding Ended(TaskId task, std::string name) {
  TaskStanding standing;
  standing.task = task;
  standing.name = std::move(name);
  standing.finished = true;
  return standing;
}

TaskStanding Waiting(TaskId task, std::string name, OperationKind next,
                     std::string object, TaskId holder = kNoTask,
                     std::string holder_name = "") {
  TaskStanding standing = Ended(task, std::move(name));
  standing.finished = false;
  standing.next = next;
  standing.object = std::move(object);
  standing.holder = holder;
  standing.holder_name = std::move(holder_name);
  return standing;
}

TEST(StandingsTextTest, SaysWhoWaitsForWhatAndWhereItWasTaken) {
  TaskStanding reset = Waiting(1, "reset", kLock, "mutex 1", 2, "return");
  reset.site = PcOfLine(50);
  reset.holder_site = PcOfLine(44);
  TaskStanding point = Waiting(2, "return", kPoint, "");
  point.point = "pool.reset.loaded";
  point.enabled = true;
  const std::vector<TaskStanding> standings = {Ended(0, "main"), reset, point};
  FakePlaceResolver resolver;
  EXPECT_EQ(FormatStandings(standings, resolver),
            "main    ended\n"
            "reset   stands before lock mutex 1 (pool.cc:50), held by return "
            "(taken at pool.cc:44)\n"
            "return  ready at point pool.reset.loaded\n");
}

TEST(StandingsTextTest, LeavesOutWhatIsNotKnown) {
  const std::vector<TaskStanding> standings = {
      Waiting(0, "main", kJoin, "T1", 1, "T1"),
      Waiting(1, "T1", kLock, "mutex 1", 1, "T1"),
  };
  FakePlaceResolver resolver;
  EXPECT_EQ(FormatStandings(standings, resolver),
            "main  stands before join T1\n"
            "T1    stands before lock mutex 1, held by T1 itself\n");
}

// A program counter that lies in a library which was not inlined.
class BlindResolver : public FakePlaceResolver {
 public:
  Place Locate(std::span<const void* const> stack) override {
    return stack.size() < 2 ? Place() : FakePlaceResolver::Locate(stack);
  }
};

TEST(StandingsTextTest, AsksTheTraceWhereASiteHasNoPlace) {
  TaskStanding reset = Waiting(1, "reset", kLock, "mutex 1", 2, "return");
  reset.site = PcOfLine(50);
  reset.holder_site = PcOfLine(44);
  Trace trace = TraceBuilder({"main", "reset", "return"})
                    .Step(2, kLock, "mutex 1", 44)
                    .Step(1, kLock, "mutex 2", 48)
                    .Build();
  for (TraceStep& step : trace.steps) step.stack.push_back(PcOfLine(1));
  BlindResolver resolver;
  EXPECT_EQ(FormatStandings(std::vector{reset}, resolver, &trace),
            "reset  stands before lock mutex 1 (after pool.cc:48), held by "
            "return (taken at pool.cc:44)\n");
}

TEST(FindWaitCycleTest, FindsTheCycleBehindATail) {
  const std::vector<TaskStanding> standings = {
      Waiting(0, "main", kJoin, "T1", 1, "T1"),
      Waiting(1, "T1", kLock, "mutex 1", 2, "T2"),
      Waiting(2, "T2", kLock, "mutex 2", 1, "T1"),
  };
  EXPECT_EQ(FindWaitCycle(standings), "T1 -> T2 -> T1");
}

TEST(FindWaitCycleTest, FindsATaskThatWaitsForItself) {
  const std::vector<TaskStanding> standings = {
      Waiting(1, "T1", kLock, "mutex 1", 1, "T1")};
  EXPECT_EQ(FindWaitCycle(standings), "T1 -> T1");
}

TEST(FindWaitCycleTest, IsEmptyWithoutACycle) {
  const std::vector<TaskStanding> standings = {
      Waiting(0, "main", kJoin, "T1", 1, "T1"),
      Waiting(1, "T1", kWake, "condition 1"),
      Waiting(2, "T2", kLock, "mutex 1", 3, "T3"),
      Ended(3, "T3"),
  };
  EXPECT_EQ(FindWaitCycle(standings), "");
  EXPECT_EQ(FindWaitCycle({}), "");
}

}  // namespace
}  // namespace interleave
