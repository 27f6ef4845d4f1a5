// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Several processes come to what one comes to, to the last token.
//
// A program of its own, since whoever forks must not have run an execution.

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "interleave/explore/explore.h"
#include "interleave/explore/progress.h"
#include "interleave/explore/search.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "tests/exhaustive/by_any_jobs.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

// Of what the scheduler alone decides.
Options Exhaustive() {
  return {.strategy = "exhaustive",
          .executions = 0,
          .spurious_wakeups = 0,
          .allow_uncontrolled = true,
          .allow_single_schedule = true,
          .allow_no_overlap = true};
}

// `tasks` tasks add one, `increments` times each, with a point before each load
// and each store.
int Increments(int tasks, int increments) {
  int count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < tasks; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < increments; ++k) {
        INTERLEAVE_POINT("jobs.count.load");
        const int loaded = count;
        INTERLEAVE_POINT("jobs.count.store");
        count = loaded + 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  RecordOutcome(std::to_string(count));
  return count;
}

void OneWaitsForAFlag() {
  std::mutex mutex;
  std::condition_variable changed;
  bool set = false;
  std::thread task([&] {
    std::unique_lock lock(mutex);
    while (!set) changed.wait(lock);
  });
  {
    const std::lock_guard lock(mutex);
    set = true;
    changed.notify_one();
  }
  task.join();
}

void TwoTryALock() {
  std::mutex mutex;
  const auto section = [&] {
    if (mutex.try_lock()) mutex.unlock();
  };
  std::thread task(section);
  section();
  task.join();
}

void TwoEmptyTasks() {
  std::thread a([] {}), b([] {});
  a.join();
  b.join();
}

void TwoDraws() {
  const uint32_t first = Choose(3);
  const uint32_t second = Choose(3);
  RecordOutcome(std::to_string(first * 3 + second));
}

void OneLockInEachOrder(int n) {
  std::mutex mutex;
  std::string order;
  std::vector<std::thread> tasks;
  for (int i = 0; i < n; ++i) {
    tasks.emplace_back([&, i] {
      const std::lock_guard lock(mutex);
      order += static_cast<char>('0' + i);
    });
  }
  for (std::thread& task : tasks) task.join();
  RecordOutcome(order);
}

// Counted on paper in paper_counts_test.cc, and here by several.
TEST(JobsTest, PaperCountsAreThoseOfAnyNumberOfJobs) {
  EXPECT_EQ(ByAnyJobs(Exhaustive(), [] {}).executions, 1u);
  EXPECT_EQ(ByAnyJobs(Exhaustive(), &TwoEmptyTasks).executions, 5u);
  EXPECT_EQ(ByAnyJobs(Exhaustive(), &TwoTryALock).executions, 7u);
  EXPECT_EQ(ByAnyJobs(Exhaustive(), &TwoDraws).executions, 9u);
  EXPECT_EQ(ByAnyJobs(Exhaustive(), &OneWaitsForAFlag).executions, 5u);
  const ExploreResult orders =
      ByAnyJobs(Exhaustive(), [] { OneLockInEachOrder(3); });
  EXPECT_EQ(orders.outcomes.size(), 6u);
  EXPECT_EQ(orders.verdict, Verdict::kVerified);
}

TEST(JobsTest, BinomialsAreThoseOfAnyNumberOfJobs) {
  for (int k = 0; k <= 3; ++k) {
    const ExploreResult result = ByAnyJobs(Exhaustive(), [&] {
      std::thread task([&] {
        for (int i = 0; i < k; ++i) INTERLEAVE_POINT("jobs.task.step");
      });
      for (int i = 0; i < 3; ++i) INTERLEAVE_POINT("jobs.main.step");
      task.join();
    });
    // (3 + k + 1 over 3)
    const uint64_t n = static_cast<uint64_t>(k) + 4;
    EXPECT_EQ(result.executions, n * (n - 1) * (n - 2) / 6);
  }
}

