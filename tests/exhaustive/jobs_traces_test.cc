// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Several processes run one execution of each trace, as one does.
//
// A program of its own, since whoever forks must not have run an execution.

#include <signal.h>

#include <algorithm>
#include <string>

#include "gmock/gmock.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "tests/exhaustive/by_any_jobs.h"
#include "tests/exhaustive/known_programs.h"

namespace interleave {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class JobsTracesTest : public testing::TestWithParam<std::string> {
 protected:
  Options OfStrategy() const {
    return {.strategy = GetParam(),
            .executions = 0,
            .findings_max = 100,
            .allow_uncontrolled = true,
            .allow_single_schedule = true};
  }

  uint64_t TracesOf(absl::FunctionRef<void()> body) const {
    const ExploreResult result = ByAnyJobsInAnyOrder(OfStrategy(), body);
    EXPECT_EQ(result.verdict, Verdict::kVerified);
    return result.executions;
  }
};

INSTANTIATE_TEST_SUITE_P(Of, JobsTracesTest,
                         testing::Values("dpor", "optimal-dpor"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST_P(JobsTracesTest, KnownCountsAreThoseOfAnyNumberOfJobs) {
  EXPECT_EQ(TracesOf([] {}), 1u);
  EXPECT_EQ(TracesOf(LostIncrements(2, 3)), 328u);
  EXPECT_EQ(TracesOf(LostIncrements(3, 2)), 7'134u);
  EXPECT_EQ(TracesOf(LastZero(8)), 704u);
  EXPECT_EQ(TracesOf(Indexer(13)), 64u);
  EXPECT_EQ(TracesOf(FileSystem(20)), 128u);
  EXPECT_EQ(TracesOf(Dinner(7, true)), 126u);
}

// Given up halfway are none by one process.
TEST(JobsOptimalTest, LastZeroIsCountedByAny) {
  const Options options = {.strategy = "optimal-dpor", .executions = 0};
  const ExploreResult result = ByAnyJobsInAnyOrder(options, LastZero(10));
  EXPECT_EQ(result.executions, 3'328u);
  EXPECT_EQ(result.redundant, 0u);
}

TEST_P(JobsTracesTest, OutcomesAreCountedTheSame) {
  const auto body = [] {
    std::atomic<int> count = 0;
    Copies(2, [&](int) {
      for (int i = 0; i < 5; ++i) {
        const int before = count.load(kRelaxed);
        count.store(before + 1, kRelaxed);
      }
    });
    RecordOutcome(std::to_string(count));
  };
  const ExploreResult result = ByAnyJobsInAnyOrder(OfStrategy(), body);
  EXPECT_EQ(result.executions, 34'904u);
  EXPECT_THAT(result.outcomes, SizeIs(9));
}

TEST_P(JobsTracesTest, AllFindingsAreTheSame) {
  const auto body = [] {
    std::atomic<int> count = 0;
    Copies(2, [&](int) {
      for (int i = 0; i < 3; ++i) {
        const int before = count.load(kRelaxed);
        count.store(before + 1, kRelaxed);
      }
    });
    INTERLEAVE_CHECK(count != 2);
    INTERLEAVE_CHECK(count != 3);
    INTERLEAVE_CHECK(count != 5);
  };
  const ExploreResult result = ByAnyJobsInAnyOrder(OfStrategy(), body);
  EXPECT_THAT(result.failures, SizeIs(3));
  EXPECT_EQ(result.executions, 328u);
}

TEST_P(JobsTracesTest, TheOneDeadlockOfPhilosophersIsFound) {
  const ExploreResult result =
      ByAnyJobsInAnyOrder(OfStrategy(), Dinner(7, false));
  EXPECT_FALSE(result.failures.empty());
  for (const Failure& failure : result.failures) {
    EXPECT_EQ(failure.finding.kind, FindingKind::kDeadlock);
  }
  EXPECT_EQ(result.executions, 127u);
}

// How many executions there were by then, and which one it was, depends on the
// processes' speed (docs/limits.md).
TEST_P(JobsTracesTest, TheFirstFindingEndsTheSearch) {
  Options options = OfStrategy();
  options.findings_max = 1;
  for (const uint32_t jobs : {1u, 2u, 3u}) {
    const ExploreResult result = ByJobs(jobs, options, [] {
      std::atomic<int> count = 0;
      Copies(3, [&](int) {
        for (int i = 0; i < 2; ++i) {
          const int before = count.load(kRelaxed);
          count.store(before + 1, kRelaxed);
        }
      });
      INTERLEAVE_CHECK(count > 2);
    });
    ASSERT_THAT(result.failures, SizeIs(1));
    EXPECT_EQ(result.verdict, Verdict::kFailed);
    EXPECT_LT(result.executions, 7'134u);
  }
}

TEST_P(JobsTracesTest, TheBudgetIsThatOfAllTogether) {
  Options options = OfStrategy();
  options.executions = 2'000;
  for (const uint32_t jobs : {1u, 2u, 3u}) {
    const ExploreResult result = ByJobs(jobs, options, LostIncrements(3, 2));
    EXPECT_EQ(result.verdict, Verdict::kPassed);
    EXPECT_EQ(result.executions, 2'000u);
  }
}

// Not even the executions are others.
TEST(JobsBoundedTest, ABoundOnPreemptionsLeavesOutTheSame) {
  for (const uint32_t bound : {0u, 1u, 2u, 3u}) {
    const Options options = {.strategy = "dpor",
                             .executions = 0,
                             .preemptions = bound,
                             .allow_single_schedule = true};
    ByAnyJobsInAnyOrder(options, LostIncrements(3, 2));
    ByAnyJobsInAnyOrder(options, Dinner(4, true));
  }
}

// --- Interrupts and checkpoints. ---

struct Interrupted {
  const int at;
  int executions = 0;

  void operator()() {
    if (++executions == at) raise(SIGINT);
    LostIncrements(3, 2)();
  }
};

TEST_P(JobsTracesTest, GoesOnToWhatItWouldHaveComeTo) {
  const Options options = OfStrategy();
  for (const uint32_t jobs : {1u, 2u, 3u}) {
    for (const int at : {2, 40, 100, 900, 2'000}) {
      Interrupted body{at};
      const ExploreResult half = ByJobs(jobs, options, [&body] { body(); });
      ASSERT_TRUE(half.interrupted) << jobs << " jobs, at " << at;
      EXPECT_FALSE(half.exhausted);
      EXPECT_THAT(ResultLine(half), HasSubstr("interrupted after"));
      Options rest = options;
      rest.resume = half.checkpoint_path;
      const ExploreResult whole = ByJobs(4 - jobs, rest, LostIncrements(3, 2));
      EXPECT_EQ(whole.executions, 7'134u) << jobs << " jobs, at " << at;
      EXPECT_EQ(whole.verdict, Verdict::kVerified);
    }
  }
}

TEST_P(JobsTracesTest, GoesOnAfterSeveralInterrupts) {
  Options options = OfStrategy();
  ExploreResult result;
  for (int i = 0; i < 4; ++i) {
    Interrupted body{500};
    result = ByJobs(2, options, [&body] { body(); });
    ASSERT_TRUE(result.interrupted);
    options.resume = result.checkpoint_path;
  }
  result = ByJobs(2, options, LostIncrements(3, 2));
  EXPECT_EQ(result.executions, 7'134u);
}

}  // namespace
}  // namespace interleave
