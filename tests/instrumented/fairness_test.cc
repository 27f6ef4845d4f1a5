// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Programs that wait by trying again and again come to their end in every
// strategy, and small ones are verified.

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/happens_before.h"
#include "tests/instrumented/waiting_programs.h"

namespace interleave::waiting {
namespace {

using ::testing::SizeIs;

#define PROGRAMS_OF(Wait)                                                  \
  {"TestAndSet" #Wait, &CountUnderLock<TestAndSetLock<Wait>>},             \
      {"TestTestAndSet" #Wait, &CountUnderLock<TestTestAndSetLock<Wait>>}, \
      {"Ticket" #Wait, &CountUnderLock<TicketLock<Wait>>},                 \
      {"Mcs" #Wait, &CountUnderLock<McsLock<Wait>>},                       \
      {"Clh" #Wait, &CountUnderLock<ClhLock<Wait>>},                       \
      {"TriedMutex" #Wait, &CountUnderLock<TriedMutex<Wait>>},             \
      {"TriedSemaphore" #Wait, &CountUnderLock<TriedSemaphore<Wait>>},     \
      {"Flag" #Wait, &WaitForFlag<Wait>},                                  \
      {"Sequence" #Wait, &ReadSequence<Wait>}, {                           \
    "Meeting" #Wait, &MeetByCounting<Wait>                                 \
  }

constexpr Program kPrograms[] = {
    PROGRAMS_OF(Spinning),
    PROGRAMS_OF(Yielding),
    PROGRAMS_OF(Sleeping),
    {"LookForSomeTime", &LookForSomeTime},
};

class FairnessTest : public testing::TestWithParam<Program> {
 protected:
  static ExploreResult ExploreWith(const std::string& strategy,
                                   uint64_t executions) {
    Options options;
    options.strategy = strategy;
    options.executions = executions;
    return Explore(options, GetParam().body, GetParam().name);
  }
};

TEST_P(FairnessTest, IsVerifiedByDpor) {
  for (const char* strategy : {"dpor", "optimal-dpor"}) {
    const ExploreResult result = ExploreWith(strategy, 0);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  }
}

TEST_P(FairnessTest, IsVerifiedWithinTwoPreemptions) {
  for (const char* strategy : {"preemption-bounded", "dpor"}) {
    Options options;
    options.strategy = strategy;
    options.preemptions = 2;
    options.executions = 0;
    const ExploreResult result =
        Explore(options, GetParam().body, GetParam().name);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  }
}

TEST_P(FairnessTest, IsVerifiedWithinTwoDelays) {
  Options options;
  options.strategy = "delay-bounded";
  options.delays = 2;
  options.executions = 0;
  const ExploreResult result =
      Explore(options, GetParam().body, GetParam().name);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

TEST_P(FairnessTest, EndsUnderSampling) {
  for (const char* strategy : {"random", "sticky-random", "pct", "pos", "surw",
                               "uniform-walk", "rff", "auto"}) {
    const ExploreResult result = ExploreWith(strategy, 300);
    EXPECT_NE(result.verdict, Verdict::kFailed) << FormatResult(result);
  }
}

INSTANTIATE_TEST_SUITE_P(Waiting, FairnessTest, testing::ValuesIn(kPrograms),
                         [](const testing::TestParamInfo<Program>& info) {
                           return info.param.name;
                         });

constexpr const char* kProving[] = {"dpor", "preemption-bounded", "exhaustive"};

TEST(FairnessCountsTest, DepthFirstSearchProvesTheSmallOnes) {
  for (void (*body)() :
       {&WaitForFlag<Spinning>, &WaitForFlag<Yielding>,
        &CountUnderLock<TestAndSetLock<Spinning>>,
        &CountUnderLock<TestAndSetLock<Yielding>>,
        &CountUnderLock<TestTestAndSetLock<Spinning>>,
        &CountUnderLock<TriedMutex<Yielding>>, &MeetByCounting<Spinning>}) {
    const ExploreResult result = ExploreAll("exhaustive", body);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  }
}

// The flag is set before the first look, between two of the first three, or
// later: the fourth would be the third once more and does not take place. (The
// first is remembered, from the second on the stack is kept clean, the third is
// taken a snapshot of.)
TEST(FairnessCountsTest, LooksThatRepeatAreNotTold) {
  const ExploreResult result = ExploreAll("dpor", &WaitForFlag<Spinning>);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_EQ(result.executions, 4u);
}

// Whoever is second looks 0 to 3 times while the other has the lock: four
// traces for each of the two who may be first.
TEST(FairnessCountsTest, TwoTasksHaveEightWaysToSpinForALock) {
  for (void (*body)() : {&CountUnderLock<TestAndSetLock<Spinning>>,
                         &CountUnderLock<TriedMutex<Spinning>>}) {
    const ExploreResult result = ExploreAll("dpor", body);
    EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
    EXPECT_EQ(result.executions, 8u);
  }
}

TEST(FairnessOutcomesTest, DporHasThoseOfDepthFirstSearch) {
  for (void (*body)() : {&WaitForTwoFlags, &MeetAndTell}) {
    const std::vector<std::string> all = OutcomesOf("exhaustive", body);
    EXPECT_GE(all.size(), 2u);
    EXPECT_EQ(OutcomesOf("dpor", body), all);
  }
}

TEST(FairnessCountsTest, TheSameComesTwice) {
  for (const char* strategy : kProving) {
    const ExploreResult first =
        ExploreAll(strategy, &CountUnderLock<TestTestAndSetLock<Yielding>>);
    const ExploreResult second =
        ExploreAll(strategy, &CountUnderLock<TestTestAndSetLock<Yielding>>);
    EXPECT_EQ(first.executions, second.executions) << strategy;
    EXPECT_EQ(first.steps, second.steps) << strategy;
  }
}

TEST(TornLockTest, LosesAnIncrementInEveryStrategy) {
  for (const char* strategy :
       {"dpor", "preemption-bounded", "exhaustive", "random", "auto"}) {
    for (void (*body)() : {&CountUnderLock<TornLock<Spinning>>,
                           &CountUnderLock<TornLock<Yielding>>}) {
      Options options;
      options.strategy = strategy;
      options.races = "explore";
      const ExploreResult result = Explore(options, body, "Test");
      ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
      EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kAssertion)
          << FormatResult(result);
    }
  }
}

// A race: nothing orders the two, and the loop has no schedule point until it
// is known.
void WaitForPlainFlag() {
  static volatile bool ready;
  ready = false;
  std::thread other([&] { ready = true; });
  while (!ready) {
  }
  other.join();
}

void NobodySetsThePlainFlag() {
  static volatile bool ready = false;
  std::thread other([] {
    while (!ready) {
    }
  });
  other.join();
}

// Whatever the schedule points are.
TEST(PlainFlagTest, IsALivelockWhenNobodySetsIt) {
  for (const char* points : {"sync", "atomics", "shared", "all"}) {
    Options options;
    options.points = points;
    const ExploreResult result =
        Explore(options, &NobodySetsThePlainFlag, "Test");
    ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kLivelock)
        << FormatResult(result);
  }
}

TEST(PlainFlagTest, IsARaceAndNotAStepLimit) {
  for (const char* strategy : {"exhaustive", "dpor", "random", "auto"}) {
    Options options;
    options.strategy = strategy;
    const ExploreResult failing = Explore(options, &WaitForPlainFlag, "Test");
    if (IsJudgedByTsan()) {
      ASSERT_THAT(failing.failures, SizeIs(1)) << FormatResult(failing);
      EXPECT_EQ(failing.failures[0].finding.kind, FindingKind::kRace);
    }
    options.races = "explore";
    options.executions = 1'000;
    const ExploreResult result = Explore(options, &WaitForPlainFlag, "Test");
    EXPECT_NE(result.verdict, Verdict::kFailed) << FormatResult(result);
  }
}

}  // namespace
}  // namespace interleave::waiting
