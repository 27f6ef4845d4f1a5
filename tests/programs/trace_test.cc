// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The brute-force count of traces, on executions written down by hand.

#include "tests/programs/trace.h"

#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace interleave {
namespace {

using Kind = OperationKind;

Event Of(TaskId task, Kind kind, ObjectId object = kNoObject) {
  return {.task = task, .kind = kind, .object = object};
}

Event Access(TaskId task, Kind kind, uintptr_t begin, uintptr_t end) {
  return {.task = task, .kind = kind, .begin = begin, .end = end};
}

// In both orders, so that it is seen to be the same.
bool DependBothWays(const Event& a, const Event& b) {
  EXPECT_EQ(Depends(a, b), Depends(b, a));
  return Depends(a, b);
}

TEST(DependsTest, AccessesDependByBytesIfOneWrites) {
  const Event store = Access(1, Kind::kAtomicStore, 16, 20);
  EXPECT_TRUE(DependBothWays(store, Access(2, Kind::kAtomicLoad, 16, 20)));
  EXPECT_TRUE(DependBothWays(store, Access(2, Kind::kRead, 19, 20)));
  EXPECT_TRUE(DependBothWays(store, Access(2, Kind::kAtomicChange, 16, 24)));
  EXPECT_FALSE(DependBothWays(store, Access(2, Kind::kWrite, 20, 24)));
  EXPECT_FALSE(DependBothWays(Access(1, Kind::kRead, 16, 20),
                              Access(2, Kind::kAtomicLoad, 16, 20)));
}

TEST(DependsTest, OperationsOnOneLockDependUnlessBothAreReaders) {
  const Event lock = Of(1, Kind::kLock, 3);
  for (const Kind kind :
       {Kind::kLock, Kind::kTryLock, Kind::kUnlock, Kind::kReadLock}) {
    EXPECT_TRUE(DependBothWays(lock, Of(2, kind, 3)));
    EXPECT_FALSE(DependBothWays(lock, Of(2, kind, 4)));
  }
  Event read = Of(1, Kind::kReadLock, 3);
  Event other_unlock = Of(2, Kind::kUnlock, 3);
  read.shared = other_unlock.shared = true;
  EXPECT_FALSE(DependBothWays(read, other_unlock));
  other_unlock.shared = false;
  EXPECT_TRUE(DependBothWays(read, other_unlock));
}

TEST(DependsTest, WaitersDependOnTheirConditionAndOnTheirMutex) {
  Event wait = Of(1, Kind::kWait, 5);
  wait.mutex = 3;
  EXPECT_TRUE(DependBothWays(wait, Of(2, Kind::kSignal, 5)));
  EXPECT_TRUE(DependBothWays(wait, Of(2, Kind::kLock, 3)));
  Event wake = Of(1, Kind::kWake, 5);
  wake.mutex = 3;
  EXPECT_FALSE(DependBothWays(wake, Of(2, Kind::kSignal, 5)));
  EXPECT_TRUE(DependBothWays(wake, Of(2, Kind::kUnlock, 3)));
}

TEST(DependsTest, PointsDependOnThoseOfTheirObjectAndOnThoseOfNone) {
  EXPECT_TRUE(DependBothWays(Of(1, Kind::kPoint, 3), Of(2, Kind::kPoint, 3)));
  EXPECT_TRUE(DependBothWays(Of(1, Kind::kPoint, 3), Of(2, Kind::kPoint)));
  EXPECT_TRUE(DependBothWays(Of(1, Kind::kPoint), Of(2, Kind::kPoint)));
  EXPECT_FALSE(DependBothWays(Of(1, Kind::kPoint, 3), Of(2, Kind::kPoint, 4)));
}

TEST(DependsTest, ReadingsOfTheClockDependOnEachOther) {
  EXPECT_TRUE(DependBothWays(Of(1, Kind::kReadClock), Of(2, Kind::kReadClock)));
  EXPECT_FALSE(DependBothWays(Of(1, Kind::kReadClock), Of(2, Kind::kYield)));
  EXPECT_TRUE(
      DependBothWays(Of(1, Kind::kReadClock), Of(2, Kind::kLookAtClock)));
  EXPECT_FALSE(
      DependBothWays(Of(1, Kind::kLookAtClock), Of(2, Kind::kLookAtClock)));
}

TEST(DependsTest, WhatTakesTimeDependsOnAll) {
  Event sleep = Of(1, Kind::kSleep);
  sleep.everything = true;
  EXPECT_TRUE(DependBothWays(sleep, Of(2, Kind::kYield)));
  EXPECT_FALSE(DependBothWays(Of(1, Kind::kYield), Of(2, Kind::kYield)));
}

// All orders of two tasks of two events each.
std::vector<std::vector<Event>> OrdersOf(const std::vector<Event>& first,
                                         const std::vector<Event>& second) {
  std::vector<std::vector<Event>> orders;
  for (unsigned mask = 0; mask < 16; ++mask) {
    std::vector<Event> order;
    size_t taken = 0;
    for (size_t i = 0; i < 4; ++i) {
      const bool is_second = (mask >> i & 1) != 0;
      const size_t index = is_second ? taken : i - taken;
      if (index >= 2) break;
      order.push_back(is_second ? second[index] : first[index]);
      taken += is_second ? 1 : 0;
    }
    if (order.size() == 4) orders.push_back(order);
  }
  return orders;
}

size_t FormsOf(const std::vector<std::vector<Event>>& orders) {
  TraceForms forms;
  std::set<std::string> different;
  for (const auto& order : orders) different.insert(forms.FormOf(order));
  return different.size();
}

TEST(TraceFormsTest, TellsTracesApartAndNothingElse) {
  const auto increment = [](TaskId task) {
    return std::vector<Event>{Access(task, Kind::kAtomicLoad, 16, 20),
                              Access(task, Kind::kAtomicStore, 16, 20)};
  };
  EXPECT_EQ(OrdersOf(increment(1), increment(2)).size(), 6u);
  // The loads commute.
  EXPECT_EQ(FormsOf(OrdersOf(increment(1), increment(2))), 4u);
  const std::vector<Event> elsewhere = {Access(2, Kind::kAtomicLoad, 24, 28),
                                        Access(2, Kind::kAtomicStore, 24, 28)};
  EXPECT_EQ(FormsOf(OrdersOf(increment(1), elsewhere)), 1u);
}

TEST(TraceFormsTest, HoldsForAnExecutionWhateverItWasGivenBefore) {
  const std::vector<Event> longer = {Of(0, Kind::kCreate, 1),
                                     Of(0, Kind::kCreate, 2),
                                     Of(2, Kind::kStart), Of(1, Kind::kStart)};
  const std::vector<Event> shorter = {Of(0, Kind::kCreate, 1),
                                      Of(1, Kind::kStart)};
  TraceForms used;
  used.FormOf(longer);
  TraceForms fresh;
  EXPECT_EQ(used.FormOf(shorter), fresh.FormOf(shorter));
}

TEST(TraceFormsTest, TellsValuesApart) {
  std::vector<Event> drawn = {Of(0, Kind::kYield)};
  drawn[0].values = {1};
  std::vector<Event> other = drawn;
  other[0].values = {2};
  TraceForms forms;
  EXPECT_NE(forms.FormOf(drawn), forms.FormOf(other));
}

TEST(TraceFormsTest, OrdersWhoWasLetGoOnAfterWhatDidThat) {
  Event wake = Of(1, Kind::kWake, 5);
  wake.released = 2;
  TraceForms forms;
  Event not_released = wake;
  not_released.released = 0;
  EXPECT_NE(
      forms.FormOf({Of(0, Kind::kCreate, 1), Of(0, Kind::kArrive, 5), wake}),
      forms.FormOf(
          {Of(0, Kind::kCreate, 1), Of(0, Kind::kArrive, 5), not_released}));
}

}  // namespace
}  // namespace interleave
