// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Which sequences have one hash. That as many have different ones as there are
// traces is shown by tests/programs, on a thousand programs.

#include "interleave/strategy/trace_hash.h"

#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/strategy/footprints.h"

namespace interleave {
namespace {

uint64_t HashOf(const std::vector<Footprint>& events) {
  TraceHash hash;
  hash.Begin();
  StepNumber step = 0;
  for (const Footprint& event : events) hash.Add(event, step++);
  return hash.value();
}

Footprint Creates(TaskId task, TaskId other) {
  Footprint footprint = Starts(task);
  footprint.kind = OperationKind::kCreate;
  footprint.other = other;
  return footprint;
}

Footprint Joins(TaskId task, TaskId other) {
  Footprint footprint = Creates(task, other);
  footprint.kind = OperationKind::kJoin;
  return footprint;
}

Footprint OfBytes(Footprint footprint, uint8_t bytes) {
  footprint.used[0].bytes = bytes;
  return footprint;
}

Footprint DependsOnAll(Footprint footprint) {
  footprint.everything = true;
  return footprint;
}

TEST(TraceHashTest, IsThatOfTheOrderOfDependentEvents) {
  EXPECT_EQ(HashOf({Writes(1, 1), Writes(2, 2)}),
            HashOf({Writes(2, 2), Writes(1, 1)}));
  EXPECT_NE(HashOf({Writes(1, 1), Writes(2, 1)}),
            HashOf({Writes(2, 1), Writes(1, 1)}));
  EXPECT_NE(HashOf({Writes(1, 1), Reads(2, 1)}),
            HashOf({Reads(2, 1), Writes(1, 1)}));
  EXPECT_EQ(HashOf({Reads(1, 1), Reads(2, 1), Writes(3, 1)}),
            HashOf({Reads(2, 1), Reads(1, 1), Writes(3, 1)}));
  EXPECT_NE(HashOf({Reads(1, 1), Reads(2, 1), Writes(3, 1)}),
            HashOf({Reads(1, 1), Writes(3, 1), Reads(2, 1)}));
}

TEST(TraceHashTest, KnowsTasksAndKinds) {
  EXPECT_NE(HashOf({Writes(1, 1)}), HashOf({Writes(1, 1), Writes(1, 1)}));
  EXPECT_NE(HashOf({Locks(1, 1)}), HashOf({Unlocks(1, 1)}));
  EXPECT_NE(HashOf({Creates(0, 1), Creates(0, 2), Writes(1, 1), Writes(2, 1)}),
            HashOf({Creates(0, 1), Creates(0, 2), Writes(2, 1), Writes(1, 1)}));
}

// Which of two tasks came to something new first gives it its number.
TEST(TraceHashTest, DoesNotDependOnHowThingsAreNumbered) {
  EXPECT_EQ(HashOf({Creates(0, 1), Creates(0, 2), Writes(1, 1), Writes(2, 2)}),
            HashOf({Creates(0, 1), Creates(0, 2), Writes(2, 1), Writes(1, 2)}));
}

TEST(TraceHashTest, TakesBytesThatAreNotSharedForIndependent) {
  const Footprint low = OfBytes(Writes(1, 1), 0x0f);
  const Footprint high = OfBytes(Writes(2, 1), 0xf0);
  const Footprint middle = OfBytes(Writes(2, 1), 0x18);
  EXPECT_EQ(HashOf({low, high}), HashOf({high, low}));
  EXPECT_NE(HashOf({low, middle}), HashOf({middle, low}));
}

TEST(TraceHashTest, OrdersWhatDependsOnAll) {
  const Footprint sleeps = DependsOnAll(Starts(1));
  EXPECT_NE(HashOf({sleeps, Writes(2, 1)}), HashOf({Writes(2, 1), sleeps}));
  EXPECT_NE(HashOf({sleeps, DependsOnAll(Starts(2))}),
            HashOf({DependsOnAll(Starts(2)), sleeps}));
}

TEST(TraceHashTest, OrdersJoinersAfterTheEnd) {
  EXPECT_NE(HashOf({Creates(0, 1), Writes(1, 1), Joins(0, 1)}),
            HashOf({Creates(0, 1), Joins(0, 1), Writes(1, 1)}));
}

// Whoever was let go on comes after that, and before or after what came since.
TEST(TraceHashTest, OrdersWhoWaitedAfterWhatLetItGoOn) {
  Footprint wakes = Uses(1, OperationKind::kWake, 1, UseMode::kFollow);
  const Footprint waits = Uses(1, OperationKind::kWait, 1, UseMode::kExclusive);
  const Footprint signals =
      Uses(2, OperationKind::kSignal, 1, UseMode::kExclusive);
  wakes.released_at = 2;
  EXPECT_EQ(HashOf({waits, signals, signals, wakes}),
            HashOf({waits, signals, wakes, signals}));
  Footprint later = wakes;
  later.released_at = 3;
  EXPECT_NE(HashOf({waits, signals, signals, wakes}),
            HashOf({waits, signals, signals, later}));
}

TEST(TraceHashTest, HoldsTheValuesDrawn) {
  const auto draws = [](uint32_t value) {
    TraceHash hash;
    hash.Begin();
    hash.Add(Writes(1, 1), 0);
    hash.AddDraw(1, value);
    return hash.value();
  };
  EXPECT_EQ(draws(1), draws(1));
  EXPECT_NE(draws(0), draws(1));
  EXPECT_NE(draws(0), HashOf({Writes(1, 1)}));
}

TEST(TraceHashTest, BeginsAnew) {
  TraceHash hash;
  hash.Begin();
  hash.Add(Creates(0, 1), 0);
  hash.Add(DependsOnAll(Writes(1, 1)), 1);
  hash.Begin();
  EXPECT_EQ(hash.value(), HashOf({}));
  hash.Add(Writes(1, 1), 0);
  EXPECT_EQ(hash.value(), HashOf({Writes(1, 1)}));
}

}  // namespace
}  // namespace interleave
