// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Several processes come by rf-dpor to what one comes to, to the last token.
//
// A program of its own, since whoever forks must not have run an execution.

#include <signal.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "controlled_programs.h"
#include "gmock/gmock.h"
#include "interleave/runtime/assertion.h"
#include "read_programs.h"
#include "tests/exhaustive/by_any_jobs.h"

namespace interleave {
namespace {

using read_programs::Draw;
using read_programs::Increments;
using read_programs::RunProgram;
using ::testing::HasSubstr;

Options RfDpor(uint32_t findings_max = 1) {
  return {.strategy = "rf-dpor",
          .executions = 0,
          .findings_max = findings_max,
          .allow_single_schedule = true};
}

std::function<void()> LostIncrements(size_t tasks, int times) {
  return [tasks, times] { RunProgram(Increments(tasks, times)); };
}

TEST(RfDporJobsTest, LostIncrementsAreCountedTheSame) {
  const std::vector<std::pair<std::function<void()>, uint64_t>> counts = {
      {LostIncrements(2, 1), 3},
      {LostIncrements(3, 2), 1'318},
      {LostIncrements(2, 5), 8'953}};
  for (const auto& [body, count] : counts) {
    const ExploreResult result = ByAnyJobs(RfDpor(), body);
    EXPECT_EQ(result.verdict, Verdict::kVerified);
    EXPECT_EQ(result.executions, count);
    EXPECT_THAT(ResultLine(result), HasSubstr("reads-from classes"));
  }
}

TEST(RfDporJobsTest, RandomProgramsComeToTheSame) {
  Random random(7);
  for (int i = 0; i < 6; ++i) {
    const auto drawn = Draw(random, 3, 3);
    const ExploreResult result =
        ByAnyJobs(RfDpor(1'000), [&drawn] { RunProgram(drawn); });
    EXPECT_TRUE(result.exhausted) << testing::PrintToString(drawn);
  }
}

// As many classes as orders in which the forks are taken.
TEST(RfDporJobsTest, PhilosophersDeadlockInTheSameOnes) {
  const auto dine = [] {
    constexpr size_t kPhilosophers = 5;
    std::mutex forks[kPhilosophers];
    const read_programs::Threads philosophers(kPhilosophers, [&](size_t i) {
      const std::lock_guard first(forks[i]);
      const std::lock_guard second(forks[(i + 1) % kPhilosophers]);
    });
  };
  const ExploreResult all = ByAnyJobs(RfDpor(10), dine);
  EXPECT_EQ(all.executions, 31u);
  ASSERT_EQ(all.failures.size(), 1u);
  EXPECT_EQ(all.failures[0].finding.kind, FindingKind::kDeadlock);
  EXPECT_FALSE(ByAnyJobs(RfDpor(), dine).exhausted);
}

struct Lost {
  int first = 0;  // what the first task read first: decided the latest
  int count = 0;
};

// Three tasks add two each.
Lost LoseUpdates() {
  Lost lost;
  std::atomic<int> count = 0;
  const read_programs::Threads tasks(3, [&](size_t task) {
    for (int i = 0; i < 2; ++i) {
      const int before = count.load(std::memory_order_relaxed);
      if (task == 0 && i == 0) lost.first = before;
      count.store(before + 1, std::memory_order_relaxed);
    }
  });
  lost.count = count.load(std::memory_order_relaxed);
  RecordOutcome(std::to_string(lost.count));
  return lost;
}

TEST(RfDporJobsTest, TheFirstFindingIsTheSame) {
  const ExploreResult result =
      ByAnyJobs(RfDpor(), [] { INTERLEAVE_CHECK(LoseUpdates().first != 3); });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_GT(result.failures[0].execution, 100u);
  EXPECT_FALSE(result.failures[0].schedule_path.empty());
}

TEST(RfDporJobsTest, AllFindingsAreTheSameInTheSameOrder) {
  const ExploreResult result = ByAnyJobs(RfDpor(10), [] {
    const Lost lost = LoseUpdates();
    INTERLEAVE_CHECK(lost.first != 3);
    INTERLEAVE_CHECK(lost.first != 4);
    INTERLEAVE_CHECK(lost.count != 3);
    INTERLEAVE_CHECK(lost.count != 2);
  });
  EXPECT_EQ(result.failures.size(), 4u);
  EXPECT_TRUE(result.exhausted);
}

void RefusedLate() {
  std::condition_variable condition;
  if (LoseUpdates().first == 3) condition.notify_all();
}

TEST(RfDporJobsTest, WhatIsRefusedEndsTheSearchAtTheSameExecution) {
  const ExploreResult result = ByAnyJobs(RfDpor(), &RefusedLate);
  EXPECT_EQ(result.verdict, Verdict::kFailed);
  EXPECT_GT(result.executions, 100u);
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_THAT(result.problems[0],
              HasSubstr("does not handle condition variables"));
}

TEST(RfDporJobsTest, WhatReachesTheStepLimitIsNoProof) {
  Options options = RfDpor(10);
  options.steps_max = 2'000;
  const ExploreResult result = ByAnyJobs(options, [] {
    std::atomic<int> value = 0;
    const read_programs::Threads tasks(2, [&](size_t i) {
      const int read = value.exchange(static_cast<int>(i) + 1);
      if (read != 1) return;
      for (int k = 0; k < 2'000; ++k) value.fetch_add(value.load());
    });
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kStepLimit);
  EXPECT_FALSE(result.exhausted);
}

TEST(RfDporJobsTest, ABodyThatIsNotDeterministicIsFoundOut) {
  int executions = 0;
  const ExploreResult result = ByJobs(2, RfDpor(), [&executions] {
    ++executions;
    if (executions > 20 && executions % 7 == 0) return;
    LoseUpdates();
  });
  ASSERT_FALSE(result.failures.empty());
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kNondeterminism);
}

TEST(RfDporJobsTest, TheBudgetIsThatOfAllTogether) {
  Options options = RfDpor();
  options.executions = 500;
  for (const uint32_t jobs : {1u, 2u, 3u}) {
    const ExploreResult result = ByJobs(jobs, options, LostIncrements(3, 2));
    EXPECT_EQ(result.executions, 500u);
    EXPECT_EQ(result.verdict, Verdict::kPassed);
    ASSERT_TRUE(result.done.has_value());
    EXPECT_GT(*result.done, 0);
    EXPECT_LT(*result.done, 1);
  }
  options.executions = 1'318;
  EXPECT_EQ(ByJobs(2, options, LostIncrements(3, 2)).verdict,
            Verdict::kVerified);
}

// Of one process.
int g_executions = 0;
int g_interrupted_at = 0;

void CheckUntilInterrupted() {
  if (++g_executions == g_interrupted_at) raise(SIGINT);
  const Lost lost = LoseUpdates();
  INTERLEAVE_CHECK(lost.count != 2);
  INTERLEAVE_CHECK(lost.first != 3);
}

TEST(RfDporJobsTest, GoesOnToWhatItWouldHaveComeTo) {
  const Options options = RfDpor(10);
  g_interrupted_at = 0;
  const ExploreResult whole = Alone(options, &CheckUntilInterrupted);
  EXPECT_EQ(whole.failures.size(), 2u);
  for (const uint32_t jobs : {1u, 2u, 3u}) {
    for (const int at : {2, 60, 200, 400}) {
      g_executions = 0;
      g_interrupted_at = at;
      const ExploreResult half = ByJobs(jobs, options, &CheckUntilInterrupted);
      g_interrupted_at = 0;
      ASSERT_TRUE(half.interrupted) << jobs << " jobs, at " << at;
      EXPECT_FALSE(half.exhausted);
      Options rest = options;
      rest.resume = half.checkpoint_path;
      const ExploreResult result =
          ByJobs(4 - jobs, rest, &CheckUntilInterrupted);
      EXPECT_EQ(Whole(result), Whole(whole)) << jobs << " jobs, at " << at;
    }
  }
}

TEST(RfDporJobsTest, OneProcessLeavesACheckpointForSeveral) {
  const Options options = RfDpor(10);
  g_interrupted_at = 0;
  const ExploreResult whole = Alone(options, &CheckUntilInterrupted);
  g_executions = 0;
  g_interrupted_at = 700;
  const ExploreResult half = Alone(options, &CheckUntilInterrupted);
  g_interrupted_at = 0;
  ASSERT_TRUE(half.interrupted);
  EXPECT_GT(half.executions, 600u);
  Options rest = options;
  rest.resume = half.checkpoint_path;
  EXPECT_EQ(Whole(ByJobs(2, rest, &CheckUntilInterrupted)), Whole(whole));
}

// It is met by another process again.
TEST(RfDporJobsTest, WhatIsRefusedBehindAnInterruptIsRefusedLater) {
  const ExploreResult whole = Alone(RfDpor(), &RefusedLate);
  int executions = 0;
  const ExploreResult half = ByJobs(2, RfDpor(), [&executions] {
    if (++executions == 50) raise(SIGINT);
    RefusedLate();
  });
  ASSERT_TRUE(half.interrupted);
  Options rest = RfDpor();
  rest.resume = half.checkpoint_path;
  EXPECT_EQ(Whole(ByJobs(2, rest, &RefusedLate)), Whole(whole));
}

}  // namespace
}  // namespace interleave
