// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/spin.h"

#include <gtest/gtest.h>

#include <array>

namespace interleave {
namespace {

// Places are told apart by address.
constexpr std::array<char, 8> kPlaces{};

// After how many operations of a cycle that long a place is reached again.
int OperationsUntilRepeated(size_t length) {
  Spin spin;
  uint32_t points = 0;
  for (int operations = 1; operations < 100; ++operations) {
    const void* const site = &kPlaces.at(points % length);
    ++points;
    if (spin.Repeats(site, nullptr, points, /*effect=*/0)) return operations;
  }
  return 0;
}

TEST(SpinTest, ComesToThePlaceAgain) {
  EXPECT_EQ(OperationsUntilRepeated(1), 2);
  EXPECT_EQ(OperationsUntilRepeated(2), 3);
}

// The place is chosen at the 1st operation, the 3rd and the 7th.
TEST(SpinTest, LongerCyclesAreFoundFromALaterPlace) {
  EXPECT_EQ(OperationsUntilRepeated(3), 6);
  EXPECT_EQ(OperationsUntilRepeated(4), 7);
  EXPECT_EQ(OperationsUntilRepeated(5), 12);
}

TEST(SpinTest, TheSameInstructionOnOtherMemoryIsAnotherPlace) {
  Spin spin;
  EXPECT_FALSE(spin.Repeats(&kPlaces[0], &kPlaces[1], 1, 0));
  EXPECT_FALSE(spin.Repeats(&kPlaces[0], &kPlaces[2], 2, 0));
}

TEST(SpinTest, AnEffectMakesTheNextPlaceTheFirst) {
  Spin spin;
  EXPECT_FALSE(spin.Repeats(&kPlaces[0], nullptr, 1, 0));
  EXPECT_FALSE(spin.Repeats(&kPlaces[1], nullptr, 3, /*effect=*/2));
  EXPECT_TRUE(spin.Repeats(&kPlaces[1], nullptr, 4, 2));
  EXPECT_EQ(spin.limit, 2u);
  spin.Forget();
  EXPECT_FALSE(spin.Repeats(&kPlaces[1], nullptr, 5, 2));
}

}  // namespace
}  // namespace interleave
