// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/trials.h"

#include "gtest/gtest.h"
#include "interleave/explain/loose_replay.h"
#include "unit/explain/trial_body.h"

namespace interleave {
namespace {

ExecutionResult WithFinding(FindingKind kind, const char* file, int line) {
  ExecutionResult result;
  Finding finding;
  finding.kind = kind;
  finding.file = file;
  finding.line = line;
  result.findings.push_back(finding);
  return result;
}

TEST(DefectTest, IsKnownByKindAndPlaceWhateverTheMessageSays) {
  ExecutionResult first = WithFinding(FindingKind::kAssertion, "a.cc", 3);
  first.findings[0].message = "count is 1";
  const Defect defect(first);
  ExecutionResult other = WithFinding(FindingKind::kAssertion, "a.cc", 3);
  other.findings[0].message = "count is 2";
  EXPECT_TRUE(defect.IsIn(other));
  EXPECT_FALSE(defect.IsIn(WithFinding(FindingKind::kAssertion, "a.cc", 4)));
  EXPECT_FALSE(defect.IsIn(WithFinding(FindingKind::kAssertion, "b.cc", 3)));
  EXPECT_FALSE(defect.IsIn(WithFinding(FindingKind::kException, "a.cc", 3)));
  EXPECT_FALSE(defect.IsIn({}));
}

TEST(DefectTest, ARaceIsTheSameInEitherOrderOfItsAccesses) {
  static const char sites[3] = {};
  const auto race = [&](int now, int before) {
    ExecutionResult result = WithFinding(FindingKind::kRace, "", 0);
    result.findings[0].stack = {&sites[now]};
    result.findings[0].places = {{"before", {&sites[before]}}};
    return result;
  };
  const Defect defect(race(0, 1));
  EXPECT_TRUE(defect.IsIn(race(0, 1)));
  EXPECT_TRUE(defect.IsIn(race(1, 0)));
  EXPECT_FALSE(defect.IsIn(race(0, 2)));
}

TEST(DefectTest, ADeadlockIsTheSameWhereTheSamePlacesAreStoodAt) {
  static const char sites[2] = {};
  const auto deadlock = [&](std::initializer_list<const void*> stands) {
    ExecutionResult result = WithFinding(FindingKind::kDeadlock, "", 0);
    for (const void* site : stands) {
      TaskStanding standing;
      standing.next = OperationKind::kLock;
      standing.site = site;
      result.standings.push_back(standing);
    }
    return result;
  };
  const Defect defect(deadlock({&sites[0], &sites[1]}));
  EXPECT_TRUE(defect.IsIn(deadlock({&sites[1], &sites[0]})));
  EXPECT_FALSE(defect.IsIn(deadlock({&sites[1]})));
}

TEST(TrialsTest, SaysWhatBecameOfEachExecution) {
  TrialBody body(&LostIncrements);
  const Choices failing = body.FailingChoices();
  const Defect defect = body.DefectOf(failing);
  Trials trials = body.TrialsOf(defect, 3);
  LooseReplayStrategy again(failing);
  again.Begin();
  ASSERT_TRUE(trials.MayRun());
  EXPECT_EQ(trials.Run(again), Trials::Answer::kFails);
  LooseReplayStrategy nothing({});
  nothing.Begin();
  EXPECT_EQ(trials.Run(nothing), Trials::Answer::kPasses);
  EXPECT_EQ(trials.executions(), 2u);
  EXPECT_TRUE(trials.MayRun());
}

TEST(TrialsTest, TheBudgetIsOfExecutionsStepsAndSeconds) {
  const Defect defect(WithFinding(FindingKind::kAssertion, "a.cc", 3));
  ExecutionResult result;
  result.steps = 10;
  double now = 0;
  const auto make = [&](Trials::Budget budget) {
    return Trials(
        defect, budget,
        [&](Strategy&) -> const ExecutionResult& { return result; },
        [&] { return now; });
  };
  LooseReplayStrategy strategy({});
  const auto runs = [&](Trials trials) {
    int count = 0;
    for (; trials.MayRun() && count < 100; ++count) trials.Run(strategy);
    return count;
  };
  EXPECT_EQ(runs(make({7, 1'000, 0})), 7);
  EXPECT_EQ(runs(make({50, 30, 0})), 3);
  Trials timed = make({50, 1'000, 2.0});
  EXPECT_TRUE(timed.MayRun());
  now = 2.0;
  EXPECT_FALSE(timed.MayRun());
  EXPECT_TRUE(timed.ran_out_of_time());
}

TEST(TrialsTest, HalfOfTheBudgetCanBeSetAside) {
  const Defect defect(WithFinding(FindingKind::kAssertion, "a.cc", 3));
  ExecutionResult result;
  result.steps = 10;
  Trials trials(
      defect, {10, 1'000, 0},
      [&](Strategy&) -> const ExecutionResult& { return result; },
      [] { return 0.0; });
  LooseReplayStrategy strategy({});
  const auto run_all = [&] {
    while (trials.MayRun()) trials.Run(strategy);
    return trials.executions();
  };
  const Trials::Budget all = trials.AllowHalf();
  const Trials::Budget half = trials.AllowHalf();
  EXPECT_EQ(run_all(), 2u);
  trials.Allow(half);
  EXPECT_EQ(run_all(), 5u);
  trials.Allow(all);
  EXPECT_EQ(run_all(), 10u);
}

}  // namespace
}  // namespace interleave
