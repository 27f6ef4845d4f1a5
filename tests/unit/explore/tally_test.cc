// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/tally.h"

#include "gtest/gtest.h"
#include "interleave/schedule/schedule.h"

namespace interleave {
namespace {

ExecutionResult Ended(const std::string& recorded, uint32_t value) {
  ExecutionResult execution;
  execution.steps = 5;
  execution.tasks = value;
  execution.choice_points = 2;
  execution.recorded = recorded;
  execution.choices = {{ChoiceKind::kValue, 0, 1, value, 9}};
  return execution;
}

TEST(TallyTest, CountsOutcomesWithTheirFirstSchedule) {
  Tally tally;
  for (const auto& [recorded, value] :
       {std::pair("b", 1u), std::pair("a", 2u), std::pair("b", 3u)}) {
    tally.Count(Ended(recorded, value));
  }
  tally.Count(Ended("", 4));
  EXPECT_EQ(tally.executions, 4u);
  EXPECT_EQ(tally.steps, 20u);
  EXPECT_EQ(tally.choice_points, 8u);
  EXPECT_EQ(tally.tasks_max, 4u);
  ASSERT_EQ(tally.outcomes.size(), 2u);
  EXPECT_EQ(tally.outcomes[0].value, "a");
  EXPECT_EQ(tally.outcomes[1].count, 2u);
  EXPECT_EQ(tally.outcomes[1].token, FormatToken(Ended("b", 1).choices));
}

TEST(TallyTest, CountsExecutionsThatWereCutBySteps) {
  ExecutionResult cut = Ended("", 1);
  cut.findings.emplace_back().kind = FindingKind::kStepLimit;
  ExecutionResult failed = Ended("", 1);
  failed.findings.emplace_back().kind = FindingKind::kDeadlock;
  Tally tally;
  tally.Count(cut);
  tally.Count(failed);
  Tally later;
  later.Count(cut);
  tally.Add(later);
  EXPECT_EQ(tally.cut_by_steps, 2u);
  EXPECT_EQ(tally.executions, 3u);
}

TEST(TallyTest, AddsWhatIsCovered) {
  const auto covers = [](std::vector<uint64_t> traces) {
    Tally tally;
    auto coverage = std::make_shared<Coverage>();
    coverage->executions = 1;
    coverage->traces = std::move(traces);
    tally.coverage = std::move(coverage);
    return tally;
  };
  Tally tally;
  tally.Add(Tally());
  EXPECT_EQ(tally.coverage, nullptr);
  tally.Add(covers({1, 2}));
  const Tally before = tally;
  tally.Add(covers({2, 3}));
  EXPECT_EQ(tally.coverage->traces, (std::vector<uint64_t>{1, 2, 3}));
  EXPECT_EQ(tally.coverage->executions, 2u);
  EXPECT_EQ(before.coverage->traces, (std::vector<uint64_t>{1, 2}));
  EXPECT_FALSE(tally == before);
  EXPECT_TRUE(before == covers({1, 2}));
  tally.Add(Tally());
  EXPECT_EQ(tally.coverage->traces.size(), 3u);
}

TEST(TallyTest, KnowsWhetherTasksEverOverlapped) {
  Tally tally;
  Tally later;
  later.overlapped = true;
  EXPECT_FALSE(tally == later);
  tally.Add(later);
  tally.Add(Tally());
  EXPECT_TRUE(tally.overlapped);
}

// However a sequence is cut in two.
TEST(TallyTest, PartsAddUpToTheWhole) {
  const char* const recorded[] = {"b", "a", "", "c", "b", "a", "d"};
  Tally whole;
  for (uint32_t i = 0; i < std::size(recorded); ++i) {
    whole.Count(Ended(recorded[i], i));
  }
  for (uint32_t cut = 0; cut <= std::size(recorded); ++cut) {
    Tally first;
    Tally second;
    for (uint32_t i = 0; i < std::size(recorded); ++i) {
      (i < cut ? first : second).Count(Ended(recorded[i], i));
    }
    first.Add(second);
    EXPECT_TRUE(first == whole) << "cut at " << cut;
  }
}

}  // namespace
}  // namespace interleave
