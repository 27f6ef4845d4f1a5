// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What executions of programs that are not instrumented cover; of memory see
// tests/instrumented/coverage_test.cc.

#include "interleave/explore/coverage_recorder.h"

#include <mutex>
#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

using testing::IsEmpty;

Options Covering(const char* strategy) {
  return {.strategy = strategy, .executions = 500, .coverage = "on"};
}

// Was `second` directly after `first`, among named points?
bool HasPair(const Coverage& coverage, const char* first, const char* second) {
  for (const CoveredPair& pair : coverage.pairs) {
    if (pair.Is(Relation::kOfPoints) && pair.first.name == first &&
        pair.second.name == second) {
      return true;
    }
  }
  return false;
}

// ... an operation of this kind after one of that, on the same object.
bool HasPair(const Coverage& coverage, OperationKind first,
             OperationKind second) {
  for (const CoveredPair& pair : coverage.pairs) {
    if (pair.Is(Relation::kOnObject) && pair.first.kind == first &&
        pair.second.kind == second) {
      return true;
    }
  }
  return false;
}

void PassOnePointEach() {
  std::thread one([] { INTERLEAVE_POINT("coverage.one.passed"); });
  std::thread two([] { INTERLEAVE_POINT("coverage.two.passed"); });
  one.join();
  two.join();
}

void OneAfterTheOther() {
  std::mutex mutex;
  std::thread([&] {
    const std::lock_guard lock(mutex);
    INTERLEAVE_POINT("coverage.one.passed");
  }).join();
  std::thread two([&] {
    INTERLEAVE_POINT("coverage.two.passed");
    const std::lock_guard lock(mutex);
  });
  INTERLEAVE_POINT("coverage.main.passed");
  two.join();
}

TEST(CoverageRecorderTest, CountsTheOrdersOfNamedPoints) {
  const ExploreResult result =
      Explore({.strategy = "dfs", .coverage = "on", .allow_no_overlap = true},
              &PassOnePointEach);
  ASSERT_NE(result.coverage, nullptr);
  EXPECT_EQ(result.coverage->executions, result.executions);
  EXPECT_EQ(result.coverage->traces.size(), 2u);
  EXPECT_FALSE(result.coverage->sees_memory);
  EXPECT_TRUE(
      HasPair(*result.coverage, "coverage.one.passed", "coverage.two.passed"));
  EXPECT_TRUE(
      HasPair(*result.coverage, "coverage.two.passed", "coverage.one.passed"));
  EXPECT_FALSE(
      HasPair(*result.coverage, "coverage.one.passed", "coverage.one.passed"));
}

TEST(CoverageRecorderTest, SeesOnlyWhatHappens) {
  const ExploreResult result = Explore(Covering("random"), &OneAfterTheOther);
  ASSERT_NE(result.coverage, nullptr);
  const Coverage& coverage = *result.coverage;
  EXPECT_TRUE(HasPair(coverage, "coverage.one.passed", "coverage.two.passed"));
  EXPECT_FALSE(HasPair(coverage, "coverage.two.passed", "coverage.one.passed"));
  EXPECT_TRUE(HasPair(coverage, OperationKind::kUnlock, OperationKind::kLock));
  EXPECT_FALSE(HasPair(coverage, OperationKind::kLock, OperationKind::kLock));
  EXPECT_EQ(
      result.met_points,
      (std::vector<std::string>{"coverage.main.passed", "coverage.one.passed",
                                "coverage.two.passed"}));
}

TEST(CoverageRecorderTest, TellsValuesDrawnApart) {
  const ExploreResult result =
      Explore({.strategy = "dfs", .coverage = "on", .allow_uncontrolled = true},
              [] { static_cast<void>(Choose(3) + Choose(2)); });
  EXPECT_TRUE(result.ok());
  ASSERT_NE(result.coverage, nullptr);
  EXPECT_EQ(result.coverage->traces.size(), 6u);
}

TEST(CoverageRecorderTest, IsTheSameEachTime) {
  const ExploreResult once = Explore(Covering("random"), &OneAfterTheOther);
  const ExploreResult again = Explore(Covering("random"), &OneAfterTheOther);
  ASSERT_NE(once.coverage, nullptr);
  ASSERT_NE(again.coverage, nullptr);
  EXPECT_EQ(*once.coverage, *again.coverage);
}

TEST(CoverageRecorderTest, ChangesNoExecution) {
  for (const char* strategy : {"random", "dfs", "auto"}) {
    Options options = Covering(strategy);
    const auto body = [] {
      PassOnePointEach();
      OneAfterTheOther();
      RecordOutcome(std::to_string(Choose(2)));
    };
    const ExploreResult with = Explore(options, body);
    options.coverage = "off";
    const ExploreResult without = Explore(options, body);
    EXPECT_EQ(without.coverage, nullptr);
    EXPECT_EQ(with.executions, without.executions);
    EXPECT_EQ(with.steps, without.steps);
    ASSERT_EQ(with.outcomes.size(), without.outcomes.size());
    for (size_t i = 0; i < with.outcomes.size(); ++i) {
      EXPECT_EQ(with.outcomes[i].count, without.outcomes[i].count);
      EXPECT_EQ(with.outcomes[i].token, without.outcomes[i].token);
    }
  }
}

// It is what strategies do that go through no space.
TEST(CoverageRecorderTest, CoversSamplesUnlessToldOtherwise) {
  const auto covers = [](const char* strategy, uint64_t executions) {
    const ExploreResult result = Explore(
        {.strategy = strategy, .executions = executions}, &OneAfterTheOther);
    return result.coverage != nullptr;
  };
  EXPECT_TRUE(covers("random", 100));
  EXPECT_TRUE(covers("sticky-random", 100));
  EXPECT_FALSE(covers("dfs", 1'000));
  EXPECT_FALSE(covers("delay-bounded", 1'000));
  // It samples when there is too much to be proven.
  EXPECT_TRUE(covers("auto", 3));
  EXPECT_FALSE(covers("auto", 10'000));
}

// What is told without covering is overlaps alone.
TEST(CoverageRecorderTest, ForgetsWhatItCoveredWhenItCoversNoMore) {
  TaskState main;
  main.next.kind = OperationKind::kYield;
  const TaskState* const tasks[] = {&main};
  ChoicePoint point;
  point.tasks = tasks;
  CoverageRecorder recorder;
  recorder.BeginExecution(CoverageRecorder::Scope::kOverlaps);
  recorder.OnStep(point, main);
  recorder.EndExecution(/*counts=*/true);
  EXPECT_FALSE(recorder.covers());
  EXPECT_FALSE(recorder.overlapped());
  EXPECT_THAT(recorder.Take().traces, IsEmpty());
  EXPECT_EQ(recorder.Take().executions, 0u);
}

}  // namespace
}  // namespace interleave
