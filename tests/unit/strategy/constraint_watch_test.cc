// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Constraints come true wherever that hangs on who goes first alone: not with
// a high probability but always, whatever is drawn.

#include "interleave/strategy/constraint_watch.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "interleave/base/random.h"

namespace interleave {
namespace {

char g_watched_places[64];

// An operation at a place of its own.
Operation Op(OperationKind kind, size_t place, ObjectId object = 0) {
  return {kind, object, &g_watched_places[place]};
}
constexpr auto kRead = OperationKind::kAtomicLoad;
constexpr auto kWrite = OperationKind::kAtomicStore;

using Tasks = std::vector<std::vector<Operation>>;

EventName Name(const Operation& operation, uint32_t number = 0) {
  return NameOfEvent(operation, number);
}

// A corpus that has seen these about one location.
ReadsFromCorpus Knowing(const std::vector<Operation>& operations) {
  ReadsFromFindings findings;
  EventName group = ~EventName{0};
  for (const Operation& one : operations) group = std::min(group, Name(one));
  for (const Operation& one : operations) {
    findings.events.push_back(
        {Name(one), group, EventRole::Of(one.kind).flags});
  }
  ReadsFromCorpus corpus;
  corpus.Take({findings});
  return corpus;
}

// Who read from whom in an execution that goes by `watch` and else by chance.
// Locks are taken when they are free.
std::vector<ReadsFromPair> Execute(const Tasks& tasks,
                                   const AbstractSchedule& schedule,
                                   const ReadsFromCorpus& corpus,
                                   Random& random) {
  EventTable events;
  ConstraintWatch watch;
  watch.Begin(schedule, corpus, events);
  std::vector<ReadsFromPair> pairs;
  std::vector<size_t> next(tasks.size());
  std::vector<std::optional<PendingEvent>> pending(tasks.size());
  std::vector<bool> is_taken(16);
  for (;;) {
    std::vector<size_t> best;
    int best_judgement = -2;
    for (size_t task = 0; task < tasks.size(); ++task) {
      if (next[task] == tasks[task].size() || pending[task].has_value()) {
        continue;
      }
      pending[task] = watch.Read(tasks[task][next[task]], events);
      watch.Come(*pending[task]);
    }
    for (size_t task = 0; task < tasks.size(); ++task) {
      if (!pending[task].has_value()) continue;
      const Operation& operation = tasks[task][next[task]];
      if (operation.kind == OperationKind::kLock &&
          is_taken[operation.object]) {
        continue;
      }
      const int judgement = watch.Judge(*pending[task]);
      if (judgement < best_judgement) continue;
      if (judgement > best_judgement) best.clear();
      best_judgement = judgement;
      best.push_back(task);
    }
    if (best.empty()) return pairs;
    const size_t task = best[random.Below(static_cast<uint32_t>(best.size()))];
    const Operation& operation = tasks[task][next[task]++];
    if (operation.kind == OperationKind::kLock ||
        operation.kind == OperationKind::kUnlock) {
      is_taken[operation.object] = operation.kind == OperationKind::kLock;
    }
    const PendingEvent done = *std::exchange(pending[task], std::nullopt);
    const EventId last = watch.Do(done);
    watch.Leave(done);
    if (done.reads()) {
      pairs.push_back({events.name(done.event), events.name(last)});
    }
  }
}

constexpr int kTimes = 300;

// In how many of kTimes executions the pair came about.
int TimesSeen(const Tasks& tasks, const ReadsFromConstraint& constraint,
              const ReadsFromCorpus& corpus, bool insisting = true) {
  Random random(7);
  AbstractSchedule schedule;
  if (insisting) schedule.Insert(constraint);
  int seen = 0;
  for (int i = 0; i < kTimes; ++i) {
    const auto pairs = Execute(tasks, schedule, corpus, random);
    seen += std::count(pairs.begin(), pairs.end(), constraint.pair) > 0 ? 1 : 0;
  }
  return seen;
}

// By chance the reader is first of 21 in 300 / 21 = 14 of them.
TEST(ConstraintWatchTest, AReadSeesTheInitialStateWhereManyWouldWrite) {
  const Operation read = Op(kRead, 0);
  const Operation write = Op(kWrite, 1);
  Tasks tasks(20, {write});
  tasks.push_back({Op(kRead, 9, 1), Op(kRead, 9, 1), read});
  const ReadsFromConstraint constraint{{Name(read), kInitialState}, true};
  const ReadsFromCorpus corpus = Knowing({read, write});
  EXPECT_LT(TimesSeen(tasks, constraint, corpus, false), 30);
  EXPECT_EQ(TimesSeen(tasks, constraint, corpus), kTimes);
}

// ... which comes third, and others overwrite.
TEST(ConstraintWatchTest, AReadSeesTheWriteThatIsChosen) {
  const Operation read = Op(kRead, 0);
  const Operation chosen = Op(kWrite, 1);
  const Operation other = Op(kWrite, 2);
  Tasks tasks(10, {other, other});
  tasks.push_back({Op(kRead, 9, 1), Op(kRead, 9, 1), chosen});
  tasks.push_back({Op(kRead, 8, 2), read});
  const ReadsFromConstraint constraint{{Name(read), Name(chosen)}, true};
  const ReadsFromCorpus corpus = Knowing({read, chosen, other});
  EXPECT_LT(TimesSeen(tasks, constraint, corpus, false), 60);
  EXPECT_EQ(TimesSeen(tasks, constraint, corpus), kTimes);
}

// The write comes early in its task, the read late in its own.
TEST(ConstraintWatchTest, AWriteWaitsUntilItsReadHasCome) {
  const Operation read = Op(kRead, 0);
  const Operation chosen = Op(kWrite, 1);
  const Operation other = Op(kWrite, 2);
  const Operation step = Op(kRead, 9, 1);
  const Tasks tasks = {
      {chosen}, {other, other, other}, {step, step, step, step, read}};
  EXPECT_EQ(TimesSeen(tasks, {{Name(read), Name(chosen)}, true},
                      Knowing({read, chosen, other})),
            kTimes);
}

TEST(ConstraintWatchTest, AReadNeverSeesWhatItIsNotToSee) {
  const Operation read = Op(kRead, 0);
  const Operation one = Op(kWrite, 1);
  const Operation other = Op(kWrite, 2);
  const Tasks tasks = {{one}, {other}, {Op(kRead, 9, 1), read}};
  const ReadsFromCorpus corpus = Knowing({read, one, other});
  for (const EventName write : {kInitialState, Name(one), Name(other)}) {
    const ReadsFromConstraint never{{Name(read), write}, false};
    EXPECT_GT(TimesSeen(tasks, never, corpus, false), 0);
    EXPECT_EQ(TimesSeen(tasks, never, corpus), 0);
  }
}

// A lock is read where it is taken: who is to take it first does.
TEST(ConstraintWatchTest, ALockIsTakenFirstByWhoIsToTakeItFirst) {
  const Operation lock = Op(OperationKind::kLock, 0);
  const Operation unlock = Op(OperationKind::kUnlock, 1);
  const Operation mine = Op(OperationKind::kLock, 2);
  Tasks tasks(10, {lock, unlock});
  tasks.push_back({Op(kRead, 9, 1), mine, Op(OperationKind::kUnlock, 3)});
  EventTable events;
  ReadsFromFindings findings;
  const EventName group =
      std::min({Name(lock, 1), Name(unlock, 1), Name(mine, 1)});
  for (const Operation& one : {lock, unlock, mine}) {
    findings.events.push_back(
        {Name(one, 1), group, EventRole::Of(one.kind).flags});
  }
  ReadsFromCorpus corpus;
  corpus.Take({findings});
  EXPECT_EQ(TimesSeen(tasks, {{Name(mine, 1), kInitialState}, true}, corpus),
            kTimes);
}

// One task, which reads before it writes; and a read that is never come to.
TEST(ConstraintWatchTest, WhatCannotComeTrueHoldsNobodyForEver) {
  const Operation read = Op(kRead, 0);
  const Operation write = Op(kWrite, 1);
  const ReadsFromCorpus corpus = Knowing({read, write});
  EXPECT_EQ(
      TimesSeen({{read, write}}, {{Name(read), Name(write)}, true}, corpus), 0);
  EXPECT_EQ(
      TimesSeen({{write}, {write}}, {{Name(read), Name(write)}, true}, corpus),
      0);
  EXPECT_EQ(
      TimesSeen({{write, read}}, {{Name(read), kInitialState}, true}, corpus),
      0);
}

TEST(ConstraintWatchTest, AConstraintIsDoneWithOnceItCameTrue) {
  EventTable events;
  ConstraintWatch watch;
  const Operation read = Op(kRead, 0);
  const Operation write = Op(kWrite, 1);
  AbstractSchedule schedule;
  schedule.Insert({{Name(read), Name(write)}, true});
  watch.Begin(schedule, ReadsFromCorpus(), events);
  const PendingEvent reads = watch.Read(read, events);
  const PendingEvent writes = watch.Read(write, events);
  EXPECT_TRUE(watch.attends());
  watch.Come(writes);
  EXPECT_LT(watch.Judge(writes), 0);  // nobody has come to read
  watch.Come(reads);
  EXPECT_LT(watch.Judge(reads), 0);  // it was not written
  EXPECT_GT(watch.Judge(writes), 0);
  EXPECT_EQ(watch.Do(writes), kInitialEvent);
  watch.Leave(writes);
  EXPECT_GT(watch.Judge(reads), 0);
  EXPECT_EQ(watch.Do(reads), writes.event);
  watch.Leave(reads);
  EXPECT_FALSE(watch.attends());
  EXPECT_EQ(watch.Judge(reads), 0);
}

TEST(ConstraintWatchTest, WhoIsCalledBothWaysIsLeftAlone) {
  EventTable events;
  ConstraintWatch watch;
  const Operation read = Op(kRead, 0);
  const Operation change = Op(OperationKind::kAtomicChange, 1);
  AbstractSchedule schedule;
  schedule.Insert({{Name(change), kInitialState}, true});
  schedule.Insert({{Name(read), Name(change)}, true});
  watch.Begin(schedule, ReadsFromCorpus(), events);
  const PendingEvent changes = watch.Read(change, events);
  watch.Come(changes);
  EXPECT_EQ(watch.Judge(changes), 0);  // now, as a read; later, as a write
  watch.StandDown();
  EXPECT_FALSE(watch.attends());
}

TEST(ConstraintWatchTest, ObjectsOfASortAreNumberedAsTheyAreMet) {
  EventTable events;
  ConstraintWatch watch;
  const auto number = [&](ObjectId object) {
    const Operation lock = Op(OperationKind::kLock, 0, object);
    const EventId event = watch.Read(lock, events).event;
    for (uint32_t i = 0; i < 20; ++i) {
      if (Name(lock, i) == events.name(event)) return i;
    }
    return ~0u;
  };
  for (int execution = 0; execution < 2; ++execution) {
    watch.Begin({}, ReadsFromCorpus(), events);
    // Memory has no number.
    EXPECT_EQ(events.name(watch.Read(Op(kRead, 1, 5), events).event),
              Name(Op(kRead, 1), 0));
    EXPECT_EQ(number(7), 1u);
    EXPECT_EQ(number(3), 2u);
    EXPECT_EQ(number(7), 1u);
  }
  for (ObjectId object = 10; object < 40; ++object) number(object);
  EXPECT_EQ(number(39), 15u);  // with all others behind the fourteenth
}

}  // namespace
}  // namespace interleave
