// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// rf-dpor and programs that wait by trying again and again.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "tests/instrumented/waiting_programs.h"

namespace interleave::waiting {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class RfDporWaitingTest : public testing::TestWithParam<Program> {};

TEST_P(RfDporWaitingTest, IsVerified) {
  const ExploreResult result = ExploreAll("rf-dpor", GetParam().body);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_EQ(ExploreAll("rf-dpor", GetParam().body).executions,
            result.executions);
}

#define PROGRAMS_OF(Wait)                                                  \
  {"TestAndSet" #Wait, &CountUnderLock<TestAndSetLock<Wait>>},             \
      {"TestTestAndSet" #Wait, &CountUnderLock<TestTestAndSetLock<Wait>>}, \
      {"Ticket" #Wait, &CountUnderLock<TicketLock<Wait>>},                 \
      {"Mcs" #Wait, &CountUnderLock<McsLock<Wait>>},                       \
      {"Clh" #Wait, &CountUnderLock<ClhLock<Wait>>},                       \
      {"TriedMutex" #Wait, &CountUnderLock<TriedMutex<Wait>>},             \
      {"Flag" #Wait, &WaitForFlag<Wait>},                                  \
      {"Sequence" #Wait, &ReadSequence<Wait>}, {                           \
    "Meeting" #Wait, &MeetByCounting<Wait>                                 \
  }

constexpr Program kPrograms[] = {
    PROGRAMS_OF(Spinning),
    PROGRAMS_OF(Yielding),
    {"LookForSomeTime", &LookForSomeTime},
};

INSTANTIATE_TEST_SUITE_P(Waiting, RfDporWaitingTest,
                         testing::ValuesIn(kPrograms),
                         [](const testing::TestParamInfo<Program>& info) {
                           return info.param.name;
                         });

TEST(RfDporWaitingOutcomesTest, AreThoseOfDepthFirstSearch) {
  for (void (*body)() : {&WaitForTwoFlags, &MeetAndTell}) {
    EXPECT_EQ(OutcomesOf("rf-dpor", body), OutcomesOf("exhaustive", body));
  }
}

TEST(RfDporWaitingOutcomesTest, TheTornLockLosesAnIncrement) {
  for (void (*body)() : {&CountUnderLock<TornLock<Spinning>>,
                         &CountUnderLock<TornLock<Yielding>>}) {
    Options options;
    options.strategy = "rf-dpor";
    options.races = "explore";
    const ExploreResult result = Explore(options, body, "Test");
    ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kAssertion)
        << FormatResult(result);
  }
}

TEST(RfDporWaitingOutcomesTest, NobodyWhoEndsItIsALivelock) {
  for (void (*body)() :
       {&NobodySetsIt<Spinning>, &NobodySetsIt<Yielding>,
        &LockInOppositeOrders<Spinning>, &LockInOppositeOrders<Yielding>}) {
    const ExploreResult result = ExploreAll("rf-dpor", body);
    ASSERT_THAT(result.failures, SizeIs(1)) << FormatResult(result);
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kLivelock)
        << FormatResult(result);
  }
}

TEST(RfDporWaitingOutcomesTest, SleepsAndSemaphoresAreRefusedByName) {
  EXPECT_THAT(FormatResult(ExploreAll("rf-dpor", &WaitForFlag<Sleeping>)),
              HasSubstr("operations with a deadline"));
  EXPECT_THAT(FormatResult(ExploreAll(
                  "rf-dpor", &CountUnderLock<TriedSemaphore<Spinning>>)),
              HasSubstr("semaphores"));
}

}  // namespace
}  // namespace interleave::waiting
