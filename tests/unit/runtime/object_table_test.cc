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

// In few granules and in many, and again.
TEST(ObjectTableTest, ForgetsAllObjectsInSomeMemory) {
  ObjectTable table;
  std::vector<char> memory(1'000);
  ObjectId next = 0;
  for (const size_t bytes : {size_t{16}, size_t{960}, size_t{16}}) {
    const ObjectId before = table.Find(&memory[0], ObjectKind::kMutex).id;
    const ObjectId inside = table.FindMemory(&memory[17]).id;
    EXPECT_NE(inside, table.Find(&memory[17], ObjectKind::kMutex).id);
    const ObjectId behind = table.FindMemory(&memory[999]).id;
    table.ForgetMemory(&memory[16], bytes);
    EXPECT_EQ(table.Lookup(&memory[17]), nullptr);
    next = static_cast<ObjectId>(table.size());
    EXPECT_EQ(table.FindMemory(&memory[17]).id, next);
    EXPECT_EQ(table.Find(&memory[0], ObjectKind::kMutex).id, before);
    EXPECT_EQ(table.FindMemory(&memory[999]).id, behind);
  }
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
