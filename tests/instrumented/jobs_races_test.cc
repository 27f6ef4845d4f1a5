// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Several processes where what is a schedule point is learnt along the way, and
// where ThreadSanitizer's runtime is in each process.
//
// A program of its own, since whoever forks must not have run an execution.

#include <signal.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "interleave/runtime/assertion.h"
#include "tests/exhaustive/by_any_jobs.h"

namespace interleave {
namespace {

Options Exhaustive() {
  return {.strategy = "exhaustive", .executions = 0, .races = "explore"};
}

// No named point: what is raced is learnt, and is a schedule point then.
int RacyIncrements(int tasks, int increments) {
  const auto count = std::make_unique<int>(0);
  std::vector<std::thread> threads;
  for (int i = 0; i < tasks; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < increments; ++k) ++*count;
    });
  }
  for (std::thread& thread : threads) thread.join();
  RecordOutcome(std::to_string(*count));
  return *count;
}

int g_first = 0;
int g_second = 0;
int g_third = 0;

// The second race is met only where the first went one way, and the third only
// where the second did: each is learnt when much was done.
int RacesBehindRaces() {
  g_first = g_second = g_third = 0;
  std::atomic<int> steps{0};
  const auto task = [&] {
    ++steps;
    if (++g_first != 1) return;
    ++steps;
    if (++g_second != 2) return;
    ++g_third;
  };
  std::thread one(task);
  std::thread two(task);
  one.join();
  two.join();
  const int sum = g_first * 100 + g_second * 10 + g_third;
  RecordOutcome(std::to_string(sum));
  return sum;
}

TEST(JobsRacesTest, LostUpdatesAreCountedTheSame) {
  const ExploreResult result =
      ByAnyJobs(Exhaustive(), [] { RacyIncrements(2, 2); });
  EXPECT_EQ(result.verdict, Verdict::kVerified);
  EXPECT_EQ(result.outcomes.size(), 3u);
  EXPECT_FALSE(result.races.empty());
}

TEST(JobsRacesTest, WhatIsLearntLateIsLearntByAll) {
  const ExploreResult result =
      ByAnyJobs(Exhaustive(), [] { RacesBehindRaces(); });
  EXPECT_EQ(result.verdict, Verdict::kVerified);
}

TEST(JobsRacesTest, ARaceIsTheSameFinding) {
  Options options = Exhaustive();
  options.races = "fail";
  const ExploreResult result = ByAnyJobs(options, [] { RacyIncrements(2, 2); });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kRace);
  options.findings_max = 5;
  const ExploreResult all = ByAnyJobs(options, [] { RacesBehindRaces(); });
  EXPECT_FALSE(all.failures.empty());
}

TEST(JobsRacesTest, AFindingBehindWhatIsLearntIsTheSame) {
  const ExploreResult result = ByAnyJobs(
      Exhaustive(), [] { INTERLEAVE_CHECK(RacyIncrements(2, 2) != 2); });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kAssertion);
}

TEST(JobsRacesTest, ACorrectProgramIsVerifiedTheSame) {
  Options options = Exhaustive();
  options.races = "fail";
  const ExploreResult result = ByAnyJobs(options, [] {
    int count = 0;
    std::mutex mutex;
    const auto add = [&] {
      for (int i = 0; i < 2; ++i) {
        const std::lock_guard lock(mutex);
        ++count;
      }
    };
    std::thread one(add);
    std::thread two(add);
    one.join();
    two.join();
    INTERLEAVE_CHECK(count == 4);
  });
  EXPECT_EQ(result.verdict, Verdict::kVerified);
}

// The accesses of the body count as steps: it is the same one throughout.
int g_executions = 0;
int g_interrupted_at = 0;

void RacesUntilInterrupted() {
  if (++g_executions == g_interrupted_at) raise(SIGINT);
  RacesBehindRaces();
}

// The other process has other addresses: it learns again what the schedules of
// the checkpoint teach.
TEST(JobsRacesTest, WhatWasLearntIsKnownAfterAnInterrupt) {
  const Options options = Exhaustive();
  const ExploreResult whole = Alone(options, &RacesUntilInterrupted);
  EXPECT_EQ(whole.verdict, Verdict::kVerified);
  for (const uint32_t jobs : {1u, 2u}) {
    g_interrupted_at = 300;
    const ExploreResult half = ByJobs(jobs, options, &RacesUntilInterrupted);
    g_interrupted_at = 0;
    ASSERT_TRUE(half.interrupted);
    Options rest = options;
    rest.resume = half.checkpoint_path;
    EXPECT_EQ(Whole(ByJobs(2, rest, &RacesUntilInterrupted)), Whole(whole));
  }
}

// A finding from before the interrupt is replayed when more is known of the
// memory, so its trace may have more points.
TEST(JobsRacesTest, RacesBeforeAnInterruptAreFoundAgain) {
  Options options = Exhaustive();
  options.races = "fail";
  options.findings_max = 5;
  const ExploreResult whole = Alone(options, &RacesUntilInterrupted);
  ASSERT_GT(whole.failures.size(), 2u);
  for (const uint32_t jobs : {1u, 2u}) {
    g_interrupted_at = 1'000;
    const ExploreResult half = ByJobs(jobs, options, &RacesUntilInterrupted);
    g_interrupted_at = 0;
    ASSERT_TRUE(half.interrupted);
    Options rest = options;
    rest.resume = half.checkpoint_path;
    const ExploreResult result = ByJobs(2, rest, &RacesUntilInterrupted);
    EXPECT_EQ(ResultLine(result), ResultLine(whole));
    EXPECT_EQ(result.executions, whole.executions);
    ASSERT_EQ(result.failures.size(), whole.failures.size());
    for (size_t i = 0; i < whole.failures.size(); ++i) {
      EXPECT_EQ(result.failures[i].token, whole.failures[i].token);
      EXPECT_EQ(result.failures[i].execution, whole.failures[i].execution);
      EXPECT_EQ(result.failures[i].finding.message,
                whole.failures[i].finding.message);
    }
  }
}

}  // namespace
}  // namespace interleave
