// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "interleave/explore/search.h"
#include "interleave/runtime/happens_before.h"

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
  EXPECT_THAT(OptionsError({.coverage = "all"}), HasSubstr("\"print\""));
  for (const char* strategy : {"dpor", "rf-dpor"}) {
    EXPECT_EQ(OptionsError({.strategy = strategy, .executions = 0}), "");
    EXPECT_THAT(OptionsError({.strategy = strategy, .points = "atomics"}),
                HasSubstr("must be \"shared\" or \"all\""));
    EXPECT_THAT(OptionsError({.strategy = strategy, .script_file = "a"}),
                HasSubstr("takes no script"));
  }
  EXPECT_THAT(OptionsError({.replay = "a", .verify = "b"}),
              HasSubstr("exclude one another"));
}

TEST(OptionsTest, RacesAreAskedForByDefaultWhereTheRuntimeJudges) {
  EXPECT_EQ(RacesOf("auto"), IsJudgedByTsan() ? Races::kFail : Races::kOff);
  EXPECT_EQ(RacesOf("fail"), Races::kFail);
  EXPECT_EQ(RacesOf("sometimes"), std::nullopt);
}

TEST(OptionsTest, EveryStrategyCanBeSharedAndGoneOnWith) {
  for (const SearchKind& kind : SearchKinds()) {
    EXPECT_EQ(OptionsError({.strategy = kind.name, .jobs = 2}), "")
        << kind.name;
    EXPECT_EQ(OptionsError({.strategy = kind.name, .resume = "a"}), "")
        << kind.name;
  }
  EXPECT_EQ(OptionsError({.strategy = "dpor", .preemptions = 2, .jobs = 2}),
            "");
}

TEST(OptionsTest, RefusesABoundThatTheStrategyDoesNotTake) {
  EXPECT_EQ(
      OptionsError({.strategy = "optimal-dpor", .preemptions = 1}),
      "optimal-dpor takes no bound on preemptions: leave preemptions out, "
      "or set strategy to \"auto\", \"exhaustive\", \"dfs\", "
      "\"preemption-bounded\" or \"dpor\"");
  EXPECT_EQ(OptionsError({.strategy = "dpor", .preemptions = 1}), "");
  for (const char* strategy :
       {"auto", "random", "exhaustive", "preemption-bounded", "dpor"}) {
    EXPECT_EQ(
        OptionsError({.strategy = strategy, .delays = 1}),
        std::string(strategy) +
            " takes no bound on delays: leave delays out, or set strategy "
            "to \"delay-bounded\"");
  }
  EXPECT_THAT(OptionsError({.strategy = "delay-bounded", .preemptions = 1}),
              HasSubstr("leave preemptions out"));
  EXPECT_EQ(OptionsError({.strategy = "delay-bounded", .delays = 0}), "");
}

TEST(OptionsTest, RefusesWhatDporCannotSee) {
  EXPECT_THAT(OptionsError({.strategy = "dpor", .points = "sync"}),
              HasSubstr("points must be \"shared\" or \"all\""));
  EXPECT_THAT(OptionsError({.strategy = "dpor", .script_file = "a"}),
              HasSubstr("dpor takes no script"));
}

TEST(OptionsTest, ConfidenceAndDepthAreForStrategiesWithABound) {
  EXPECT_EQ(OptionsError({.strategy = "pct", .depth = 2}), "");
  EXPECT_EQ(OptionsError({.depth = 2, .confidence = 0.99}), "");
  EXPECT_EQ(OptionsError({.executions = 0, .confidence = 0.99}), "");
  EXPECT_THAT(OptionsError({.depth = 2}), HasSubstr("leave depth out"));
  EXPECT_THAT(OptionsError({.strategy = "random", .depth = 2}),
              HasSubstr("set strategy to \"pct\""));
  EXPECT_THAT(OptionsError({.strategy = "pos", .confidence = 0.5}),
              HasSubstr("leave confidence out, or set strategy to \"pct\""));
  for (const double wrong : {0.0, 1.0, -0.5, 99.0}) {
    EXPECT_THAT(OptionsError({.confidence = wrong}),
                HasSubstr("above 0 and below 1"));
  }
  for (const uint32_t wrong : {0u, 101u}) {
    EXPECT_THAT(OptionsError({.strategy = "pct", .depth = wrong}),
                HasSubstr("depth is from 1 to 100"));
  }
}

TEST(OptionsTest, WithConfidenceExecutionsAreNoLimit) {
  EXPECT_EQ(WithItsLimit({.executions = 5, .confidence = 0.5}).executions, 0u);
  EXPECT_EQ(WithItsLimit({.executions = 5}).executions, 5u);
}

TEST(OptionsTest, SearchesThatEndNeedNoBudget) {
  for (const char* strategy :
       {"exhaustive", "dfs", "preemption-bounded", "delay-bounded", "dpor"}) {
    EXPECT_EQ(OptionsError({.strategy = strategy, .executions = 0}), "")
        << strategy;
  }
  EXPECT_EQ(OptionsError({.executions = 0, .memory_mb = 1}), "");
  for (const char* strategy : {"auto", "random", "sticky-random", "pct", "pos",
                               "surw", "uniform-walk", "rff"}) {
    EXPECT_THAT(OptionsError({.strategy = strategy, .executions = 0}),
                HasSubstr("set executions or seconds"))
        << strategy;
  }
}

}  // namespace
}  // namespace interleave
