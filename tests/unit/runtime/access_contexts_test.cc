// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/access_contexts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(AccessContextsTest, KeepsTheLocksHeldAtTheTime) {
  AccessContexts contexts;
  Task task;
  const int lock = 0;
  const uint32_t before = contexts.Now(task, false);
  EXPECT_EQ(contexts.Now(task, false), before);
  task.locks_held.push_back(&lock);
  task.lock_set.reset();
  const uint32_t with = contexts.Now(task, false);
  EXPECT_THAT(contexts.at(before).locks, IsEmpty());
  EXPECT_THAT(contexts.at(with).locks, ElementsAre(&lock));
  EXPECT_THAT(contexts.at(with).stack, IsEmpty());
}

TEST(AccessContextsTest, LooksAtTheFramesWhenAsked) {
  AccessContexts contexts;
  Task task;
  const uint32_t first = contexts.Now(task, true);
  EXPECT_THAT(contexts.at(first).stack, Not(IsEmpty()));
  EXPECT_NE(contexts.Now(task, true), first);
}

}  // namespace
}  // namespace interleave
