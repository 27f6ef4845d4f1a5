// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/shared_memory.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "interleave/base/random.h"

namespace interleave {
namespace {

constexpr uint32_t kWatched = SharedMemory::kWatched;

class SharedMemoryTest : public testing::Test {
 protected:
  uint32_t Reads(TaskId task, const void* address, size_t bytes = 8) {
    return memory_.Touch(address, bytes, task, false, false, causality_);
  }
  uint32_t Writes(TaskId task, const void* address, size_t bytes = 8) {
    return memory_.Touch(address, bytes, task, true, false, causality_);
  }
  uint32_t Changes(TaskId task, const void* address) {
    return memory_.Touch(address, 8, task, true, /*atomic=*/true, causality_);
  }
  // What `from` did comes before what `to` does.
  void Order(TaskId from, TaskId to) {
    causality_.Release(from, &memory_);
    causality_.Acquire(to, &memory_);
  }
  void NextExecution(bool watches_all = false) {
    memory_.BeginExecution(watches_all);
    causality_.BeginExecution();
  }

  Causality causality_;
  SharedMemory memory_;
  alignas(8) char words_[64] = {};
};

TEST_F(SharedMemoryTest, OfOneTaskNothingIsKnown) {
  EXPECT_EQ(Writes(1, words_), 0u);
  EXPECT_EQ(Reads(1, words_), 0u);
  EXPECT_EQ(Writes(1, words_), 0u);
  EXPECT_EQ(memory_.watched(), 0u);
}

TEST_F(SharedMemoryTest, ReadingInCommonIsNothing) {
  EXPECT_EQ(Reads(1, words_), 0u);
  EXPECT_EQ(Reads(2, words_), 0u);
  EXPECT_EQ(Reads(3, words_), 0u);
}

TEST_F(SharedMemoryTest, WhatIsOrderedIsNotedWithoutALook) {
  const auto touch = [this](TaskId task, bool writes, size_t bytes = 8) {
    return memory_.TouchOrdered(words_, bytes, task, writes, causality_);
  };
  EXPECT_EQ(Writes(1, words_, 16), 0u);  // from here on they have entries
  EXPECT_TRUE(touch(1, /*writes=*/true, 16));
  EXPECT_FALSE(touch(2, /*writes=*/false));
  Order(1, 2);
  EXPECT_TRUE(touch(2, /*writes=*/false, 16));
  EXPECT_TRUE(touch(2, /*writes=*/true));
  EXPECT_FALSE(touch(1, /*writes=*/false));
  EXPECT_EQ(memory_.watched(), 0u);
  EXPECT_EQ(Reads(1, words_), kWatched);
  NextExecution();
  EXPECT_FALSE(touch(1, /*writes=*/true));
  EXPECT_TRUE(memory_.TouchOrdered(words_ + 8, 8, 3, true, causality_));
}

TEST_F(SharedMemoryTest, WhatIsOnesOwnIsNotedWithoutAComparison) {
  EXPECT_EQ(Writes(1, words_), 0u);  // from here on it has an entry
  EXPECT_TRUE(memory_.TouchOwn<true>(words_, 8, 1, causality_));
  EXPECT_TRUE(memory_.TouchOwn<false>(words_, 4, 1, causality_));
  EXPECT_FALSE(memory_.TouchOwn<false>(words_ + 4, 8, 1, causality_));
  EXPECT_FALSE(memory_.TouchOwn<false>(words_, 8, 2, causality_));
  EXPECT_EQ(Reads(2, words_), kWatched);
  EXPECT_FALSE(memory_.TouchOwn<true>(words_, 8, 1, causality_));
}

TEST_F(SharedMemoryTest, WhatWasReadInThisStretchNeedNotBeNotedAgain) {
  EXPECT_EQ(Writes(1, words_), 0u);
  Order(1, 2);
  EXPECT_EQ(Reads(2, words_), 0u);
  EXPECT_TRUE(memory_.TouchOwn<false>(words_, 8, 2, causality_));
  EXPECT_FALSE(memory_.TouchOwn<true>(words_, 8, 2, causality_));
  causality_.Release(2, &causality_);
  EXPECT_FALSE(memory_.TouchOwn<false>(words_, 8, 2, causality_));
}

TEST_F(SharedMemoryTest, WhatWasUsedAtomicallyAloneIsKnownToBe) {
  EXPECT_FALSE(memory_.IsAtomicAlone(words_, 8));
  EXPECT_EQ(Changes(1, words_), 0u);
  EXPECT_TRUE(memory_.IsAtomicAlone(words_, 8));
  EXPECT_FALSE(memory_.IsAtomicAlone(words_ + 4, 8));
  EXPECT_NE(Writes(2, words_), 0u);
  EXPECT_FALSE(memory_.IsAtomicAlone(words_, 8));
  NextExecution(/*watches_all=*/true);
  EXPECT_FALSE(memory_.IsAtomicAlone(words_ + 8, 8));
}

TEST_F(SharedMemoryTest, NoWayOfNotingAUseKnowsMoreOrLess) {
  SharedMemory touched;  // by Touch alone
  Random random(1);
  for (int step = 0; step < 40'000; ++step) {
    const auto task = static_cast<TaskId>(random.Below(4));
    const char* const at = words_ + random.Below(40);
    const size_t bytes = 1 + random.Below(12);
    switch (random.Below(16)) {
      case 0:
        NextExecution();
        touched.BeginExecution(/*watches_all=*/false);
        if (random.Below(20) == 0) {
          memory_.BeginExploration();
          touched.BeginExploration();
        }
        break;
      case 1:
      case 2:
        Order(task, static_cast<TaskId>(random.Below(4)));
        break;
      case 3:
        memory_.Forget(at, bytes);
        touched.Forget(at, bytes);
        break;
      case 4: {
        const uint32_t known =
            touched.Touch(at, bytes, task, true, true, causality_);
        const uint32_t fast =
            memory_.IsAtomicAlone(at, bytes)
                ? 0
                : memory_.Touch(at, bytes, task, true, true, causality_);
        ASSERT_EQ(fast, known) << "in step " << step;
        break;
      }
      default: {
        const bool writes = random.Below(3) == 0;
        const uint32_t known =
            touched.Touch(at, bytes, task, writes, false, causality_);
        const bool noted =
            (writes ? memory_.TouchOwn<true>(at, bytes, task, causality_)
                    : memory_.TouchOwn<false>(at, bytes, task, causality_)) ||
            memory_.TouchOrdered(at, bytes, task, writes, causality_);
        const uint32_t fast =
            noted ? 0
                  : memory_.Touch(at, bytes, task, writes, false, causality_);
        ASSERT_EQ(fast, known) << "in step " << step;
      }
    }
    ASSERT_EQ(memory_.watched(), touched.watched()) << "in step " << step;
  }
}

TEST_F(SharedMemoryTest, IsRacedWhereAllOfItWasMarked) {
  memory_.MarkRaced(words_, 8);
  EXPECT_TRUE(memory_.IsRaced(words_, 4));
  EXPECT_FALSE(memory_.IsRaced(words_, 16));
  EXPECT_FALSE(memory_.IsRaced(words_ + 8, 8));
  NextExecution();
  EXPECT_TRUE(memory_.IsRaced(words_, 8));
}

TEST_F(SharedMemoryTest, AWriteAfterReadersHasToBeOrderedAfterEachOfThem) {
  EXPECT_EQ(Writes(1, words_), 0u);
  Order(1, 2);
  Order(1, 3);
  EXPECT_TRUE(memory_.TouchOrdered(words_, 8, 2, false, causality_));
  EXPECT_TRUE(memory_.TouchOrdered(words_, 8, 3, false, causality_));
  Order(3, 1);
  EXPECT_FALSE(memory_.TouchOrdered(words_, 8, 1, true, causality_));
  EXPECT_EQ(Writes(1, words_), kWatched);
}

TEST_F(SharedMemoryTest, AtomicUsesAloneAreNothingAndAPlainOneAmongThemIs) {
  EXPECT_EQ(Changes(1, words_), 0u);
  EXPECT_EQ(Changes(2, words_), 0u);
  EXPECT_FALSE(memory_.TouchOrdered(words_, 8, 2, false, causality_));
  EXPECT_EQ(Reads(2, words_), kWatched | SharedMemory::kAtomic);
}

TEST_F(SharedMemoryTest, AWriteThatNothingOrdersIsWatched) {
  EXPECT_EQ(Writes(1, words_), 0u);
  EXPECT_EQ(Reads(2, words_), kWatched);
  EXPECT_EQ(Reads(1, words_ + 8), 0u);
  EXPECT_EQ(Writes(2, words_ + 8), kWatched);
  EXPECT_EQ(memory_.watched(), 2u);
}

TEST_F(SharedMemoryTest, WhatIsHandedOnInOrderIsNot) {
  EXPECT_EQ(Writes(1, words_), 0u);
  Order(1, 2);
  EXPECT_EQ(Reads(2, words_), 0u);
  EXPECT_EQ(Writes(2, words_), 0u);
  Order(2, 1);
  EXPECT_EQ(Writes(1, words_), 0u);
}

// Task 2's read must not hide task 1's write from task 3.
TEST_F(SharedMemoryTest, AReadInOrderKeepsTheWriteBeforeIt) {
  EXPECT_EQ(Writes(1, words_), 0u);
  Order(1, 2);
  EXPECT_EQ(Reads(2, words_), 0u);
  EXPECT_EQ(Reads(3, words_), kWatched);
}

TEST_F(SharedMemoryTest, AReadThatIsNotSeenByTheNextWriterCounts) {
  EXPECT_EQ(Reads(1, words_), 0u);
  EXPECT_EQ(Reads(2, words_), 0u);
  Order(2, 3);
  EXPECT_EQ(Writes(3, words_), kWatched);
}

TEST_F(SharedMemoryTest, AtomicOperationsAreNothingAmongThemselves) {
  EXPECT_EQ(Changes(1, words_), 0u);
  EXPECT_EQ(Changes(2, words_), 0u);
  EXPECT_EQ(Writes(2, words_), kWatched | SharedMemory::kAtomic);
}

TEST_F(SharedMemoryTest, AnAtomicOperationAfterAPlainWriteNeedsAnOrder) {
  EXPECT_EQ(Writes(1, words_), 0u);
  EXPECT_EQ(Changes(1, words_), 0u);
  EXPECT_EQ(Changes(2, words_), kWatched | SharedMemory::kAtomic);
}

TEST_F(SharedMemoryTest, TellsThatWhatIsWatchedWasUsedAtomically) {
  EXPECT_EQ(Changes(1, words_), 0u);
  EXPECT_EQ(Reads(2, words_), kWatched | SharedMemory::kAtomic);
  EXPECT_EQ(Reads(2, words_), kWatched | SharedMemory::kAtomic);
  // ... in this execution.
  NextExecution();
  EXPECT_EQ(Reads(1, words_), kWatched);
  EXPECT_EQ(Changes(2, words_), kWatched | SharedMemory::kAtomic);
  EXPECT_EQ(Reads(1, words_), kWatched | SharedMemory::kAtomic);
}

TEST_F(SharedMemoryTest, EveryGranuleOfAnAccessCounts) {
  EXPECT_EQ(Writes(1, words_ + 16, 1), 0u);
  EXPECT_EQ(Reads(2, words_, 16), 0u);
  EXPECT_EQ(Reads(2, words_ + 12, 5), kWatched);
}

TEST_F(SharedMemoryTest, WhatIsKnownOutlivesTheExecution) {
  Writes(1, words_);
  Writes(2, words_);
  memory_.MarkRaced(words_, 4);
  NextExecution();
  EXPECT_EQ(Reads(1, words_), kWatched | SharedMemory::kRaced);
  EXPECT_EQ(Reads(1, words_ + 8), 0u);
  EXPECT_EQ(memory_.raced(), 1u);
  memory_.BeginExploration();
  EXPECT_EQ(Reads(1, words_), 0u);
  EXPECT_EQ(memory_.raced(), 0u);
}

TEST_F(SharedMemoryTest, WhoUsedItDoesNot) {
  Writes(1, words_);
  NextExecution();
  EXPECT_EQ(Writes(2, words_), 0u);
}

TEST_F(SharedMemoryTest, MemoryUsedAnewIsNobodys) {
  Writes(1, words_);
  memory_.Forget(words_, 8);
  EXPECT_EQ(Writes(2, words_), 0u);
}

TEST_F(SharedMemoryTest, MoreMemoryThanTheTableHoldsIsUsedAnewToo) {
  Writes(1, words_);
  Writes(1, words_ + 8);
  memory_.Forget(words_ + 8, size_t{1} << 40);
  EXPECT_EQ(Writes(2, words_ + 8), 0u);
  EXPECT_EQ(Writes(2, words_), kWatched);
}

TEST_F(SharedMemoryTest, AllCanBeTakenForWatched) {
  NextExecution(/*watches_all=*/true);
  EXPECT_EQ(Reads(1, words_), kWatched);
  EXPECT_EQ(Reads(1, words_), kWatched);
  EXPECT_EQ(memory_.watched(), 0u);
  EXPECT_FALSE(memory_.IsWatched(words_, 8));
}

TEST_F(SharedMemoryTest, TellsWhatIsWatchedForItsOwnSake) {
  Writes(1, words_ + 8);
  Writes(2, words_ + 8);
  EXPECT_FALSE(memory_.IsWatched(words_, 8));
  EXPECT_TRUE(memory_.IsWatched(words_, 9));
}

// More locations than the table has at first, over several executions.
TEST_F(SharedMemoryTest, TheTableGrowsAndForgetsOnlyWhatIsOver) {
  std::vector<uint64_t> many(20'000);
  Writes(1, many.data());
  Writes(2, many.data());
  for (int execution = 0; execution < 3; ++execution) {
    NextExecution();
    for (const uint64_t& word : many) {
      const bool watched = &word == many.data();
      ASSERT_EQ(Writes(1, &word), watched ? kWatched : 0u);
    }
  }
}

TEST(SharedMemoryEpochTest, AfterTheLastNumberOfAnExecutionTheyBeginAnew) {
  Causality causality;
  SharedMemory memory(std::numeric_limits<uint32_t>::max());
  alignas(8) char words[16] = {};
  const auto write = [&](TaskId task, const char* word) {
    return memory.Touch(word, 8, task, true, false, causality);
  };
  EXPECT_EQ(write(1, words), 0u);
  memory.BeginExecution(false);
  EXPECT_EQ(write(2, words), 0u);
  EXPECT_EQ(write(1, words + 8), 0u);
  EXPECT_EQ(write(2, words + 8), SharedMemory::kWatched);
  memory.BeginExecution(false);
  EXPECT_EQ(write(1, words + 8), SharedMemory::kWatched);
}

}  // namespace
}  // namespace interleave
