// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/access_recorder.h"

#include <sys/mman.h>

#include <cstdint>

#include "gtest/gtest.h"

namespace interleave {
namespace {

class AccessRecorderTest : public testing::Test {
 protected:
  AccessRecorderTest() {
    tasks_[0].id = 0;
    tasks_[1].id = 1;
  }

  void Access(TaskId task, OperationKind kind, const void* address,
              StepNumber step, size_t bytes = 4) {
    recorder_.Settle();
    recorder_.Add({tasks_[task], kind, address, bytes, true}, step);
  }

  TaskState tasks_[2];
  AccessRecorder recorder_{1'000};
};

TEST_F(AccessRecorderTest, KeepsWhatWasThereBeforeAndAfter) {
  alignas(8) volatile int32_t value = 5;
  const auto* const address = const_cast<const int32_t*>(&value);
  Access(0, OperationKind::kRead, address, 1);
  Access(1, OperationKind::kWrite, address, 2);
  value = 6;
  recorder_.Settle();
  value = 7;
  const std::vector<TraceAccess> all = recorder_.TakeShared();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(all[0].known && all[1].known);
  EXPECT_EQ(all[0].before, 5u);
  EXPECT_EQ(all[1].before, 5u);
  EXPECT_EQ(all[1].after, 6u);
  EXPECT_EQ(all[1].task, 1u);
  EXPECT_EQ(all[1].step, 2u);
  EXPECT_FALSE(all[0].stack.empty());
}

TEST_F(AccessRecorderTest, LeavesOutWhatOneTaskAloneUsedAndWhatNobodyWrote) {
  alignas(8) int32_t own = 0;
  alignas(8) int32_t constant = 0;
  Access(0, OperationKind::kWrite, &own, 1);
  Access(0, OperationKind::kRead, &own, 2);
  Access(0, OperationKind::kRead, &constant, 3);
  Access(1, OperationKind::kRead, &constant, 4);
  EXPECT_TRUE(recorder_.TakeShared().empty());
}

// What was under way at the end may be anything by now.
TEST_F(AccessRecorderTest, TheLastWriteHasNoValueUnlessSomethingFollows) {
  alignas(8) int32_t value = 5;
  Access(0, OperationKind::kRead, &value, 1);
  Access(1, OperationKind::kWrite, &value, 2);
  EXPECT_FALSE(recorder_.TakeShared()[1].known);
}

TEST_F(AccessRecorderTest, MemoryThatIsGoneIsNotRead) {
  constexpr size_t kPage = 4096;
  void* const page = mmap(nullptr, kPage, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  Access(0, OperationKind::kRead, page, 1);
  Access(1, OperationKind::kWrite, page, 2);
  munmap(page, kPage);
  recorder_.Settle();
  const std::vector<TraceAccess> all = recorder_.TakeShared();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(all[0].known);
  EXPECT_FALSE(all[1].known);
}

TEST_F(AccessRecorderTest, WhatIsLargerThanAWordHasNoValue) {
  alignas(16) char text[16] = {};
  Access(0, OperationKind::kRead, text, 1, 16);
  Access(1, OperationKind::kWrite, text, 2, 16);
  recorder_.Settle();
  for (const TraceAccess& access : recorder_.TakeShared()) {
    EXPECT_FALSE(access.known);
  }
}

TEST_F(AccessRecorderTest, MemoryThatIsUsedAnewIsOther) {
  alignas(8) int64_t value = 0;
  Access(0, OperationKind::kWrite, &value, 1);
  recorder_.MemoryAnew(&value, sizeof(value));
  Access(1, OperationKind::kWrite, &value, 2);
  EXPECT_TRUE(recorder_.TakeShared().empty());
}

TEST_F(AccessRecorderTest, OfVeryManyTheLastAreKept) {
  AccessRecorder small(10);
  alignas(8) int32_t value = 0;
  for (StepNumber step = 1; step <= 100; ++step) {
    small.Settle();
    small.Add({tasks_[step % 2], OperationKind::kWrite, &value, 4, true}, step);
  }
  const std::vector<TraceAccess> all = small.TakeShared();
  EXPECT_GE(all.size(), 10u);
  EXPECT_LE(all.size(), 20u);
  EXPECT_EQ(all.back().step, 100u);
  EXPECT_FALSE(all.back().stack.empty());
}

TEST_F(AccessRecorderTest, ThoseOfStepsThatAreNotKeptGoFirst) {
  AccessRecorder small(10);
  alignas(8) int32_t value = 0;
  StepNumber step = 1;
  for (; !small.IsFull(); ++step) {
    small.Settle();
    small.Add({tasks_[step % 2], OperationKind::kWrite, &value, 4, true}, step);
  }
  small.LeaveOut([](StepNumber number) { return number <= 2; });
  const std::vector<TraceAccess> all = small.TakeShared();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all.front().step, 1u);
}

}  // namespace
}  // namespace interleave
