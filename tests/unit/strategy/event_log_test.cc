// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/event_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/unit/strategy/footprints.h"

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

class EventLogTest : public testing::Test {
 protected:
  // The races of the event added.
  Pairs Add(const Footprint& footprint, TaskSet enabled = ~TaskSet{0}) {
    races_.clear();
    const auto number = static_cast<uint32_t>(log_.size());
    log_.Add(footprint, /*step=*/number, /*node=*/number, enabled, races_);
    Pairs pairs;
    for (const EventLog::Race& race : races_) {
      pairs.emplace_back(race.earlier, race.later);
    }
    return pairs;
  }

  EventLog log_;
  std::vector<EventLog::Race> races_;
};

TEST_F(EventLogTest, TwoWritesRaceAndTwoReadsDoNot) {
  EXPECT_THAT(Add(Writes(1, 7)), IsEmpty());
  EXPECT_THAT(Add(Writes(2, 7)), ElementsAre(std::pair(0u, 1u)));
  EXPECT_THAT(Add(Reads(3, 8)), IsEmpty());
  EXPECT_THAT(Add(Reads(1, 8)), IsEmpty());
}

TEST_F(EventLogTest, WhatIsOrderedByAnotherEventIsNoRace) {
  Add(Writes(1, 7));
  Add(Writes(2, 7));
  // The first is known by way of the second.
  EXPECT_THAT(Add(Writes(3, 7)), ElementsAre(std::pair(1u, 2u)));
  EXPECT_TRUE(log_.Knows(log_.clock(2), 0));
  EXPECT_TRUE(log_.Knows(log_.clock(2), 1));
}

TEST_F(EventLogTest, AWriteRacesWithEachReader) {
  Add(Reads(1, 7));
  Add(Reads(2, 7));
  EXPECT_THAT(Add(Writes(3, 7)),
              ElementsAre(std::pair(1u, 2u), std::pair(0u, 2u)));
}

TEST_F(EventLogTest, WhoTakesALockRacesWithWhoTookIt) {
  Add(Locks(1, 7));
  Add(Unlocks(1, 7));
  EXPECT_THAT(Add(Locks(2, 7)), ElementsAre(std::pair(0u, 2u)));
}

TEST_F(EventLogTest, WhoCouldNotGoOnDoesNotRaceThere) {
  Add(Starts(2));
  Add(Writes(1, 7), /*enabled=*/BitOf(1));
  EXPECT_THAT(Add(Writes(2, 7)), IsEmpty());
}

Footprint LocksInTime(TaskId task, uint32_t key) {
  Footprint footprint =
      Uses(task, OperationKind::kTimedLock, key, UseMode::kTake);
  footprint.everything = true;
  return footprint;
}

TEST_F(EventLogTest, WhoWaitsWithADeadlineRacesWithWhatIsBesideTheHolder) {
  Add(Starts(2));
  Add(Locks(1, 7));
  Add(Writes(3, 9), /*enabled=*/BitOf(1) | BitOf(3));
  Add(Unlocks(1, 7), /*enabled=*/BitOf(1) | BitOf(3));
  EXPECT_THAT(Add(LocksInTime(2, 7)),
              ElementsAre(std::pair(2u, 4u), std::pair(1u, 4u)));
}

TEST_F(EventLogTest, WhoWaitsWithADeadlineDoesNotRaceWithWhatTheHolderDoes) {
  Add(Starts(2));
  Add(Locks(1, 7));
  Add(Writes(1, 9), /*enabled=*/BitOf(1));
  Add(Unlocks(1, 7), /*enabled=*/BitOf(1));
  EXPECT_THAT(Add(LocksInTime(2, 7)), ElementsAre(std::pair(1u, 4u)));
}

TEST_F(EventLogTest, WhatIsNotKeptIsForgotten) {
  Add(Writes(1, 7));
  Add(Writes(2, 7));
  log_.AddDraw(5);
  Add(Writes(3, 7));
  log_.Keep(1, 0);
  EXPECT_EQ(log_.size(), 1u);
  EXPECT_THAT(Add(Writes(3, 7)), ElementsAre(std::pair(0u, 1u)));
  EXPECT_THAT(log_.DrawsOf(1), IsEmpty());
}

TEST_F(EventLogTest, ValuesBelongToTheEventBefore) {
  Add(Starts(1));
  log_.AddDraw(3);
  log_.AddDraw(4);
  Add(Starts(2));
  log_.AddDraw(5);
  EXPECT_THAT(log_.DrawsOf(0), ElementsAre(3u, 4u));
  EXPECT_THAT(log_.DrawsOf(1), ElementsAre(5u));
}

TEST_F(EventLogTest, TellsTheFirstEventOfATask) {
  Add(Starts(1));
  Add(Starts(2));
  Add(Writes(1, 7));
  EXPECT_EQ(log_.FirstOf(1, 0), 0u);
  EXPECT_EQ(log_.FirstOf(1, 1), 2u);
  EXPECT_EQ(log_.FirstOf(2, 2), log_.size());
}

}  // namespace
}  // namespace interleave
