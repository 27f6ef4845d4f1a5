// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/classify.h"

#include "gtest/gtest.h"
#include "unit/explain/access_list.h"

namespace interleave {
namespace {

using enum DefectClass;
using Orders = std::vector<CriticalOrder>;

Finding At(TaskId task, StepNumber step) {
  Finding finding;
  finding.kind = FindingKind::kAssertion;
  finding.task = task;
  finding.step = step;
  return finding;
}

DefectClass ClassOf(const AccessList& list, const Orders& orders,
                    const Finding& finding = At(kMainTask, 100)) {
  return Classify(finding, list.Build(), {}, orders).defect;
}

constexpr uint64_t kPointer = 0x7f00'0000'1000;

TEST(ClassifyTest, AWriteOfWhatWasMadeOfAnOldValueIsALostUpdate) {
  const auto list = [](uint64_t between, uint64_t after) {
    return AccessList(3)
        .Read(1, 0, 5)
        .Write(2, 0, 5, between)
        .Write(1, 0, between, after);
  };
  EXPECT_EQ(ClassOf(list(6, 6), {{1, 2}}), kLostUpdate);
  EXPECT_EQ(ClassOf(list(6, 6), {}), kUnknown);
  // Nothing was lost.
  EXPECT_EQ(ClassOf(list(5, 6), {{1, 2}}), kReadWriteWrite);
}

TEST(ClassifyTest, TwoThatFindNothingAndEachPutOneThere) {
  AccessList list(3, 8);
  list.Read(1, 0, 0)
      .Write(2, 0, 0, kPointer)
      .Write(1, 0, kPointer, kPointer + 64);
  EXPECT_EQ(ClassOf(list, {{1, 2}}), kDoubleInitialisation);
  // Of a flag it is not known what it stands for.
  AccessList flag(3, 1);
  flag.Read(1, 0, 0).Write(2, 0, 0, 1).Write(1, 0, 1, 1);
  EXPECT_EQ(ClassOf(flag, {{1, 2}}), kCheckThenAct);
}

TEST(ClassifyTest, WhatAnotherHasResetComesBack) {
  AccessList list(3);
  list.Write(kMainTask, 0, 7, 0)
      .Write(1, 0, 0, 4)
      .Read(1, 0, 4)
      .Write(2, 0, 4, 0)
      .Write(1, 0, 0, 5);
  EXPECT_EQ(ClassOf(list, {{3, 4}}), kStaleReadAfterReset);
}

TEST(ClassifyTest, WhoWritesElsewhereByAnOldValueChecksAndActs) {
  AccessList list(3);
  list.Read(1, 0, 1).Write(2, 0, 1, 0).Write(1, 1, 0, 1);
  EXPECT_EQ(ClassOf(list, {{1, 2}}), kCheckThenAct);
  // What it did after it had failed says nothing.
  EXPECT_EQ(ClassOf(list, {{1, 2}}, At(2, 2)), kOrderViolation);
}

TEST(ClassifyTest, WhatWasReadBeforeItWasThereIsAnOrderViolation) {
  AccessList list(3);
  list.Read(1, 0, 0).Write(2, 0, 0, 42);
  EXPECT_EQ(ClassOf(list, {{1, 2}}, At(1, 1)), kOrderViolation);
  // It was there before: the two writes belong together.
  AccessList again(3);
  again.Write(2, 0, 0, 1).Read(1, 0, 1).Write(2, 0, 1, 42);
  EXPECT_EQ(ClassOf(again, {{2, 3}}, At(1, 2)), kWriteReadWrite);
}

TEST(ClassifyTest, TwoHalvesOfDifferentTimesAreATornRead) {
  AccessList list(3);
  list.Write(1, 0, 0, 1).Read(2, 0, 1).Read(2, 1, 0).Write(1, 1, 0, 1);
  EXPECT_EQ(ClassOf(list, {{1, 2}, {3, 4}}, At(2, 3)), kTornRead);
  // Not side by side.
  AccessList apart(3);
  apart.Write(1, 0, 0, 1).Read(2, 0, 1).Read(2, 5, 0).Write(1, 5, 0, 1);
  EXPECT_EQ(ClassOf(apart, {{1, 2}, {3, 4}}, At(2, 3)), kOrderViolation);
}

TEST(ClassifyTest, AnExchangeThatFindsTheOldValueAgainIsAba) {
  AccessList list(3);
  list.Read(1, 0, 1).Change(2, 0, 1, 2).Change(2, 0, 2, 1).Change(1, 0, 1, 3);
  const Classified aba =
      Classify(At(kMainTask, 100), list.Build(), {}, Orders{{1, 2}, {3, 4}});
  EXPECT_EQ(aba.defect, kAba);
  EXPECT_EQ(aba.facts.size(), 4u);
  // An exchange that failed is a read.
  AccessList fails(3);
  fails.Read(1, 0, 1).Change(2, 0, 1, 2).Change(1, 0, 2, 2);
  EXPECT_EQ(ClassOf(fails, {{1, 2}, {2, 3}}), kReadWriteRead);
}

TEST(ClassifyTest, TheOtherPatternsOfThreeHaveTheirNames) {
  AccessList wwr(3);
  wwr.Write(1, 0, 0, 1).Write(2, 0, 1, 2).Read(1, 0, 2);
  EXPECT_EQ(ClassOf(wwr, {{1, 2}}), kWriteWriteRead);
  AccessList wrw(3);
  wrw.Write(1, 0, 0, 1).Read(2, 0, 1).Write(1, 0, 1, 2);
  EXPECT_EQ(ClassOf(wrw, {{1, 2}}), kWriteReadWrite);
  AccessList rwr(3);
  rwr.Read(1, 0, 0).Write(2, 0, 0, 1).Read(1, 0, 1);
  EXPECT_EQ(ClassOf(rwr, {{1, 2}}), kReadWriteRead);
}

TaskStanding Waits(TaskId task, TaskId holder) {
  TaskStanding standing;
  standing.task = task;
  standing.next = OperationKind::kLock;
  standing.holder = holder;
  standing.holder_site = &standing;
  return standing;
}

DefectClass OfDeadlock(const std::vector<TaskStanding>& standings,
                       std::string message = {}) {
  Finding finding;
  finding.kind = FindingKind::kDeadlock;
  finding.message = std::move(message);
  return Classify(finding, {}, standings, Orders{}).defect;
}

TEST(ClassifyTest, DeadlocksAreNamedByWhoHoldsWhat) {
  EXPECT_EQ(OfDeadlock({Waits(1, 2), Waits(2, 1)}), kLockOrderDeadlock);
  EXPECT_EQ(OfDeadlock({Waits(0, 1), Waits(1, 2), Waits(2, 3), Waits(3, 1)}),
            kLockOrderDeadlock);
  EXPECT_EQ(OfDeadlock({Waits(0, 1), Waits(1, 1)}), kSelfDeadlock);
  EXPECT_EQ(OfDeadlock({Waits(1, kNoTask)}), kMissedUnlock);
  TaskStanding nobody = Waits(1, kNoTask);
  nobody.holder_site = nullptr;
  EXPECT_EQ(OfDeadlock({nobody}), kUnknown);
  EXPECT_EQ(OfDeadlock({nobody}, std::string(kLostWakeupWords)),
            DefectClass::kLostWakeup);
}

TEST(ClassifyTest, RacesAndLockOrdersAreWhatTheirFindingsSay) {
  Finding finding;
  finding.kind = FindingKind::kRace;
  EXPECT_EQ(Classify(finding, {}, {}, Orders{}).defect, kDataRace);
  finding.kind = FindingKind::kLockOrder;
  EXPECT_EQ(Classify(finding, {}, {}, Orders{}).defect, kLockOrderDeadlock);
}

}  // namespace
}  // namespace interleave
