// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/fuzz/input_mutator.h"

#include <algorithm>

#include "gtest/gtest.h"

namespace interleave {
namespace {

using Bytes = std::vector<uint8_t>;

Bytes Of(std::span<const uint8_t> bytes) {
  return {bytes.begin(), bytes.end()};
}

const Bytes kInput = {'g', 'o'};
const Bytes kSchedule = {0x21, 0x43, 0x05};

TEST(InputMutatorTest, PartsAreJoinedAsTheyWereTakenApart) {
  const Bytes joined = InputParts{kInput, kSchedule}.Join();
  EXPECT_EQ(joined, (Bytes{'g', 'o', 0x21, 0x43, 0x05, 3}));
  EXPECT_EQ(Of(InputParts::Of(joined).input), kInput);
  EXPECT_EQ(Of(InputParts::Of(joined).schedule), kSchedule);
  EXPECT_TRUE(InputParts::Of({}).input.empty());
  const Bytes too_many = {1, 2, 9};
  EXPECT_TRUE(InputParts::Of(too_many).input.empty());
  EXPECT_EQ(Of(InputParts::Of(too_many).schedule), (Bytes{1, 2}));
}

TEST(InputMutatorTest, EachPartIsChangedWithoutTheOther) {
  const Bytes joined = InputParts{kInput, kSchedule}.Join();
  int inputs = 0;
  int schedules = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    InputMutator mutator(seed, 20, /*splits=*/true, &ChangeBytes);
    const Bytes changed = mutator.Mutate(joined, 64);
    const InputParts parts = InputParts::Of(changed);
    const bool same_input = Of(parts.input) == kInput;
    const bool same_schedule = Of(parts.schedule) == kSchedule;
    EXPECT_TRUE(same_input || same_schedule) << seed;
    inputs += !same_input;
    schedules += !same_schedule;
  }
  EXPECT_GT(inputs, 100);
  EXPECT_GT(schedules, 100);
}

TEST(InputMutatorTest, NothingBecomesLongerThanItMay) {
  const Bytes joined = InputParts{kInput, kSchedule}.Join();
  for (uint64_t seed = 0; seed < 200; ++seed) {
    for (const bool splits : {true, false}) {
      for (const size_t size_max : {1, 2, 6, 300}) {
        InputMutator mutator(seed, 0, splits, &ChangeBytes);
        EXPECT_LE(mutator.Mutate(joined, size_max).size(), size_max);
        EXPECT_LE(mutator.Splice(joined, joined, size_max).size(), size_max);
      }
    }
  }
}

TEST(InputMutatorTest, TheSameSeedMakesTheSameChange) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    InputMutator one(seed, 20, true, &ChangeBytes);
    InputMutator other(seed, 20, true, &ChangeBytes);
    EXPECT_EQ(one.Mutate(kSchedule, 40), other.Mutate(kSchedule, 40));
  }
}

TEST(InputMutatorTest, BytesAreChangedToAnyOthers) {
  bool longer = false;
  bool shorter = false;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Random random(seed);
    const Bytes changed = ChangeBytes(kSchedule, 16, random);
    longer |= changed.size() > kSchedule.size();
    shorter |= changed.size() < kSchedule.size();
  }
  EXPECT_TRUE(longer);
  EXPECT_TRUE(shorter);
}

}  // namespace
}  // namespace interleave
