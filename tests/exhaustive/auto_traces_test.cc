// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// When the default proves by traces, and when it does not, by any number of
// jobs.
//
// A program of its own, since whoever forks must not have run an execution.

#include <signal.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "interleave/runtime/assertion.h"
#include "interleave/runtime/point.h"
#include "tests/exhaustive/by_any_jobs.h"
#include "tests/exhaustive/known_programs.h"

namespace interleave {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

Options Auto(uint64_t executions) {
  return {.executions = executions, .schedule_dir = OwnFolder()};
}

// By traces, whatever the number of jobs.
uint64_t TracesOf(uint64_t executions, absl::FunctionRef<void()> body) {
  const ExploreResult result = ByAnyJobs(Auto(executions), body);
  EXPECT_EQ(result.verdict, Verdict::kVerified);
  EXPECT_EQ(result.strategy, "auto (optimal-dpor)");
  EXPECT_TRUE(result.counts_traces);
  EXPECT_TRUE(result.problems.empty());
  const uint64_t traces = result.executions - result.repeated;
  EXPECT_THAT(ResultLine(result),
              StartsWith(absl::StrCat("verified: all ", traces, " trace")));
  EXPECT_THAT(ResultLine(result), HasSubstr(" (of about "));
  return traces;
}

TEST(AutoTracesTest, ProvesByTracesWhatIsTooLargeOtherwise) {
  EXPECT_EQ(TracesOf(10'000, LastZero(8)), 704u);
  EXPECT_EQ(TracesOf(10'000, Indexer(13)), 64u);
  EXPECT_EQ(TracesOf(10'000, FileSystem(20)), 128u);
  EXPECT_EQ(TracesOf(10'000, Dinner(7, true)), 126u);
  EXPECT_EQ(TracesOf(100'000, LostIncrements(3, 2)), 7'134u);
}

TEST(AutoTracesTest, NothingIsToBeMetWhereThereIsOneTrace) {
  EXPECT_EQ(TracesOf(10'000, Indexer(11)), 1u);
}

// That asks less of the code.
TEST(AutoTracesTest, ProvesAFewThousandSchedulesOneByOne) {
  const ExploreResult result = ByAnyJobs(Auto(10'000), LostIncrements(2, 2));
  EXPECT_EQ(result.verdict, Verdict::kVerified);
  EXPECT_EQ(result.strategy, "auto (exhaustive)");
  EXPECT_FALSE(result.counts_traces);
  Options all = Auto(0);
  all.strategy = "exhaustive";
  EXPECT_EQ(result.executions - result.repeated,
            Alone(all, LostIncrements(2, 2)).executions);
  EXPECT_THAT(ResultLine(result), HasSubstr(" schedules ("));
}

TEST(AutoTracesTest, SamplesWhereThereAreTooManyTraces) {
  const ExploreResult result = ByAnyJobs(Auto(5'000), LostIncrements(3, 3));
  EXPECT_EQ(result.verdict, Verdict::kPassed);
  EXPECT_EQ(result.executions, 5'000u);
  EXPECT_FALSE(result.counts_traces);
  EXPECT_THAT(ResultLine(result), HasSubstr(" distinct traces"));
  uint64_t sampled = 0;
  for (const MemberCount& member : result.members) {
    EXPECT_LE(member.distinct, member.executions) << member.name;
    sampled += member.executions;
  }
  // The others tried.
  EXPECT_EQ(sampled + 256, result.executions);
}

// --- Where what operations depend on is not seen. ---

void ExpectNotByTraces(absl::FunctionRef<void()> body) {
  const ExploreResult result = ByAnyJobs(Auto(1'000), body);
  EXPECT_TRUE(result.failures.empty());
  EXPECT_TRUE(result.problems.empty());
  EXPECT_FALSE(result.counts_traces);
  EXPECT_THAT(result.strategy, Not(HasSubstr("dpor")));
}

// As it might be where the body is in a file that is not instrumented.
TEST(AutoTracesTest, ATaskThatIsNotSeenToTouchMemoryIsNotBelieved) {
  ExpectNotByTraces([] {
    std::vector<pthread_t> tasks(3);
    for (pthread_t& task : tasks) {
      pthread_create(
          &task, nullptr,
          [](void*) -> void* {
            for (int i = 0; i < 5; ++i) sched_yield();
            return nullptr;
          },
          nullptr);
    }
    for (const pthread_t task : tasks) pthread_join(task, nullptr);
  });
}

TEST(AutoTracesTest, DeadlinesAreNotBelieved) {
  ExpectNotByTraces([] {
    std::atomic<int> count = 0;
    Copies(3, [&](int number) {
      for (int i = 0; i < 3; ++i) count.fetch_add(number, kRelaxed);
      std::this_thread::sleep_for(  // style: virtual time
          std::chrono::milliseconds(1));
      count.fetch_add(number, kRelaxed);
    });
  });
}

TEST(AutoTracesTest, MoreTasksThanDporTakesAreSampled) {
  ExpectNotByTraces([] {
    std::atomic<int> count = 0;
    Copies(70, [&](int number) { count.fetch_add(number, kRelaxed); });
  });
}

TEST(AutoTracesTest, WithoutPointsAtMemoryNothingIsReduced) {
  Options options = Auto(3'000);
  options.points = "sync";
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  const ExploreResult result = ByAnyJobs(options, LostIncrements(4, 2));
  EXPECT_FALSE(result.counts_traces);
}

// It makes choices that no race shows: here T1 comes first.
TEST(AutoTracesTest, BehindAScriptNothingIsReduced) {
  Options options = Auto(10'000);
  options.script.Run("T1").ToEnd();
  const ExploreResult result = Alone(options, LastZero(8));
  EXPECT_TRUE(result.failures.empty());
  EXPECT_TRUE(result.problems.empty());
  EXPECT_FALSE(result.exhausted);
  EXPECT_FALSE(result.counts_traces);
  EXPECT_EQ(result.executions, 10'000u);
}

// Who comes first is hidden from the instrumentation, and tells in what the
// tasks do then.
__attribute__((no_sanitize("thread"), noinline)) int NextHidden(int* hidden) {
  return (*hidden)++;
}

TEST(AutoTracesTest, WhatIsHiddenShowsInTracesThatWereNotMet) {
  const auto body = [] {
    int hidden = 0;
    std::array<std::atomic<int>, 8> places{};
    std::array<std::atomic<int>, 8> own{};
    Copies(5, [&](int number) {
      const auto mine = static_cast<size_t>(number);
      own[mine].store(1, kRelaxed);
      own[mine].store(2, kRelaxed);
      const auto place = static_cast<size_t>(NextHidden(&hidden));
      if (place == mine) places[0].fetch_add(1, kRelaxed);
    });
  };
  const ExploreResult result = ByAnyJobs(Auto(10'000), body);
  EXPECT_EQ(result.verdict, Verdict::kPassed);
  EXPECT_EQ(result.executions, 10'000u);
  EXPECT_FALSE(result.counts_traces);
}

// --- Findings. ---

TEST(AutoTracesTest, FindsTheSameBeforeItProvesAnything) {
  const ExploreResult result = ByAnyJobs(Auto(10'000), [] {
    std::atomic<int> count = 0;
    Copies(3, [&](int) {
      const int before = count.load(kRelaxed);
      count.store(before + 1, kRelaxed);
    });
    INTERLEAVE_CHECK(count == 3);
  });
  ASSERT_THAT(result.failures, SizeIs(1));
  EXPECT_EQ(result.failures[0].execution, 2u);
  EXPECT_TRUE(result.members.empty());
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

// Without the steps: what interrupts itself has some of its own.
std::string Counted(const ExploreResult& result) {
  return absl::StrCat(ResultLine(result), "\n", result.strategy, ", ",
                      result.executions, " executions\n",
                      MembersText(result.members));
}

void ExpectToGoOn(const Options& options, const std::vector<int>& interrupts) {
  const ExploreResult whole = Alone(options, LostIncrements(3, 2));
  for (const uint32_t jobs : {1u, 2u, 3u}) {
    for (const int at : interrupts) {
      Interrupted body{at};
      const ExploreResult half = ByJobs(jobs, options, [&body] { body(); });
      ASSERT_TRUE(half.interrupted) << jobs << " jobs, at " << at;
      EXPECT_FALSE(half.exhausted);
      Options rest = options;
      rest.resume = half.checkpoint_path;
      const ExploreResult result = ByJobs(4 - jobs, rest, LostIncrements(3, 2));
      EXPECT_EQ(Counted(result), Counted(whole)) << jobs << " jobs, at " << at;
    }
  }
}

// While it tries, at the walks, and in the round by traces.
TEST(AutoTracesTest, GoesOnToTheProof) {
  ExpectToGoOn(Auto(100'000), {2, 40, 300, 520, 560, 620, 660, 900, 2'000});
}

TEST(AutoTracesTest, GoesOnToTheSamples) {
  ExpectToGoOn(Auto(5'000), {40, 300, 560, 660, 900});
}

// Interrupted where it runs itself.
TEST(AutoTracesTest, OneProcessLeavesWhatOthersGoOnWith) {
  const Options options = Auto(100'000);
  const ExploreResult whole = Alone(options, LostIncrements(3, 2));
  for (const int at : {40, 600, 2'000}) {
    Interrupted body{at};
    const ExploreResult half = Alone(options, [&body] { body(); });
    ASSERT_TRUE(half.interrupted);
    Options rest = options;
    rest.resume = half.checkpoint_path;
    EXPECT_EQ(Counted(ByJobs(2, rest, LostIncrements(3, 2))), Counted(whole));
  }
}

}  // namespace
}  // namespace interleave
