// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/holdings.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "unit/report/trace_builder.h"

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using enum OperationKind;

// "1: mutex 1, 2-5", a hold of task 1.
std::vector<std::string> Holds(const Holdings& holdings) {
  std::vector<std::string> texts;
  for (const Hold& hold : holdings.holds) {
    texts.push_back(absl::StrCat(hold.task, ": ", hold.object, ", ", hold.from,
                                 "-", hold.to, hold.shared ? " shared" : ""));
  }
  return texts;
}

std::vector<std::string> Stands(const Holdings& holdings) {
  std::vector<std::string> texts;
  for (const Stand& stand : holdings.stands) {
    texts.push_back(absl::StrCat(
        stand.task, ": ", std::string(OperationKindName(stand.kind)), " ",
        stand.object, ", ", stand.from, "-", stand.to));
  }
  return texts;
}

TaskStanding Standing(TaskId task, OperationKind next, std::string object) {
  TaskStanding standing;
  standing.task = task;
  standing.next = next;
  standing.object = std::move(object);
  return standing;
}

TEST(HoldingsTest, ALockIsHeldFromItsTakingToItsGivingBack) {
  const Trace trace = TraceBuilder({"main", "a"})
                          .Step(1, kLock, "mutex 1")
                          .Step(1, kYield)
                          .Step(1, kUnlock, "mutex 1")
                          .Step(1, kLock, "mutex 1")
                          .Build();
  EXPECT_THAT(Holds(HoldingsOf(trace, {})),
              ElementsAre("1: mutex 1, 1-3", "1: mutex 1, 4-0"));
}

TEST(HoldingsTest, ARecursiveLockIsHeldUntilItIsGivenBackAsOften) {
  const Trace trace = TraceBuilder({"main"})
                          .Step(0, kLock, "mutex 1")
                          .Step(0, kLock, "mutex 1")
                          .Step(0, kUnlock, "mutex 1")
                          .Step(0, kUnlock, "mutex 1")
                          .Build();
  EXPECT_THAT(Holds(HoldingsOf(trace, {})), ElementsAre("0: mutex 1, 1-4"));
}

TEST(HoldingsTest, ATryFailsWhereAnotherHasTheLockOrALibertyWasTaken) {
  TraceBuilder builder({"main", "a"});
  builder.Step(0, kLock, "mutex 1").Step(1, kTryLock, "mutex 1");
  Trace trace =
      builder.Step(1, kTryLock, "mutex 2").Step(1, kTryLock, "mutex 3").Build();
  trace.steps.back().liberty = Liberty::kTryLockFailure;
  EXPECT_THAT(Holds(HoldingsOf(trace, {})),
              ElementsAre("0: mutex 1, 1-0", "1: mutex 2, 3-0"));
}

TEST(HoldingsTest, ManyMayHoldALockForReading) {
  const Trace trace = TraceBuilder({"main", "a"})
                          .Step(0, kReadLock, "rwlock 1")
                          .Step(1, kReadLock, "rwlock 1")
                          .Step(0, kUnlock, "rwlock 1")
                          .Build();
  EXPECT_THAT(
      Holds(HoldingsOf(trace, {})),
      ElementsAre("0: rwlock 1, 1-3 shared", "1: rwlock 1, 2-0 shared"));
}

TEST(HoldingsTest, AWaitGivesTheLockUpAndAWakeTakesItBack) {
  const Trace trace = TraceBuilder({"main", "a"})
                          .Step(1, kLock, "mutex 1")
                          .Step(1, kWait, "condition 1")
                          .Step(0, kLock, "mutex 1")
                          .Step(0, kUnlock, "mutex 1")
                          .Step(1, kWake, "condition 1")
                          .Waited()
                          .Build();
  const Holdings holdings = HoldingsOf(trace, {});
  EXPECT_THAT(Holds(holdings), ElementsAre("1: mutex 1, 1-2", "0: mutex 1, 3-4",
                                           "1: mutex 1, 5-0"));
  EXPECT_THAT(Stands(holdings), ElementsAre("1: wake condition 1, 2-5"));
}

