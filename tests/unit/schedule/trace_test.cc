// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/trace.h"

#include "gtest/gtest.h"

namespace interleave {
namespace {

TraceStep SampleStep() {
  TraceStep step;
  step.number = 9;
  step.task = 1;
  step.at = 4;
  step.kind = OperationKind::kLock;
  step.object = "mutex 1";
  step.point = "pool.reset.loaded";
  return step;
}

TEST(TraceStepTest, IsTheSameOperationWhereverItLiesInMemory) {
  const int here = 0;
  TraceStep other = SampleStep();
  other.stack = {&here};
  other.file = "pool.cc";
  other.line = 30;
  other.number = 10;
  other.waited = true;
  other.switched = true;
  EXPECT_TRUE(SampleStep().SameOperation(other));
}

TEST(TraceStepTest, IsAnotherOperationWhenWhoOrWhatDiffers) {
  TraceStep other = SampleStep();
  other.task = 2;
  EXPECT_FALSE(SampleStep().SameOperation(other));
  other = SampleStep();
  other.at = 5;
  EXPECT_FALSE(SampleStep().SameOperation(other));
  other = SampleStep();
  other.kind = OperationKind::kUnlock;
  EXPECT_FALSE(SampleStep().SameOperation(other));
  other = SampleStep();
  other.object = "mutex 2";
  EXPECT_FALSE(SampleStep().SameOperation(other));
  other = SampleStep();
  other.point = "pool.return.loaded";
  EXPECT_FALSE(SampleStep().SameOperation(other));
}

}  // namespace
}  // namespace interleave
