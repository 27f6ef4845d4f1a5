// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Several processes come to what one comes to, to the last token.
//
// A program of its own, in which no process runs an execution before it forks.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "interleave/explore/coordinator.h"
#include "interleave/explore/explore.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"

namespace interleave {
namespace {

Options Exhaustive() {
  return {.strategy = "exhaustive",
          .executions = 0,
          .allow_uncontrolled = true,
          .allow_single_schedule = true};
}

// All of a result that does not tell the time.
std::string Whole(const ExploreResult& result) {
  std::string text = ResultLine(result) + "\n" + result.strategy + "\n";
  text += std::to_string(result.steps) + " steps, estimate " +
          std::to_string(result.estimate) + "\n";
  for (const RecordedOutcome& outcome : result.outcomes) {
    text += outcome.value + " " + std::to_string(outcome.count) + " " +
            outcome.token + "\n";
  }
  for (const Failure& failure : result.failures) {
    text += std::to_string(failure.execution) + ": " +
            failure.finding.message + " " + failure.token + "\n";
  }
  for (const std::string& problem : result.problems) text += problem + "\n";
  return text;
}

ExploreResult ByJobs(uint32_t jobs, Options options,
                     absl::FunctionRef<void()> body) {
  options.jobs = jobs;
  return ExploreInWorkers(options, body, "JobsTest.Body");
}

// The result, after it was seen that it doesn't depend on the number of jobs.
ExploreResult ByAnyJobs(const Options& options,
                        absl::FunctionRef<void()> body) {
  ExploreResult one = ByJobs(1, options, body);
  for (const uint32_t jobs : {2u, 3u}) {
    const ExploreResult several = ByJobs(jobs, options, body);
    EXPECT_EQ(Whole(several), Whole(one)) << jobs << " jobs";
    EXPECT_EQ(several.exhausted, one.exhausted);
    EXPECT_EQ(several.verdict, one.verdict);
  }
  return one;
}

void Increments(int tasks, int increments) {
  int count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < tasks; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < increments; ++k) {
        INTERLEAVE_POINT("jobs.load");
        const int loaded = count;
        INTERLEAVE_POINT("jobs.store");
        count = loaded + 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  RecordOutcome(std::to_string(count));
}

TEST(JobsTest, CountOfTwoTimesTwoIncrements) {
  const ExploreResult result =
      ByAnyJobs(Exhaustive(), [] { Increments(2, 2); });
  EXPECT_TRUE(result.ok()) << ResultLine(result);
  EXPECT_EQ(result.verdict, Verdict::kVerified);
}

}  // namespace
}  // namespace interleave