TEST(JobsTest, OutcomesAreCountedTheSame) {
  const ExploreResult result =
      ByAnyJobs(Exhaustive(), [] { Increments(2, 3); });
  EXPECT_EQ(result.verdict, Verdict::kVerified);
  EXPECT_EQ(result.executions, 12'869u);
  EXPECT_EQ(result.outcomes.size(), 5u);
}

TEST(JobsTest, ABoundOnPreemptionsLeavesOutTheSame) {
  for (const uint32_t bound : {0u, 1u, 2u}) {
    Options options = Exhaustive();
    options.preemptions = bound;
    const ExploreResult result = ByAnyJobs(options, [] { Increments(2, 2); });
    EXPECT_EQ(result.bound, Bound::Preemptions(bound));
  }
}

TEST(JobsTest, EachBoundIsDoneByAllBeforeTheNext) {
  Options options = Exhaustive();
  options.strategy = "preemption-bounded";
  EXPECT_FALSE(ByAnyJobs(options, [] { Increments(2, 2); }).bound.has_value());
  options.preemptions = 2;
  EXPECT_EQ(ByAnyJobs(options, [] { Increments(2, 2); }).bound,
            Bound::Preemptions(2));
}

TEST(JobsTest, DelaysAreBoundedTheSame) {
  Options options = Exhaustive();
  options.strategy = "delay-bounded";
  const ExploreResult all = ByAnyJobs(options, [] { Increments(2, 2); });
  EXPECT_FALSE(all.bound.has_value());
  EXPECT_GT(all.repeated, 0u);
  options.delays = 2;
  EXPECT_EQ(ByAnyJobs(options, [] { Increments(2, 2); }).bound,
            Bound::Delays(2));
}

// Walks come after 256 executions. The second task is first in half of them,
// but in none of the executions before.
TEST(JobsTest, AFindingOfAWalkIsTheSame) {
  const auto body = [] {
    int first = 0;
    const auto task = [&first](int i) {
      return [&first, i] {
        if (first == 0) first = i;
        for (int n = 0; n < 7; ++n) INTERLEAVE_POINT("jobs.a.b");
      };
    };
    std::thread one(task(1)), two(task(2));
    one.join();
    two.join();
    INTERLEAVE_CHECK(first == 1);
  };
  const ExploreResult result = ByAnyJobs(Exhaustive(), body);
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].execution, 256u);
}

TEST(JobsTest, MemoryIsLookedAtInAllProcesses) {
  Options options = Exhaustive();
  options.memory_mb = 1;
  const ExploreResult result = ByJobs(2, options, [] { Increments(3, 3); });
  EXPECT_EQ(result.verdict, Verdict::kPassed);
  EXPECT_EQ(result.stopped_by, Limit::kMemory);
}

