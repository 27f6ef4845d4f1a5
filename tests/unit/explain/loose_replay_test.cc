// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/loose_replay.h"

#include "gtest/gtest.h"
#include "interleave/strategy/random.h"
#include "unit/strategy/simulated_program.h"

namespace interleave {
namespace {

TEST(LooseReplayTest, FollowsAllChoicesThatFitAndCountsPreemptions) {
  Random random(3);
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const simulated::Program program = simulated::Arbitrary(random);
    RandomStrategy drawn(seed);
    const simulated::Execution base = *simulated::RunOnce(program, drawn);
    LooseReplayStrategy replay(base.result.choices);
    const simulated::Execution again = *simulated::RunOnce(program, replay);
    EXPECT_EQ(again.steps, base.steps) << seed;
    EXPECT_EQ(replay.preemptions(), base.preemptions) << seed;
  }
}

}  // namespace
}  // namespace interleave
