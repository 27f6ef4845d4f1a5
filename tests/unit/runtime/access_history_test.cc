// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/access_history.h"

#include <gtest/gtest.h>

#include <limits>

namespace interleave {
namespace {

class AccessHistoryTest : public testing::Test {
 protected:
  // Whether the access races; `step_` counts on.
  bool Races(TaskId task, const void* address, size_t bytes, bool writes,
             bool atomic = false) {
    race_ = history_.Add(
        {task, writes, atomic, ++step_, &history_, address, bytes}, causality_);
    return race_.has_value();
  }
  bool Reads(TaskId task, const void* address, size_t bytes = 4) {
    return Races(task, address, bytes, /*writes=*/false);
  }
  bool Writes(TaskId task, const void* address, size_t bytes = 4) {
    return Races(task, address, bytes, /*writes=*/true);
  }
  // What `from` did comes before what `to` does.
  void Order(TaskId from, TaskId to) {
    causality_.Release(from, &step_);
    causality_.Acquire(to, &step_);
  }

  Causality causality_;
  AccessHistory history_;
  StepNumber step_ = 0;
  std::optional<Access> race_;
  alignas(8) char memory_[64] = {};
};

TEST_F(AccessHistoryTest, WritesOfTwoTasksRace) {
  EXPECT_FALSE(Writes(1, memory_));
  EXPECT_TRUE(Writes(2, memory_));
  EXPECT_EQ(race_->task, 1u);
  EXPECT_EQ(race_->step, 1u);
  EXPECT_TRUE(race_->writes);
}

TEST_F(AccessHistoryTest, AReadRacesWithAWriteBeforeAndAfterIt) {
  EXPECT_FALSE(Writes(1, memory_));
  EXPECT_TRUE(Reads(2, memory_));
  EXPECT_FALSE(Reads(1, memory_ + 8));
  EXPECT_TRUE(Writes(2, memory_ + 8));
}

TEST_F(AccessHistoryTest, ReadsDoNotRace) {
  EXPECT_FALSE(Reads(1, memory_));
  EXPECT_FALSE(Reads(2, memory_));
}

TEST_F(AccessHistoryTest, OneTaskDoesNotRaceWithItself) {
  EXPECT_FALSE(Writes(1, memory_));
  EXPECT_FALSE(Writes(1, memory_));
}

TEST_F(AccessHistoryTest, OrderedAccessesDoNotRace) {
  EXPECT_FALSE(Writes(1, memory_));
  Order(1, 2);
  EXPECT_FALSE(Writes(2, memory_));
}

TEST_F(AccessHistoryTest, OtherBytesDoNotRace) {
  EXPECT_FALSE(Writes(1, memory_, 4));
  EXPECT_FALSE(Writes(2, memory_ + 4, 4));
  EXPECT_TRUE(Writes(3, memory_ + 3, 1));
  EXPECT_EQ(race_->task, 1u);
}

TEST_F(AccessHistoryTest, AnAccessOfManyGranulesRacesInAnyOfThem) {
  EXPECT_FALSE(Writes(1, memory_ + 30, 1));
  EXPECT_TRUE(Writes(2, memory_ + 3, 40));
  EXPECT_FALSE(Writes(3, memory_ + 43, 5));
}

TEST_F(AccessHistoryTest, AtomicsRaceWithPlainAccessesOnly) {
  EXPECT_FALSE(Races(1, memory_, 4, /*writes=*/true, /*atomic=*/true));
  EXPECT_FALSE(Races(2, memory_, 4, /*writes=*/true, /*atomic=*/true));
  EXPECT_TRUE(Reads(3, memory_));
}

TEST_F(AccessHistoryTest, APlainWriteIsNotForgottenForAnAtomicOne) {
  EXPECT_FALSE(Writes(1, memory_));
  EXPECT_FALSE(Races(1, memory_, 4, /*writes=*/true, /*atomic=*/true));
  EXPECT_TRUE(Races(2, memory_, 4, /*writes=*/true, /*atomic=*/true));
  EXPECT_EQ(race_->step, 1u);
}

TEST_F(AccessHistoryTest, AWriteIsNotForgottenForAReadOfTheSameTask) {
  EXPECT_FALSE(Writes(1, memory_));
  EXPECT_FALSE(Reads(1, memory_));
  EXPECT_TRUE(Reads(2, memory_));
}

TEST_F(AccessHistoryTest, AReadIsNotForgottenForAReadOfAnotherTask) {
  EXPECT_FALSE(Reads(1, memory_));
  Order(1, 2);
  EXPECT_FALSE(Reads(2, memory_));
  EXPECT_TRUE(Writes(3, memory_));
  EXPECT_EQ(race_->task, 1u);
}

TEST_F(AccessHistoryTest, ManyAccessesOfOneGranuleAreAllKept) {
  // Eight tasks read a byte each: twice what ThreadSanitizer has room for.
  for (TaskId task = 1; task <= 8; ++task) {
    EXPECT_FALSE(Reads(task, memory_ + task - 1, 1));
  }
  for (TaskId task = 1; task <= 8; ++task) {
    EXPECT_TRUE(Writes(task + 10, memory_ + task - 1, 1));
    EXPECT_EQ(race_->task, task);
  }
}

TEST_F(AccessHistoryTest, MemoryThatIsUsedAnewRacesWithNothing) {
  EXPECT_FALSE(Writes(1, memory_, 16));
  history_.Forget(memory_, 8);
  EXPECT_FALSE(Writes(2, memory_, 8));
  EXPECT_TRUE(Writes(2, memory_ + 8, 8));
}

TEST_F(AccessHistoryTest, MemoryLargerThanTheTableIsUsedAnewToo) {
  EXPECT_FALSE(Writes(1, memory_, 16));
  EXPECT_FALSE(Writes(1, memory_ + 16, 8));
  // From the second word on, whose first half stays.
  history_.Forget(memory_ + 12, size_t{1} << 40);
  EXPECT_FALSE(Writes(2, memory_ + 16, 8));
  EXPECT_TRUE(Writes(2, memory_ + 8, 8));
  EXPECT_TRUE(Writes(2, memory_, 8));
}

TEST_F(AccessHistoryTest, AnExecutionKnowsNothingOfTheOneBefore) {
  EXPECT_FALSE(Writes(1, memory_));
  history_.BeginExecution();
  causality_.BeginExecution();
  EXPECT_FALSE(Writes(2, memory_));
}

TEST(AccessHistoryEpochTest, AfterTheLastNumberOfAnExecutionTheyBeginAnew) {
  Causality causality;
  AccessHistory history(std::numeric_limits<uint32_t>::max());
  int x = 0;
  const auto write = [&](TaskId task) {
    return history.Add({task, true, false, 1, &history, &x, sizeof(x)},
                       causality);
  };
  EXPECT_FALSE(write(1).has_value());
  EXPECT_TRUE(write(2).has_value());
  history.BeginExecution();
  EXPECT_FALSE(write(2).has_value());
  EXPECT_TRUE(write(1).has_value());
}

}  // namespace
}  // namespace interleave
