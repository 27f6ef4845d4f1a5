// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/order_gate.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

constexpr PointSite kStored{"pool.reset.stored", "pool.cc", 1};
constexpr PointSite kAdded{"pool.return.added", "pool.cc", 2};

TaskState At(const PointSite* site) {
  TaskState task;
  task.next = {OperationKind::kPoint, kNoObject, site};
  return task;
}

TEST(OrderGateTest, OpensOnceThePointBeforeWasPassed) {
  OrderGate gate(Script().Order(kStored.name, kAdded.name).constraints());
  ASSERT_NE(gate.Withholding(At(&kAdded)), nullptr);
  EXPECT_EQ(gate.Withholding(At(&kAdded))->before, kStored.name);
  EXPECT_EQ(gate.Withholding(At(&kStored)), nullptr);
  gate.Pass(At(&kStored));
  EXPECT_EQ(gate.Withholding(At(&kAdded)), nullptr);
  gate.Reset();
  EXPECT_NE(gate.Withholding(At(&kAdded)), nullptr);
}

TEST(OrderGateTest, CountsOccurrencesOfAllTasksTogether) {
  OrderGate gate(Script().Order(kStored.name, 2, kAdded.name, 2).constraints());
  EXPECT_EQ(gate.Withholding(At(&kAdded)), nullptr);  // the first is free
  gate.Pass(At(&kAdded));
  EXPECT_NE(gate.Withholding(At(&kAdded)), nullptr);
  gate.Pass(At(&kStored));
  EXPECT_NE(gate.Withholding(At(&kAdded)), nullptr);
  gate.Pass(At(&kStored));
  EXPECT_EQ(gate.Withholding(At(&kAdded)), nullptr);
}

TEST(OrderGateTest, WithholdsNobodyElsewhere) {
  OrderGate gate(Script().Order(kStored.name, kAdded.name).constraints());
  TaskState task;
  task.next.kind = OperationKind::kLock;
  EXPECT_EQ(gate.Withholding(task), nullptr);
  TaskState ended = At(&kAdded);
  ended.finished = true;
  EXPECT_EQ(gate.Withholding(ended), nullptr);
}

}  // namespace
}  // namespace interleave
