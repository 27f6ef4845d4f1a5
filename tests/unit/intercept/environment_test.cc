// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <stdlib.h>

#include <string>
#include <thread>

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"
#include "interleave/runtime/assertion.h"

namespace interleave {
namespace {

constexpr char kName[] = "INTERLEAVE_ENVIRONMENT_TEST";

std::string Value() {
  const char* const value = getenv(kName);
  return value == nullptr ? "none" : value;
}

ExploreResult Run(void (*change)()) {
  Options options;
  options.strategy = "random";
  options.executions = 30;
  options.allow_single_schedule = true;
  options.allow_no_overlap = true;
  static void (*what)() = nullptr;
  what = change;
  return Explore(
      options,
      [] {
        const std::string before = Value();
        std::thread([] { std::this_thread::yield(); }).join();
        what();
        RecordOutcome(before + " then " + Value());
      },
      "EnvironmentTest");
}

void ExpectOutcome(void (*change)(), const std::string& outcome) {
  const ExploreResult result = Run(change);
  ASSERT_EQ(result.outcomes.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.outcomes[0].value, outcome);
  EXPECT_EQ(result.outcomes[0].count, result.executions);
}

TEST(EnvironmentTest, WhatAnExecutionSetsIsUndone) {
  unsetenv(kName);
  ExpectOutcome([] { setenv(kName, "set", 1); }, "none then set");
  EXPECT_EQ(Value(), "none");
}

TEST(EnvironmentTest, WhatAnExecutionReplacesOrTakesAwayComesBack) {
  setenv(kName, "outside", 1);
  ExpectOutcome([] { setenv(kName, "inside", 1); }, "outside then inside");
  ExpectOutcome([] { unsetenv(kName); }, "outside then none");
  ExpectOutcome([] { clearenv(); }, "outside then none");
  static char text[] = "INTERLEAVE_ENVIRONMENT_TEST=put";
  ExpectOutcome([] { putenv(text); }, "outside then put");
  EXPECT_EQ(Value(), "outside");
  EXPECT_NE(getenv("PATH"), nullptr);
  unsetenv(kName);
}

}  // namespace
}  // namespace interleave
