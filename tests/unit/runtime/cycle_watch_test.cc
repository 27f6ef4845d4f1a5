// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/cycle_watch.h"

#include <gtest/gtest.h>

#include <vector>

#include "absl/functional/function_ref.h"
#include "interleave/explore/explore.h"
#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

// A schedule point of the running task.
[[gnu::noinline]] bool Come(CycleWatch& watch) {
  Task& self = *CurrentTask();
  ++self.points;
  self.next = {OperationKind::kYield, kNoObject, __builtin_return_address(0)};
  return watch.Come(self, /*now=*/0);
}

// What the rounds below work on; none of it is on the stack of the task.
struct Ground {
  std::vector<const TaskState*> tasks;
  ObjectTable objects;
  CycleWatch watch{tasks, objects};
  uint64_t word = 0;
  int rounds = 0;
  int found_after = 0;
};

// The number of rounds of `round` after which its task was found in a cycle; 0:
// it never was while it was watched. A first round is not watched: it leaves
// the frames as the others find them.
int RoundsUntilFound(absl::FunctionRef<void(Ground&)> round) {
  Ground ground;
  Options options;
  options.allow_uncontrolled = true;
  options.executions = 1;
  Explore(options, [&] {
    if (ground.rounds > 0) return;  // a replay
    ground.tasks.push_back(CurrentTask());
    ground.watch.Begin();
    while (ground.watch.active()) {
      if (ground.rounds == 1) ground.watch.Begin();
      ++ground.rounds;
      if (Come(ground.watch)) {
        ground.found_after = ground.rounds - 1;
        break;
      }
      round(ground);
    }
  });
  return ground.found_after;
}

// The first is kept, and three others are like it.
TEST(CycleWatchTest, FindsAStateThatComesBackThreeTimes) {
  EXPECT_EQ(RoundsUntilFound([](Ground&) {}), 4);
}

TEST(CycleWatchTest, SeesMemoryThatIsNotWhatItWas) {
  EXPECT_EQ(RoundsUntilFound([](Ground& ground) {
              ground.watch.Write(&ground.word, sizeof(ground.word));
              ++ground.word;
            }),
            0);
}

TEST(CycleWatchTest, TakesMemoryForTheSameThatHasItsOldValue) {
  EXPECT_EQ(RoundsUntilFound([](Ground& ground) {
              ground.watch.Write(&ground.word, sizeof(ground.word));
              ground.word = 1 - ground.word;
            }),
            7);
}

TEST(CycleWatchTest, SeesAnObjectThatIsNotWhatItWas) {
  EXPECT_EQ(RoundsUntilFound([](Ground& ground) {
              ++ground.objects.Find(&ground.word, ObjectKind::kMutex).depth;
            }),
            0);
}

TEST(CycleWatchTest, ADrawIsNoPartOfACycle) {
  EXPECT_EQ(RoundsUntilFound([](Ground& ground) { ground.watch.Break(); }), 0);
}

TEST(CycleWatchTest, ATaskThatIsNotLetMakesTheCycleUnfair) {
  Task other;
  other.id = 1;
  other.ready = true;
  EXPECT_EQ(RoundsUntilFound([&](Ground& ground) {
              if (ground.tasks.size() == 1) ground.tasks.push_back(&other);
            }),
            0);
  other.ready = false;
  EXPECT_GT(RoundsUntilFound([&](Ground& ground) {
              if (ground.tasks.size() == 1) ground.tasks.push_back(&other);
            }),
            0);
}

}  // namespace
}  // namespace interleave
