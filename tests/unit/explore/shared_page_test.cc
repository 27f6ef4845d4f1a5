// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/shared_page.h"

#include <sys/wait.h>
#include <unistd.h>

#include "gtest/gtest.h"

namespace interleave {
namespace {

class SharedPageTest : public ::testing::Test {
 protected:
  ~SharedPageTest() override { page_.Unmap(); }

  SharedPage& page_ = SharedPage::Map();
};

TEST_F(SharedPageTest, GrantsTheBudgetAndNoMore) {
  page_.SetBudget(1'000);
  uint64_t taken = 0;
  uint64_t last = 0;
  while (const uint64_t granted = page_.TakeExecutions(2)) {
    taken += granted;
    last = granted;
  }
  EXPECT_EQ(taken, 1'000u);
  EXPECT_EQ(last, 1u);
  EXPECT_TRUE(page_.budget_spent());
  page_.GiveBack(3);
  EXPECT_FALSE(page_.budget_spent());
  EXPECT_EQ(page_.TakeExecutions(2), 1u);
}

TEST_F(SharedPageTest, GrantsForEverWithoutALimit) {
  page_.SetBudget(0);
  for (int i = 0; i < 1'000; ++i) EXPECT_GT(page_.TakeExecutions(2), 0u);
  page_.GiveBack(5);
  EXPECT_GT(page_.TakeExecutions(2), 0u);
}

TEST_F(SharedPageTest, IsSeenByAForkedProcess) {
  page_.SetBudget(10);
  const pid_t child = fork();
  if (child == 0) {
    page_.slots[1].attention = SharedPage::kGive;
    while (page_.TakeExecutions(1) != 0) {
    }
    _exit(0);
  }
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  EXPECT_TRUE(page_.budget_spent());
  EXPECT_EQ(page_.slots[1].attention, SharedPage::kGive);
}

}  // namespace
}  // namespace interleave
