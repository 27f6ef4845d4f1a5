// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/use_table.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct Number {
  int value = 0;
};

// Of all States that share bytes with the use, those that were set; then the
// use's own is set.
std::vector<int> Set(UseTable<Number>& table, uint32_t key, uint8_t bytes,
                     int value) {
  std::vector<int> seen;
  Number& own =
      table.Visit({key, UseMode::kExclusive, bytes}, [&](const Number& number) {
        if (number.value != 0) {
          seen.push_back(number.value);
        }
      });
  own.value = value;
  return seen;
}

TEST(UseTableTest, KeepsAStateForEachKey) {
  UseTable<Number> table;
  EXPECT_THAT(Set(table, 7, 0xff, 1), IsEmpty());
  EXPECT_THAT(Set(table, 1'000, 0xff, 2), IsEmpty());
  EXPECT_THAT(Set(table, 7, 0xff, 3), UnorderedElementsAre(1));
  EXPECT_THAT(Set(table, 7, 0xff, 4), UnorderedElementsAre(3));
}

TEST(UseTableTest, KeepsAStateForEachSetOfBytesAndShowsThoseThatOverlap) {
  UseTable<Number> table;
  EXPECT_THAT(Set(table, 1, 0x0f, 1), IsEmpty());
  EXPECT_THAT(Set(table, 1, 0xf0, 2), IsEmpty());
  EXPECT_THAT(Set(table, 1, 0x3c, 3), UnorderedElementsAre(1, 2));
  EXPECT_THAT(Set(table, 1, 0x01, 4), UnorderedElementsAre(1));
  EXPECT_THAT(Set(table, 1, 0x0f, 5), UnorderedElementsAre(1, 3, 4));
  EXPECT_THAT(Set(table, 1, 0xff, 6), UnorderedElementsAre(2, 3, 4, 5));
}

TEST(UseTableTest, IsEmptyAfterClear) {
  UseTable<Number> table;
  Set(table, 1, 0x0f, 1);
  Set(table, 1, 0xf0, 2);
  table.Clear();
  EXPECT_THAT(Set(table, 1, 0xff, 3), IsEmpty());
  EXPECT_THAT(Set(table, 1, 0xf0, 4), UnorderedElementsAre(3));
}

}  // namespace
}  // namespace interleave