TEST(HoldingsTest, OfTwoLocksAWaitGivesUpTheOneThatAnotherTakesMeanwhile) {
  TraceBuilder builder({"main", "a"});
  builder.Step(1, kLock, "mutex 1").Step(1, kLock, "mutex 2");
  builder.Step(1, kWait, "condition 1");
  const Trace other = builder.Step(0, kLock, "mutex 1").Build();
  EXPECT_THAT(
      Holds(HoldingsOf(other, {})),
      ElementsAre("1: mutex 1, 1-3", "1: mutex 2, 2-0", "0: mutex 1, 4-0"));
}

TEST(HoldingsTest, OfTwoLocksThatNobodyTakesAWaitGivesUpTheLast) {
  const Trace trace = TraceBuilder({"main"})
                          .Step(0, kLock, "mutex 1")
                          .Step(0, kLock, "mutex 2")
                          .Step(0, kWait, "condition 1")
                          .Build();
  EXPECT_THAT(Holds(HoldingsOf(trace, {})),
              ElementsAre("0: mutex 1, 1-0", "0: mutex 2, 2-3"));
}

TEST(HoldingsTest, ALockThatIsAwaitedUnderAConditionIsTakenOrGivenUp) {
  const Trace trace = TraceBuilder({"main", "a"})
                          .Step(0, kWait, "absl::Mutex 1")  // LockWhen
                          .Step(0, kWait, "absl::Mutex 1")  // Await
                          .Step(0, kWake, "absl::Mutex 1")
                          .Build();
  EXPECT_THAT(Holds(HoldingsOf(trace, {})),
              ElementsAre("0: absl::Mutex 1, 1-2", "0: absl::Mutex 1, 3-0"));
}

TEST(HoldingsTest, ATaskStandsBeforeALockThatWasTakenAfterItCame) {
  // a comes to its lock after step 1, when it is free.
  const Trace trace = TraceBuilder({"main", "a"})
                          .Step(1, kYield)
                          .Step(0, kLock, "mutex 1")
                          .Step(0, kUnlock, "mutex 1")
                          .Step(1, kLock, "mutex 1")
                          .Build();
  EXPECT_THAT(Stands(HoldingsOf(trace, {})),
              ElementsAre("1: lock mutex 1, 2-4"));
}

TEST(HoldingsTest, NobodyStandsBeforeALockThatIsFree) {
  const Trace trace = TraceBuilder({"main", "a"})
                          .Step(1, kYield)
                          .Step(0, kLock, "mutex 1")
                          .Step(0, kUnlock, "mutex 1")
                          .Step(1, kLock, "mutex 2")
                          .Build();
  EXPECT_THAT(Stands(HoldingsOf(trace, {})), IsEmpty());
}

TEST(HoldingsTest, WhoNeverWentOnStandsToTheEnd) {
  const Trace trace = TraceBuilder({"main", "a", "b"})
                          .Step(1, kLock, "mutex 1")
                          .Step(2, kLock, "mutex 2")
                          .Step(0, kYield)
                          .Build();
  const TaskStanding standings[] = {Standing(0, kJoin, "a"),
                                    Standing(1, kLock, "mutex 2"),
                                    Standing(2, kLock, "mutex 1")};
  EXPECT_THAT(Stands(HoldingsOf(trace, standings)),
              ElementsAre("1: lock mutex 2, 2-0", "2: lock mutex 1, 2-0",
                          "0: join a, 3-0"));
}

TEST(HoldingsTest, ATaskCanStandBeforeItsOwnLock) {
  const Trace trace = TraceBuilder({"main"}).Step(0, kLock, "mutex 1").Build();
  const TaskStanding standings[] = {Standing(0, kLock, "mutex 1")};
  EXPECT_THAT(Stands(HoldingsOf(trace, standings)),
              ElementsAre("0: lock mutex 1, 1-0"));
}

}  // namespace
}  // namespace interleave
