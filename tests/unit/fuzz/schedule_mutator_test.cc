// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/fuzz/schedule_mutator.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "interleave/base/random.h"

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Bytes = std::vector<uint8_t>;
using Switches = std::vector<ByteSwitch>;

constexpr size_t kManyBytes = 1000;
constexpr uint64_t kSeeds = 50'000;

TEST(ByteSwitchTest, EachCountsFromTheOneBefore) {
  // 2 pass, then the first other; 0 pass, then the third; 24 and 3 pass.
  const Bytes bytes = {2, (2 << 5) | 0, 24, (7 << 5) | 3};
  EXPECT_THAT(SwitchesOf(bytes), ElementsAre(ByteSwitch{2, 0}, ByteSwitch{3, 2},
                                             ByteSwitch{31, 7}));
}

TEST(ByteSwitchTest, WaitsAtTheEndAreNothing) {
  EXPECT_THAT(SwitchesOf(Bytes{31, 24}), IsEmpty());
}

TEST(ByteSwitchTest, AnyBytesAreWrittenAsTheyAreRead) {
  Random random(3);
  for (int round = 0; round < 200; ++round) {
    Bytes bytes(random.Below(40));
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random.Below(256));
    const Switches switches = SwitchesOf(bytes);
    const Bytes written = BytesOf(switches, kManyBytes);
    EXPECT_EQ(SwitchesOf(written), switches);
  }
}

TEST(ByteSwitchTest, LongWaitsTakeFewBytes) {
  const Bytes bytes = BytesOf({{5000, 1}}, kManyBytes);
  EXPECT_LE(bytes.size(), 8u);
  EXPECT_THAT(SwitchesOf(bytes), ElementsAre(ByteSwitch{5000, 1}));
}

TEST(ByteSwitchTest, OfSeveralAtOneChoiceTheFirstStays) {
  const Bytes bytes = BytesOf({{9, 1}, {4, 2}, {4, 3}}, kManyBytes);
  EXPECT_THAT(SwitchesOf(bytes),
              ElementsAre(ByteSwitch{4, 2}, ByteSwitch{9, 1}));
}

TEST(ByteSwitchTest, WhatDoesNotFitIsLeftOut) {
  EXPECT_THAT(BytesOf({{0, 0}, {1, 0}, {2, 0}}, 2), ElementsAre(0, 0));
  EXPECT_EQ(BytesOf({{1'000'000, 0}}, 5).size(), 5u);
}

Switches Mutated(const Switches& switches, uint64_t seed, uint64_t choices) {
  ScheduleMutator mutator(seed, choices);
  return SwitchesOf(mutator.Mutate(BytesOf(switches, kManyBytes), kManyBytes));
}

bool SomeMutationIs(const Switches& from, const Switches& to) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    if (Mutated(from, seed, 40) == to) return true;
  }
  return false;
}

TEST(ScheduleMutatorTest, ASwitchComesGoesMovesOrIsAnotherAndTheOthersStay) {
  const Switches three = {{3, 1}, {10, 2}, {30, 0}};
  EXPECT_TRUE(SomeMutationIs(three, {{3, 1}, {30, 0}})) << "goes";
  EXPECT_TRUE(SomeMutationIs(three, {{3, 1}})) << "with the way back";
  EXPECT_TRUE(SomeMutationIs(three, {{3, 1}, {12, 2}, {30, 0}})) << "moves";
  EXPECT_TRUE(SomeMutationIs(three, {{3, 1}, {10, 5}, {30, 0}})) << "another";
  EXPECT_TRUE(SomeMutationIs(three, {{3, 1}, {10, 2}, {12, 2}, {30, 0}}))
      << "comes twice";
}

TEST(ScheduleMutatorTest, WhatIsRepeatedMovesWhatIsBehindIt) {
  EXPECT_TRUE(SomeMutationIs({{3, 1}, {4, 0}, {9, 2}},
                             {{3, 1}, {4, 0}, {5, 1}, {6, 0}, {11, 2}}));
}

TEST(ScheduleMutatorTest, NewSwitchesAreWhereTheExecutionHasChoices) {
  std::set<uint64_t> choices;
  size_t all = 0;
  size_t beyond = 0;
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    for (const ByteSwitch& one : Mutated({}, seed, 20)) {
      choices.insert(one.choice);
      ++all;
      beyond += one.choice >= 20;
    }
  }
  for (uint64_t choice = 0; choice < 20; ++choice) {
    EXPECT_TRUE(choices.contains(choice)) << choice;
  }
  // What is put behind another, or repeated.
  EXPECT_LT(beyond, all / 3);
}

TEST(ScheduleMutatorTest, TheSameSeedMakesTheSameChange) {
  const Switches switches = {{3, 1}, {10, 2}};
  for (uint64_t seed = 0; seed < 50; ++seed) {
    EXPECT_EQ(Mutated(switches, seed, 40), Mutated(switches, seed, 40));
  }
}

TEST(ScheduleMutatorTest, ASpliceIsTheBeginningOfOneAndTheEndOfTheOther) {
  const Bytes one = BytesOf({{1, 1}, {10, 1}, {20, 1}}, kManyBytes);
  const Bytes other = BytesOf({{2, 2}, {12, 2}, {22, 2}}, kManyBytes);
  std::set<size_t> lengths_of_beginnings;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    ScheduleMutator mutator(seed, 30);
    size_t of_one = 0;
    bool other_began = false;
    for (const ByteSwitch& each :
         SwitchesOf(mutator.Splice(one, other, kManyBytes))) {
      EXPECT_FALSE(other_began && each.which == 1);
      other_began |= each.which == 2;
      of_one += each.which == 1;
    }
    lengths_of_beginnings.insert(of_one);
  }
  EXPECT_THAT(lengths_of_beginnings, ElementsAre(0, 1, 2, 3));
}

}  // namespace
}  // namespace interleave
