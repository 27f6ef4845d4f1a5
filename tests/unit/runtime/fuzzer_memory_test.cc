// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/fuzzer_memory.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

struct alignas(8) Counters {
  char bytes[64] = {};
};

TEST(FuzzerMemoryTest, HoldsNothingAtFirst) {
  const FuzzerMemory memory;
  const Counters counters;
  EXPECT_FALSE(memory.Touches(counters.bytes));
  EXPECT_FALSE(memory.Has(counters.bytes));
}

TEST(FuzzerMemoryTest, HasWhatWasAddedAndNotItsNeighbours) {
  static FuzzerMemory memory;  // for good, as the one of a process
  const Counters counters;
  memory.Add(counters.bytes + 11, counters.bytes + 29);
  EXPECT_FALSE(memory.Has(counters.bytes + 10));
  EXPECT_TRUE(memory.Has(counters.bytes + 11));
  EXPECT_TRUE(memory.Has(counters.bytes + 28));
  EXPECT_FALSE(memory.Has(counters.bytes + 29));
}

TEST(FuzzerMemoryTest, TouchesAllOfTheGranulesItBeginsAndEndsIn) {
  static FuzzerMemory memory;  // for good, as the one of a process
  const Counters counters;
  memory.Add(counters.bytes + 11, counters.bytes + 29);
  EXPECT_FALSE(memory.Touches(counters.bytes + 7));
  EXPECT_TRUE(memory.Touches(counters.bytes + 8));
  EXPECT_TRUE(memory.Touches(counters.bytes + 31));
  EXPECT_FALSE(memory.Touches(counters.bytes + 32));
}

TEST(FuzzerMemoryTest, KeepsManyRangesAndEachOnce) {
  static FuzzerMemory memory;  // for good, as the one of a process
  const Counters counters;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 32; ++i) {
      memory.Add(counters.bytes + 2 * i, counters.bytes + 2 * i + 1);
    }
  }
  EXPECT_EQ(memory.count(), 32u);
  for (int i = 0; i < 64; ++i) {
    EXPECT_EQ(memory.Has(counters.bytes + i), i % 2 == 0) << i;
  }
}

TEST(FuzzerMemoryTest, AnEmptyRangeIsNone) {
  static FuzzerMemory memory;  // for good, as the one of a process
  const Counters counters;
  memory.Add(counters.bytes, counters.bytes);
  EXPECT_EQ(memory.count(), 0u);
}

TEST(FuzzerMemoryTest, RemovesThatRangeAlone) {
  static FuzzerMemory memory;  // for good, as the one of a process
  const Counters counters;
  memory.Add(counters.bytes, counters.bytes + 8);
  memory.Add(counters.bytes + 8, counters.bytes + 16);
  memory.Remove(counters.bytes, counters.bytes + 8);
  EXPECT_FALSE(memory.Has(counters.bytes));
  EXPECT_TRUE(memory.Has(counters.bytes + 8));
}

}  // namespace
}  // namespace interleave
