// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Tests that fail, as they would for whoever wrote the increment, until it is
// fixed (SCENARIO_FIXED). With --outcomes: every total that two tasks with two
// increments each can reach.

#include <cstdio>

#include "absl/flags/flag.h"
#include "interleave/gtest/gtest.h"
#include "interleave/interleave.h"
#include "scenarios/lost_increment/increment.h"
#include "scenarios/lost_increment/increment_bodies.h"
#include "scenarios/lost_increment/increment_fixed.h"

ABSL_FLAG(bool, outcomes, false,
          "Print every total that two tasks with two increments of 1 each can "
          "reach, how many schedules lead to it, and one of them.");

namespace scenarios::lost_increment {
namespace {

#ifdef SCENARIO_FIXED
constexpr Adder kAdd = AddLocked;
#else
constexpr Adder kAdd = Add;
#endif

// The reported order, from the script.
INTERLEAVE_TEST(LostIncrement, TwoIncrements,
                {.script_file = SCENARIO_FOLDER "/reproduce.script"}) {
  TwoIncrements(kAdd);
}

// Nobody says where to look.
INTERLEAVE_TEST(LostIncrement, DepositAndWithdraw, {.strategy = "random"}) {
  DepositAndWithdraw(kAdd);
}

void PrintOutcomes() {
  const interleave::ExploreResult result = interleave::Explore(
      {.strategy = "exhaustive", .executions = 0},
      [] { TotalOf(kAdd, /*tasks=*/2, /*times=*/2, /*step=*/1); });
  std::printf("2 tasks x 2 increments of 1: total, schedules, one of them\n%s",
              interleave::FormatOutcomes(result).c_str());
}

}  // namespace
}  // namespace scenarios::lost_increment

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  interleave::InitTests(argc, argv);
  if (absl::GetFlag(FLAGS_outcomes)) {
    scenarios::lost_increment::PrintOutcomes();
    return 0;
  }
  return RUN_ALL_TESTS();
}
