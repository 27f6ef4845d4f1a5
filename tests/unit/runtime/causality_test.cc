// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/causality.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace interleave {
namespace {

using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

// Task 1 writes, task 2 reads; `x` and `y` are atomic objects.
class CausalityTest : public testing::Test {
 protected:
  // Something task 1 did just now.
  Epoch Write() { return causality_.Now(1); }
  bool SeenBy(TaskId task, Epoch written) {
    return causality_.HasSeen(task, 1, written);
  }

  Causality causality_;
  int x_ = 0;
  int y_ = 0;
};

TEST_F(CausalityTest, NothingOrdersTasksByItself) {
  EXPECT_FALSE(SeenBy(2, Write()));
  EXPECT_TRUE(SeenBy(1, Write()));
}

TEST_F(CausalityTest, AcquireSeesWhatWasReleasedBeforeAndNothingLater) {
  const Epoch before = Write();
  causality_.Release(1, &x_);
  const Epoch after = Write();
  EXPECT_FALSE(SeenBy(2, before));
  causality_.Acquire(2, &x_);
  EXPECT_TRUE(SeenBy(2, before));
  EXPECT_FALSE(SeenBy(2, after));
}

TEST_F(CausalityTest, AnotherKeyOrdersNothing) {
  const Epoch written = Write();
  causality_.Release(1, &x_);
  causality_.Acquire(2, &y_);
  EXPECT_FALSE(SeenBy(2, written));
}

TEST_F(CausalityTest, OrderIsTransitive) {
  const Epoch written = Write();
  causality_.Release(1, &x_);
  causality_.Acquire(2, &x_);
  causality_.Release(2, &y_);
  causality_.Acquire(3, &y_);
  EXPECT_TRUE(SeenBy(3, written));
}

TEST_F(CausalityTest, EachPairOfOrdersOrdersAsTheStandardSays) {
  struct Case {
    std::memory_order written;
    std::memory_order read;
    bool ordered;
  };
  for (const Case& each : std::vector<Case>{
           {memory_order_relaxed, memory_order_relaxed, false},
           {memory_order_relaxed, memory_order_acquire, false},
           {memory_order_release, memory_order_relaxed, false},
           {memory_order_release, memory_order_acquire, true},
           {memory_order_seq_cst, memory_order_seq_cst, true},
           {memory_order_seq_cst, memory_order_relaxed, false},
       }) {
    causality_.BeginExecution();
    const Epoch written = Write();
    causality_.Store(1, &x_, each.written);
    causality_.Load(2, &x_, each.read);
    EXPECT_EQ(SeenBy(2, written), each.ordered)
        << static_cast<int>(each.written) << static_cast<int>(each.read);
  }
}

TEST_F(CausalityTest, AStoreOfAnyTaskEndsTheReleaseSequence) {
  for (const TaskId task : {1u, 3u}) {
    causality_.BeginExecution();
    const Epoch written = Write();
    causality_.Store(1, &x_, memory_order_release);
    causality_.Store(task, &x_, memory_order_relaxed);
    causality_.Load(2, &x_, memory_order_acquire);
    EXPECT_FALSE(SeenBy(2, written)) << task;
  }
}

TEST_F(CausalityTest, AChangeGoesOnWithTheReleaseSequence) {
  const Epoch written = Write();
  causality_.Store(1, &x_, memory_order_release);
  causality_.Change(3, &x_, memory_order_relaxed);
  EXPECT_FALSE(SeenBy(3, written));
  causality_.Load(2, &x_, memory_order_acquire);
  EXPECT_TRUE(SeenBy(2, written));
}

TEST_F(CausalityTest, AChangeThatAcquiresAndReleasesDoesBoth) {
  const Epoch written = Write();
  causality_.Store(1, &x_, memory_order_release);
  causality_.Change(2, &x_, memory_order_acq_rel);
  EXPECT_TRUE(SeenBy(2, written));
  causality_.Load(3, &x_, memory_order_acquire);
  EXPECT_TRUE(causality_.HasSeen(3, 2, 1));
  EXPECT_FALSE(causality_.HasSeen(3, 2, causality_.Now(2)));
}

TEST_F(CausalityTest, AReleaseFenceIsReleasedByLaterRelaxedStores) {
  const Epoch before = Write();
  causality_.Fence(1, memory_order_release);
  const Epoch after = Write();
  causality_.Store(1, &x_, memory_order_relaxed);
  causality_.Load(2, &x_, memory_order_acquire);
  EXPECT_TRUE(SeenBy(2, before));
  EXPECT_FALSE(SeenBy(2, after));
}

TEST_F(CausalityTest, AnAcquireFenceAcquiresEarlierRelaxedLoads) {
  const Epoch written = Write();
  causality_.Store(1, &x_, memory_order_release);
  causality_.Fence(2, memory_order_acquire);
  EXPECT_FALSE(SeenBy(2, written));
  causality_.Load(2, &x_, memory_order_relaxed);
  EXPECT_FALSE(SeenBy(2, written));
  causality_.Fence(2, memory_order_acquire);
  EXPECT_TRUE(SeenBy(2, written));
}

TEST_F(CausalityTest, FencesOfBothSidesOrderRelaxedOperations) {
  const Epoch written = Write();
  causality_.Fence(1, memory_order_seq_cst);
  causality_.Change(1, &x_, memory_order_relaxed);
  causality_.Load(2, &x_, memory_order_relaxed);
  causality_.Fence(2, memory_order_acq_rel);
  EXPECT_TRUE(SeenBy(2, written));
}

TEST_F(CausalityTest, WhatIsForgottenOrdersNothing) {
  const Epoch written = Write();
  causality_.Store(1, &x_, memory_order_release);
  causality_.Forget(&x_);
  causality_.Load(2, &x_, memory_order_acquire);
  EXPECT_FALSE(SeenBy(2, written));
}

TEST_F(CausalityTest, AnExecutionKnowsNothingOfTheOneBefore) {
  causality_.Store(1, &x_, memory_order_release);
  causality_.Load(2, &x_, memory_order_acquire);
  causality_.BeginExecution();
  EXPECT_EQ(Write(), 1u);
  EXPECT_FALSE(SeenBy(2, 1));
  causality_.Load(2, &x_, memory_order_acquire);
  EXPECT_FALSE(SeenBy(2, 1));
}

TEST_F(CausalityTest, KeepsThousandsOfKeysApart) {
  std::vector<int> keys(5000);
  std::vector<Epoch> written;
  for (const int& key : keys) {
    written.push_back(Write());
    causality_.Store(1, &key, memory_order_release);
  }
  for (size_t i = 0; i < keys.size(); ++i) {
    const TaskId reader = 2;
    causality_.Load(reader, &keys[i], memory_order_acquire);
    EXPECT_TRUE(SeenBy(reader, written[i]));
    if (i + 1 < keys.size()) {
      EXPECT_FALSE(SeenBy(reader, written[i + 1]));
    }
  }
}

TEST_F(CausalityTest, WhoIsCreatedHasSeenItsCreatorUpToThere) {
  const Epoch before = Write();
  causality_.Create(1, 2);
  const Epoch after = Write();
  EXPECT_TRUE(SeenBy(2, before));
  EXPECT_FALSE(SeenBy(2, after));
  EXPECT_FALSE(causality_.HasSeen(1, 2, causality_.Now(2)));
}

TEST_F(CausalityTest, WhoIsCreatedHasSeenWhatItsCreatorHad) {
  const Epoch written = Write();
  causality_.Create(1, 2);
  causality_.Create(2, 3);
  EXPECT_TRUE(SeenBy(3, written));
}

TEST_F(CausalityTest, WhoJoinsHasSeenAllThatTheOtherDidAndHadSeen) {
  const Epoch by_other = causality_.Now(3);
  causality_.Release(3, &x_);
  causality_.Acquire(1, &x_);
  const Epoch last = Write();
  causality_.Join(2, 1);
  EXPECT_TRUE(SeenBy(2, last));
  EXPECT_TRUE(causality_.HasSeen(2, 3, by_other));
}

// Relaxed operations are passed over until something is announced.
TEST_F(CausalityTest, ARelaxedStoreAfterAFenceIsNotedWhenNothingElseWas) {
  const Epoch written = Write();
  causality_.Store(1, &x_, memory_order_relaxed);
  causality_.Fence(1, memory_order_release);
  causality_.Store(1, &x_, memory_order_relaxed);
  causality_.Load(2, &x_, memory_order_acquire);
  EXPECT_TRUE(SeenBy(2, written));
}

TEST(CausalityEpochTest, AfterTheLastNumberOfAnExecutionTheyBeginAnew) {
  Causality causality(std::numeric_limits<uint32_t>::max());
  int x = 0;
  const Epoch written = causality.Now(1);
  causality.Release(1, &x);
  causality.Acquire(2, &x);
  EXPECT_TRUE(causality.HasSeen(2, 1, written));
  causality.BeginExecution();
  causality.Acquire(2, &x);
  EXPECT_FALSE(causality.HasSeen(2, 1, causality.Now(1)));
}

}  // namespace
}  // namespace interleave
