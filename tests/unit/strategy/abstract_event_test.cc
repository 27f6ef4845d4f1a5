// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/abstract_event.h"

#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace interleave {
namespace {

// Places of this executable, as the program counter of an operation is.
char g_places[16];

Operation At(OperationKind kind, size_t place, ObjectId object = 0) {
  return {kind, object, &g_places[place]};
}

TEST(AbstractEventTest, NamesTellKindPlaceAndNumberApart) {
  const std::set<EventName> names = {
      NameOfEvent(At(OperationKind::kLock, 0), 1),
      NameOfEvent(At(OperationKind::kUnlock, 0), 1),
      NameOfEvent(At(OperationKind::kLock, 1), 1),
      NameOfEvent(At(OperationKind::kLock, 0), 2),
  };
  EXPECT_EQ(names.size(), 4u);
  EXPECT_FALSE(names.contains(kInitialState));
}

TEST(AbstractEventTest, NamesDoNotHangOnTheObjectsIdOrTheTask) {
  EXPECT_EQ(NameOfEvent(At(OperationKind::kRead, 3, 5), 0),
            NameOfEvent(At(OperationKind::kRead, 3, 9), 0));
}

TEST(AbstractEventTest, APointIsNamedByItsNameAlone) {
  const std::string copy = "pool.reset.loaded";
  const PointSite one{"pool.reset.loaded", "a.cc", 1};
  const PointSite same{copy.c_str(), "b.cc", 2};
  const PointSite other{"pool.reset.stored", "a.cc", 1};
  const auto name = [](const PointSite& site) {
    return NameOfEvent({OperationKind::kPoint, kNoObject, &site}, 0);
  };
  EXPECT_EQ(name(one), name(same));
  EXPECT_NE(name(one), name(other));
}

// The stack is nobody's code, as is what a body has loaded itself.
TEST(AbstractEventTest, APlaceOutsideOfWhatWasLoadedFirstHasNoName) {
  const int here = 0;
  const int there = 0;
  EXPECT_EQ(NameOfEvent({OperationKind::kRead, 0, &here}, 0),
            NameOfEvent({OperationKind::kRead, 0, &there}, 0));
  EXPECT_EQ(NameOfEvent({OperationKind::kRead, 0, &here}, 0),
            NameOfEvent({OperationKind::kRead, 0, nullptr}, 0));
}

TEST(AbstractEventTest, RolesSayWhoReadsAndWrites) {
  const auto flags = [](OperationKind kind) {
    return EventRole::Of(kind).flags;
  };
  EXPECT_EQ(flags(OperationKind::kAtomicLoad), EventRole::kReads);
  EXPECT_EQ(flags(OperationKind::kWrite), EventRole::kWrites);
  EXPECT_EQ(flags(OperationKind::kAtomicChange),
            EventRole::kReads | EventRole::kWrites);
  EXPECT_EQ(flags(OperationKind::kLock), EventRole::kAll);
  EXPECT_EQ(flags(OperationKind::kUnlock), EventRole::kWrites);
  // One that fails reads from who has the lock.
  EXPECT_EQ(flags(OperationKind::kTryLock) & EventRole::kWaits, 0);
  EXPECT_EQ(flags(OperationKind::kWait), EventRole::kReads);
  EXPECT_EQ(flags(OperationKind::kBroadcast), EventRole::kWrites);
  for (const OperationKind kind :
       {OperationKind::kStart, OperationKind::kYield, OperationKind::kCreate,
        OperationKind::kJoin, OperationKind::kFence, OperationKind::kEnd}) {
    EXPECT_EQ(EventRole::Of(kind).sort, EventRole::Sort::kNothing);
  }
}

TEST(EventTableTest, FindsTheSameNumberAgainWhenItHasGrown) {
  static char places[1'000];
  EventTable table;
  std::vector<EventId> ids;
  for (const char& place : places) {
    ids.push_back(table.Find({OperationKind::kRead, 0, &place}, 0));
  }
  EXPECT_EQ(std::set<EventId>(ids.begin(), ids.end()).size(), 1'000u);
  for (size_t i = 0; i < 1'000; ++i) {
    const Operation operation{OperationKind::kRead, 0, &places[i]};
    EXPECT_EQ(table.Find(operation, 0), ids[i]);
    EXPECT_EQ(table.name(ids[i]), NameOfEvent(operation, 0));
  }
  EXPECT_EQ(table.size(), 1'001u);  // with the initial state
}

TEST(EventTableTest, WhatATextToldOfIsMetLater) {
  EventTable table;
  const Operation operation = At(OperationKind::kWrite, 2);
  const EventId told =
      table.Intern(NameOfEvent(operation, 0), EventRole::kWrites);
  EXPECT_EQ(table.Find(operation, 0), told);
  EXPECT_EQ(table.Intern(kInitialState, 0), kInitialEvent);
}

TEST(EventTableTest, JoinsGroups) {
  EventTable table;
  const EventId a = table.Find(At(OperationKind::kRead, 0), 0);
  const EventId b = table.Find(At(OperationKind::kRead, 1), 0);
  const EventId c = table.Find(At(OperationKind::kRead, 2), 0);
  EXPECT_NE(table.group(a), table.group(b));
  table.Join(a, b);
  table.Join(c, b);
  EXPECT_EQ(table.group(a), table.group(b));
  EXPECT_EQ(table.group(a), table.group(c));
  const uint64_t changes = table.changes();
  table.Join(a, c);
  EXPECT_EQ(table.changes(), changes);
}

}  // namespace
}  // namespace interleave
