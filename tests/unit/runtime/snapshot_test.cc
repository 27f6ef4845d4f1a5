// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/snapshot.h"

#include <gtest/gtest.h>

#include "interleave/explore/explore.h"
#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

// What a door does: it is called by the program, whose state is of interest.
[[gnu::noinline]] bool TakeOrCompare(Snapshot& snapshot) {
  Task& self = *CurrentTask();
  const void* const site = __builtin_return_address(0);
  return snapshot.taken() ? snapshot.IsStill(self, site)
                          : snapshot.Take(self, site);
}

// Whether the second of two iterations is told from the first, between which
// `change` is done to a variable of the loop's function.
bool IsSameAfter(int change) {
  bool same = false;
  Options options;
  options.allow_uncontrolled = true;
  options.executions = 1;
  // Not on the stack that is looked at.
  Snapshot snapshot;
  int rounds = 0;
  Explore(options, [&] {
    if (rounds > 0) return;  // a replay
    volatile int variable = 7;
    do {
      same = TakeOrCompare(snapshot);
      variable = variable + change;
    } while (++rounds < 2);
  });
  return same;
}

TEST(SnapshotTest, IsStillTrueWhereNothingChanged) {
  EXPECT_TRUE(IsSameAfter(0));
}

TEST(SnapshotTest, SeesAVariableOfTheCaller) { EXPECT_FALSE(IsSameAfter(1)); }

TEST(SnapshotTest, IsOfOnePlace) {
  bool taken = false;
  bool same = true;
  Options options;
  options.allow_uncontrolled = true;
  options.executions = 1;
  Explore(options, [&] {
    Snapshot snapshot;
    taken = TakeOrCompare(snapshot);
    same = TakeOrCompare(snapshot);
  });
  EXPECT_TRUE(taken);
  EXPECT_FALSE(same);
}

TEST(SnapshotTest, IsNotTakenWhereNobodyCalledFrom) {
  bool taken = true;
  Options options;
  options.allow_uncontrolled = true;
  options.executions = 1;
  Explore(options, [&] {
    Snapshot snapshot;
    taken = snapshot.Take(*CurrentTask(), nullptr);
  });
  EXPECT_FALSE(taken);
}

TEST(SnapshotTest, IsNotTakenOfALargeStack) {
  bool taken = true;
  Options options;
  options.allow_uncontrolled = true;
  options.executions = 1;
  Explore(options, [&] {
    char large[2 * Snapshot::kStackBytesMax];
    asm volatile("" : : "r"(large) : "memory");
    Snapshot snapshot;
    taken = TakeOrCompare(snapshot);
    asm volatile("" : : "r"(large) : "memory");
  });
  EXPECT_FALSE(taken);
}

TEST(SnapshotTest, WipingLeavesTheCallersFrame) {
  volatile int mine[] = {1, 2, 3};
  WipeDeadStack();
  EXPECT_EQ(mine[0] + mine[1] + mine[2], 6);
}

}  // namespace
}  // namespace interleave
