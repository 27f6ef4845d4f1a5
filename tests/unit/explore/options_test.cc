// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace interleave {
namespace {

using ::testing::HasSubstr;

TEST(OptionsTest, DefaultsAreRight) { EXPECT_EQ(OptionsError({}), ""); }

TEST(OptionsTest, SaysWhatToWriteInstead) {
  EXPECT_THAT(OptionsError({.strategy = "randon"}),
              HasSubstr("did you mean \"random\"?"));
  EXPECT_THAT(OptionsError({.strategy = "random", .executions = 0}),
              HasSubstr("set executions or seconds"));
  EXPECT_THAT(OptionsError({.seconds = -1}), HasSubstr("from 0 on"));
  EXPECT_THAT(OptionsError({.stack_bytes = 10}), HasSubstr("65536"));
  EXPECT_THAT(OptionsError({.timeouts = "never"}), HasSubstr("when-idle"));
  EXPECT_THAT(OptionsError({.points = "some"}), HasSubstr("\"atomics\""));
  EXPECT_THAT(OptionsError({.races = "on"}), HasSubstr("\"explore\""));
  for (const char* strategy : {"dpor", "rf-dpor"}) {
    EXPECT_EQ(OptionsError({.strategy = strategy, .executions = 0}), "");
    EXPECT_THAT(OptionsError({.strategy = strategy, .preemptions = 2}),
                HasSubstr("has no bound on preemptions"));
    EXPECT_THAT(OptionsError({.strategy = strategy, .points = "atomics"}),
                HasSubstr("must be \"shared\" or \"all\""));
    EXPECT_THAT(OptionsError({.strategy = strategy, .script_file = "a"}),
                HasSubstr("takes no script"));
  }
  EXPECT_THAT(OptionsError({.replay = "a", .verify = "b"}),
              HasSubstr("exclude one another"));
}

}  // namespace
}  // namespace interleave