TEST(JobsTest, RandomSchedulesAreTheSameOnes) {
  for (const char* strategy : {"random", "sticky-random", "pct", "pos", "surw",
                               "uniform-walk", "rff"}) {
    Options options = Exhaustive();
    options.strategy = strategy;
    options.executions = 3'000;
    const ExploreResult result = ByAnyJobs(options, [] { Increments(2, 2); });
    EXPECT_EQ(result.executions, 3'000u);
    EXPECT_EQ(result.verdict, Verdict::kPassed);
  }
}

TEST(JobsTest, ConfidenceIsReachedAfterTheSameExecutions) {
  Options options = Exhaustive();
  options.strategy = "auto";
  options.depth = 2;
  options.confidence = 0.999;
  const ExploreResult result = ByAnyJobs(options, [] { Increments(2, 3); });
  EXPECT_EQ(result.verdict, Verdict::kPassed);
  EXPECT_EQ(result.strategy, "auto (pct)");
  EXPECT_EQ(result.stopped_by, Limit::kConfidence);
  ASSERT_TRUE(result.confidence.has_value());
  EXPECT_EQ(result.confidence->tasks, 3u);
  EXPECT_EQ(result.confidence->MoreFor(0.999), 0u);
}

TEST(JobsTest, AutoProvesOrSamplesTheSame) {
  Options options = Exhaustive();
  options.strategy = "auto";
  options.executions = 30'000;
  EXPECT_EQ(ByAnyJobs(options, [] { Increments(2, 3); }).verdict,
            Verdict::kVerified);
  const ExploreResult sampled = ByAnyJobs(options, [] { Increments(3, 2); });
  EXPECT_EQ(sampled.verdict, Verdict::kPassed);
  EXPECT_EQ(sampled.executions, 30'000u);
  EXPECT_GT(sampled.estimate.value, 30'000);
}

TEST(JobsTest, TheFirstFindingIsTheSame) {
  for (const char* strategy :
       {"exhaustive", "preemption-bounded", "delay-bounded", "random",
        "sticky-random", "pct", "pos", "surw", "uniform-walk", "rff", "auto"}) {
    Options options = Exhaustive();
    options.strategy = strategy;
    if (options.strategy != "exhaustive") options.executions = 20'000;
    // It takes four preemptions to come to 2, more than pct makes.
    const int least = options.strategy == "pct" ? 4 : 3;
    const ExploreResult result = ByAnyJobs(
        options, [least] { INTERLEAVE_CHECK(Increments(2, 3) >= least); });
    ASSERT_EQ(result.failures.size(), 1u) << strategy;
    EXPECT_GT(result.failures[0].execution, 1u);
    EXPECT_FALSE(result.failures[0].schedule_path.empty());
  }
}

TEST(JobsTest, AllFindingsAreTheSameInTheSameOrder) {
  Options options = Exhaustive();
  options.findings_max = 10;
  const ExploreResult result = ByAnyJobs(options, [] {
    const int count = Increments(2, 3);
    INTERLEAVE_CHECK(count != 2);
    INTERLEAVE_CHECK(count != 3);
    INTERLEAVE_CHECK(count != 4);
    INTERLEAVE_CHECK(count != 5);
  });
  EXPECT_EQ(result.failures.size(), 4u);
  EXPECT_EQ(result.executions, 12'869u);
}

TEST(JobsTest, ADeadlockIsReportedAsByOne) {
  const ExploreResult result = ByAnyJobs(Exhaustive(), [] {
    std::mutex a, b;
    std::thread other([&] {
      const std::lock_guard first(b);
      const std::lock_guard second(a);
    });
    {
      const std::lock_guard first(a);
      const std::lock_guard second(b);
    }
    other.join();
  });
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kDeadlock);
  EXPECT_FALSE(result.failures[0].standings.empty());
}

TEST(JobsTest, ABodyThatIsNotDeterministicIsFoundOut) {
  int before = 0;
  const ExploreResult result = ByJobs(2, Exhaustive(), [&before] {
    for (int i = 0; i < before; ++i) INTERLEAVE_POINT("jobs.more.points");
    std::thread task([] { INTERLEAVE_POINT("jobs.task.point"); });
    INTERLEAVE_POINT("jobs.main.point");
    task.join();
    ++before;
  });
  ASSERT_FALSE(result.failures.empty());
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kNondeterminism);
}

TEST(JobsTest, TheBudgetIsThatOfAllTogether) {
  Options options = Exhaustive();
  options.executions = 5'000;
  for (const uint32_t jobs : {1u, 2u, 3u}) {
    const ExploreResult result =
        ByJobs(jobs, options, [] { Increments(2, 3); });
    EXPECT_EQ(result.executions, 5'000u);
    EXPECT_EQ(result.verdict, Verdict::kPassed);
    uint64_t outcomes = 0;
    for (const RecordedOutcome& outcome : result.outcomes) {
      outcomes += outcome.count;
    }
    EXPECT_EQ(outcomes, 5'000u);
  }
}

TEST(JobsTest, ABudgetOfExactlyTheSpaceProvesIt) {
  Options options = Exhaustive();
  options.executions = 12'869;
  EXPECT_EQ(ByAnyJobs(options, [] { Increments(2, 3); }).verdict,
            Verdict::kVerified);
}

TEST(JobsTest, RequiredPointsCountWhoeverMetThem) {
  Options options = Exhaustive();
  options.required_points = {"jobs.rare.point"};
  const auto body = [] {
    if (Increments(2, 2) == 2) INTERLEAVE_POINT("jobs.rare.point");
  };
  EXPECT_TRUE(ByAnyJobs(options, body).ok());
  options.required_points = {"jobs.no.point"};
  EXPECT_FALSE(ByAnyJobs(options, body).ok());
}

// --- A worker that dies. ---

TEST(JobsTest, AWorkerThatDiesIsReportedAndTheRestGoesOn) {
  for (const uint32_t jobs : {1u, 2u}) {
    const ExploreResult result = ByJobs(jobs, Exhaustive(), [] {
      if (Increments(2, 3) == 2) std::abort();
    });
    EXPECT_EQ(result.verdict, Verdict::kFailed);
    EXPECT_FALSE(result.exhausted);
    ASSERT_FALSE(result.problems.empty());
    EXPECT_THAT(result.problems[0], HasSubstr("was killed by signal 6"));
    EXPECT_THAT(result.problems[0], HasSubstr("are open"));
  }
}

TEST(JobsTest, AWorkerThatExitsIsNoSuccess) {
  const ExploreResult result = ByJobs(2, Exhaustive(), [] {
    // Not by a function of the library's, which would be a finding.
    if (Increments(2, 3) == 2) syscall(SYS_exit_group, 0);
  });
  EXPECT_EQ(result.verdict, Verdict::kFailed);
  ASSERT_FALSE(result.problems.empty());
  EXPECT_THAT(result.problems[0], HasSubstr("with exit status 0"));
}

// --- Interrupts and checkpoints. ---

// Interrupts in its execution `at` in one process.
class Interrupted {
 public:
  explicit Interrupted(int at) : at_(at) {}

  void operator()() {
    if (++executions_ == at_) raise(SIGINT);
    Increments(2, 3);
  }

 private:
  const int at_;
  int executions_ = 0;
};

void Uninterrupted() { Increments(2, 3); }

class ResumeTest : public ::testing::TestWithParam<const char*> {
 protected:
  static Options OptionsOf(const std::string& strategy) {
    Options options = Exhaustive();
    options.strategy = strategy;
    const bool ends = FindSearchKind(strategy)->ends;
    if (!ends) options.executions = strategy == "auto" ? 30'000 : 9'000;
    return options;
  }
};

TEST_P(ResumeTest, GoesOnToWhatItWouldHaveComeTo) {
  const Options options = OptionsOf(GetParam());
  const ExploreResult whole = Alone(options, &Uninterrupted);
  for (const uint32_t jobs : {1u, 2u, 3u}) {
    for (const int at : {2, 100, 1'100, 2'000}) {
      Interrupted body(at);
      const ExploreResult half = ByJobs(jobs, options, [&body] { body(); });
      ASSERT_TRUE(half.interrupted) << jobs << " jobs, at " << at;
      EXPECT_FALSE(half.ok());
      EXPECT_FALSE(half.exhausted);
      EXPECT_LT(half.executions, whole.executions);
      EXPECT_THAT(ResultLine(half), HasSubstr("interrupted after"));
      EXPECT_THAT(ResultLine(half), HasSubstr("--interleave_resume="));
      Options rest = options;
      rest.resume = half.checkpoint_path;
      const ExploreResult result = ByJobs(4 - jobs, rest, &Uninterrupted);
      EXPECT_EQ(Whole(result), Whole(whole)) << jobs << " jobs, at " << at;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Strategies, ResumeTest,
                         ::testing::Values("exhaustive", "preemption-bounded",
                                           "delay-bounded", "random",
                                           "sticky-random", "pct", "pos",
                                           "surw", "uniform-walk", "rff",
                                           "auto"),
                         [](const auto& param) {
                           std::string name = param.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(JobsTest, FindingsBeforeAnInterruptAreFoundAgainInTheirOrder) {
  Options options = Exhaustive();
  options.findings_max = 10;
  const auto check = [] {
    const int count = Increments(2, 3);
    INTERLEAVE_CHECK(count != 3);
    INTERLEAVE_CHECK(count != 2);
    INTERLEAVE_CHECK(count != 5);
  };
  const ExploreResult whole = Alone(options, check);
  ASSERT_EQ(whole.failures.size(), 3u);
  for (const uint32_t jobs : {1u, 2u}) {
    int executions = 0;
    const ExploreResult half = ByJobs(jobs, options, [&] {
      if (++executions == 3'000) raise(SIGTERM);
      check();
    });
    ASSERT_TRUE(half.interrupted);
    EXPECT_FALSE(half.failures.empty());
    Options rest = options;
    rest.resume = half.checkpoint_path;
    EXPECT_EQ(Whole(ByJobs(2, rest, check)), Whole(whole));
  }
}

TEST(JobsTest, AnotherExplorationIsRefusedInWords) {
  Interrupted body(500);
  Options options = Exhaustive();
  const ExploreResult half = ByJobs(2, options, [&body] { body(); });
  ASSERT_TRUE(half.interrupted);
  options.resume = half.checkpoint_path;
  const ExploreResult other_test =
      ExploreInWorkers(options, &Uninterrupted, "JobsTest.Other");
  ASSERT_EQ(other_test.problems.size(), 1u);
  EXPECT_THAT(other_test.problems[0],
              HasSubstr("its test is \"JobsTest.Body\", here it is "
                        "\"JobsTest.Other\""));
  EXPECT_EQ(other_test.verdict, Verdict::kFailed);
  EXPECT_EQ(other_test.executions, 0u);
  options.preemptions = 2;
  const ExploreResult other_options = ByJobs(2, options, &Uninterrupted);
  ASSERT_EQ(other_options.problems.size(), 1u);
  EXPECT_THAT(other_options.problems[0],
              HasSubstr("its preemptions is \"no bound\", here it is \"2\""));
  const std::string no_file = ::testing::TempDir() + "no.checkpoint";
  options.resume = no_file;
  EXPECT_THAT(ByJobs(1, options, &Uninterrupted).problems[0],
              HasSubstr(no_file));
}

std::vector<Progress>& Told() {
  static auto* const told = new std::vector<Progress>();
  return *told;
}

// The last line comes when all parts have ended.
TEST(JobsTest, ProgressKnowsTheTracesOfAllProcesses) {
  Told().clear();
  SetProgressListener(
      [](const Progress& progress) { Told().push_back(progress); });
  Options options = {.strategy = "random", .executions = 5'000};
  options.jobs = 3;
  const ExploreResult result = Explore(options, [] { Increments(3, 2); });
  SetProgressListener(nullptr);
  ASSERT_NE(result.coverage, nullptr);
  EXPECT_GT(result.coverage->traces.size(), 100u);
  ASSERT_FALSE(Told().empty());
  EXPECT_EQ(Told().back().traces, result.coverage->traces.size());
  uint64_t before = 0;
  for (const Progress& progress : Told()) {
    ASSERT_TRUE(progress.traces.has_value());
    EXPECT_GE(*progress.traces, before);
    before = *progress.traces;
  }
}

}  // namespace
}  // namespace interleave
