// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/object_table.h"

#include <gtest/gtest.h>

#include <vector>

namespace interleave {
namespace {

TEST(ObjectTableTest, NumbersObjectsInOrderOfTheirFirstUse) {
  ObjectTable table;
  int a, b, c;
  EXPECT_EQ(table.Find(&b, ObjectKind::kMutex).Label(), "mutex 1");
  EXPECT_EQ(table.Find(&a, ObjectKind::kMutex).Label(), "mutex 2");
  EXPECT_EQ(table.Find(&c, ObjectKind::kCondition).Label(), "condition 1");
  EXPECT_EQ(table.Find(&b, ObjectKind::kMutex).id, 0u);
}

TEST(ObjectTableTest, TakesUsedMemoryForANewObject) {
  ObjectTable table;
  int memory;
  EXPECT_EQ(table.Find(&memory, ObjectKind::kMutex).id, 0u);
  EXPECT_EQ(table.Find(&memory, ObjectKind::kCondition).id, 1u);
  table.Forget(&memory);
  EXPECT_EQ(table.Lookup(&memory), nullptr);
  EXPECT_EQ(table.Find(&memory, ObjectKind::kCondition).id, 2u);
}

TEST(ObjectTableTest, KeepsEveryObjectWhenItGrows) {
  ObjectTable table;
  std::vector<int> memory(10'000);
  for (int round = 0; round < 3; ++round) {
    for (size_t i = 0; i < memory.size(); ++i) {
      EXPECT_EQ(table.Find(&memory[i], ObjectKind::kMutex).id, i);
    }
    for (size_t i = 0; i < memory.size(); ++i) {
      ASSERT_NE(table.Lookup(&memory[i]), nullptr);
      EXPECT_EQ(table.Lookup(&memory[i])->id, i);
    }
    table.Reset();
    EXPECT_EQ(table.Lookup(&memory[0]), nullptr);
  }
}

}  // namespace
}  // namespace interleave
