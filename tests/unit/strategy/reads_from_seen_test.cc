// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/reads_from_seen.h"

#include <vector>

#include "gtest/gtest.h"

namespace interleave {
namespace {

constexpr uint8_t kReader = EventRole::kReads;
constexpr uint8_t kWriter = EventRole::kWrites;

class ReadsFromSeenTest : public testing::Test {
 protected:
  EventId Event(EventName name, uint8_t flags = kReader) {
    return events_.Intern(name, flags);
  }
  // An execution of this number that shows these.
  void Execute(uint64_t number, const std::vector<ReadsFromPair>& pairs) {
    seen_.BeginExecution();
    for (const ReadsFromPair& pair : pairs) {
      seen_.See(Event(pair.read), Event(pair.write, kWriter), events_);
    }
    seen_.EndExecution(number, {}, events_);
  }
  ReadsFromFindings Findings() { return seen_.Findings(corpus_, events_); }
  // What was found is known from now on.
  void TakeUp() {
    corpus_.Take({Findings()});
    seen_.Know(corpus_, events_);
  }

  ReadsFromCorpus corpus_;
  EventTable events_;
  ReadsFromSeen seen_;
};

TEST_F(ReadsFromSeenTest, AnExecutionWithANewPairIsACandidate) {
  Execute(4, {{7, 2}, {3, 2}, {7, 2}});
  Execute(5, {{3, 2}});
  Execute(6, {{3, 2}, {3, 0}});
  const ReadsFromFindings findings = Findings();
  ASSERT_EQ(findings.candidates.size(), 2u);
  EXPECT_EQ(findings.candidates[0].execution, 4u);
  EXPECT_EQ(findings.candidates[0].pairs,
            (std::vector<ReadsFromPair>{{3, 2}, {7, 2}}));
  EXPECT_EQ(findings.candidates[1].execution, 6u);
  EXPECT_EQ(findings.candidates[1].pairs, (std::vector<ReadsFromPair>{{3, 0}}));
}

TEST_F(ReadsFromSeenTest, ACombinationHangsOnThePairsAlone) {
  Execute(0, {{3, 2}, {7, 2}});
  const uint64_t both = seen_.combination();
  Execute(1, {{7, 2}, {3, 2}, {7, 2}});
  EXPECT_EQ(seen_.combination(), both);
  Execute(2, {{7, 2}});
  EXPECT_NE(seen_.combination(), both);
  Execute(3, {{2, 7}, {2, 3}});
  EXPECT_NE(seen_.combination(), both);
}

TEST_F(ReadsFromSeenTest, RepetitionsOfASeedAreCounted) {
  Execute(0, {{3, 2}, {7, 2}});
  EXPECT_TRUE(Findings().repeats.empty());
  TakeUp();
  EXPECT_FALSE(seen_.HasFound(events_));
  EXPECT_TRUE(Findings().empty());
  Execute(1, {{7, 2}, {3, 2}});
  Execute(2, {{7, 2}});
  Execute(3, {{3, 2}, {7, 2}});
  EXPECT_TRUE(seen_.HasFound(events_));
  EXPECT_EQ(Findings().repeats, (std::map<size_t, uint64_t>{{0, 2}}));
  EXPECT_TRUE(Findings().candidates.empty());
}

TEST_F(ReadsFromSeenTest, EventsAreFoundOnceAndAgainWhenTheyAreJoined) {
  events_.Join(Event(9), Event(4, kWriter));
  Event(5);
  EXPECT_EQ(Findings().events,
            (std::vector<KnownEvent>{
                {4, 4, kWriter}, {5, 5, kReader}, {9, 4, kReader}}));
  TakeUp();
  events_.Join(Event(9), Event(5));
  EXPECT_EQ(Findings().events, (std::vector<KnownEvent>{{5, 4, kReader}}));
}

TEST_F(ReadsFromSeenTest, WhatACorpusKnowsIsNotNew) {
  Execute(0, {{3, 2}});
  TakeUp();
  ReadsFromSeen other;
  EventTable events;
  other.Know(corpus_, events);
  other.BeginExecution();
  other.See(events.Intern(3, kReader), events.Intern(2, kWriter), events);
  other.EndExecution(1, {}, events);
  EXPECT_TRUE(other.Findings(corpus_, events).candidates.empty());
  EXPECT_EQ(other.Findings(corpus_, events).repeats.at(0), 1u);
}

TEST_F(ReadsFromSeenTest, ManyPairsAreToldApart) {
  std::vector<ReadsFromPair> pairs;
  for (EventName read = 1; read <= 50; ++read) {
    for (EventName write = 0; write <= 50; ++write) {
      pairs.push_back({read, write});
    }
  }
  Execute(0, pairs);
  ASSERT_EQ(Findings().candidates.size(), 1u);
  EXPECT_EQ(Findings().candidates[0].pairs, pairs);
  TakeUp();
  Execute(1, pairs);
  EXPECT_TRUE(Findings().candidates.empty());
}

}  // namespace
}  // namespace interleave
