// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/reversal.h"

#include <string>

#include "gtest/gtest.h"
#include "unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Execution;
using simulated::Lock;
using simulated::Order;
using simulated::Program;
using simulated::RunOnce;
using simulated::Together;
using simulated::Uniform;
using simulated::Unlock;

// main's creation, then three steps of each of two tasks.
const Program kTwo = Uniform(2, 2);

TEST(ReversalStrategyTest, WithoutOrdersItIsTheBase) {
  ReversalStrategy reversal({}, {});
  EXPECT_EQ(Order(*RunOnce(kTwo, reversal)), "0 0 1 1 1 2 2 2 ");
  EXPECT_TRUE(reversal.reversed());
}

// T1 is held before its second step until T2 has taken its last, and goes on
// at once.
TEST(ReversalStrategyTest, HoldsTheFirstUntilTheSecondWasTaken) {
  ReversalStrategy reversal({}, {{{1, 2}, {2, 2}}});
  EXPECT_EQ(Order(*RunOnce(kTwo, reversal)), "0 0 1 2 2 1 1 2 ");
  EXPECT_TRUE(reversal.reversed());
}

TEST(ReversalStrategyTest, ReversesSeveralAtATime) {
  ReversalStrategy reversal({}, {{{1, 2}, {2, 1}}, {{1, 3}, {2, 3}}});
  EXPECT_EQ(Order(*RunOnce(kTwo, reversal)), "0 0 1 2 1 2 2 1 ");
  EXPECT_TRUE(reversal.reversed());
}

// Who holds the lock can't wait for him who wants it.
TEST(ReversalStrategyTest, GivesUpWhereTheProgramOrdersTheTwo) {
  const Program program =
      Together({{{Lock(0), Unlock(0)}, ""}, {{Lock(0), Unlock(0)}, ""}});
  ReversalStrategy reversal({}, {{{1, 3}, {2, 2}}});
  const Execution run = *RunOnce(program, reversal);
  EXPECT_EQ(run.result.outcome, Outcome::kGivenUp);
  EXPECT_FALSE(reversal.reversed());
  ReversalStrategy possible({}, {{{1, 2}, {2, 2}}});
  EXPECT_EQ(Order(*RunOnce(program, possible)), "0 0 1 2 2 2 1 1 ");
  EXPECT_TRUE(possible.reversed());
}

// It is past the first step before anybody could be held.
TEST(ReversalStrategyTest, WhatCameBeforeTheBaseBeganIsMissed) {
  ReversalStrategy reversal({}, {{{1, 0}, {2, 1}}});
  EXPECT_EQ(Order(*RunOnce(kTwo, reversal)), "0 0 1 1 1 2 2 2 ");
  EXPECT_FALSE(reversal.reversed());
}

}  // namespace
}  // namespace interleave
