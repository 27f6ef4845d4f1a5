// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/minimise.h"

#include <atomic>
#include <mutex>

#include "gtest/gtest.h"
#include "unit/explain/trial_body.h"

namespace interleave {
namespace {

Minimised MinimiseOf(TrialBody& body, uint64_t seed,
                     uint64_t executions = 100'000) {
  const Choices failing = body.FailingChoices(seed);
  const Defect defect = body.DefectOf(failing);
  Trials trials = body.TrialsOf(defect, executions);
  Minimised minimised = Minimise(failing, trials);
  // At any moment the best so far fails.
  ReplayStrategy replay(minimised.choices);
  replay.Begin();
  EXPECT_TRUE(defect.IsIn(body.Run(replay)));
  EXPECT_LE(minimised.after, minimised.before);
  return minimised;
}

TEST(MinimiseTest, ALostIncrementNeedsOnePreemption) {
  TrialBody body(&LostIncrements);
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const Minimised minimised = MinimiseOf(body, seed);
    EXPECT_EQ(minimised.after.preemptions, 1u) << seed;
    EXPECT_EQ(minimised.minimality, Minimality::kLeast) << seed;
    EXPECT_EQ(minimised.searched_below, 1u) << seed;
  }
}

// Each of three numbers must be taken between two steps of the other task.
void NeedsThree() {
  int turn = 0;
  bool all = true;
  const auto point = [] { INTERLEAVE_POINT("three.turn.taken"); };
  std::thread a([&] {
    for (int i = 0; i < 3; ++i) {
      all = all && turn == 2 * i;
      ++turn;
      point();
    }
  });
  std::thread b([&] {
    for (int i = 0; i < 3; ++i) {
      all = all && turn == 2 * i + 1;
      ++turn;
      point();
    }
  });
  a.join();
  b.join();
  INTERLEAVE_CHECK(!all);
}

// a | b a b a b: after each turn but the last of each task somebody else goes.
TEST(MinimiseTest, WhatNeedsMorePreemptionsKeepsThem) {
  TrialBody body(&NeedsThree);
  const Minimised minimised = MinimiseOf(body, 1);
  EXPECT_EQ(minimised.minimality, Minimality::kLeast);
  EXPECT_EQ(minimised.after.preemptions, 4u);
}

TEST(MinimiseTest, WithoutABudgetForAllItIsNotCalledLeast) {
  TrialBody body(&NeedsThree);
  const Minimised minimised = MinimiseOf(body, 1, 60);
  EXPECT_NE(minimised.minimality, Minimality::kLeast);
  EXPECT_LE(minimised.executions, 60u);
}

TEST(MinimiseTest, WithoutABudgetItStaysAsItIs) {
  TrialBody body(&LostIncrements);
  const Choices failing = body.FailingChoices();
  const Defect defect = body.DefectOf(failing);
  Trials trials = body.TrialsOf(defect, 0);
  const Minimised minimised = Minimise(failing, trials);
  EXPECT_EQ(minimised.choices, failing);
  EXPECT_EQ(minimised.minimality, Minimality::kUnknown);
}

TEST(MinimiseTest, ValuesThatWereDrawnAreMadeSmaller) {
  TrialBody body([] {
    std::atomic<uint32_t> drawn = 0;
    std::thread a([&] { drawn = Choose(6); });
    a.join();
    INTERLEAVE_CHECK(drawn < 2);
  });
  const Minimised minimised = MinimiseOf(body, 1);
  for (const Choice& choice : minimised.choices) {
    if (choice.kind == ChoiceKind::kValue) {
      EXPECT_EQ(choice.value, 2u);
    }
  }
}

TEST(MinimiseTest, TheSameTwice) {
  TrialBody body(&LostIncrements);
  const Minimised one = MinimiseOf(body, 7);
  const Minimised other = MinimiseOf(body, 7);
  EXPECT_EQ(one.choices, other.choices);
  EXPECT_EQ(one.executions, other.executions);
}

}  // namespace
}  // namespace interleave
