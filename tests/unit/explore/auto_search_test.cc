// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Its phases in code that is not instrumented, on programs as data. Those by
// traces: tests/exhaustive/auto_traces_test.cc.

#include "interleave/explore/auto_search.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/strategy/simulated_program.h"

namespace interleave {
namespace {

using simulated::Program;
using simulated::RunOnce;
using simulated::Uniform;

AutoSearch Make(uint64_t executions) {
  return AutoSearch({.executions = executions}, &simulated::WouldBeOrdered);
}

// Who drew each execution; an estimating walk is marked.
std::vector<std::string> NamesOf(AutoSearch& search, const Program& program,
                                 size_t most) {
  std::vector<std::string> names;
  while (names.size() < most && RunOnce(program, search).has_value()) {
    names.push_back(search.WasRedundant() ? "walk" : search.name());
  }
  return names;
}

uint64_t CountOf(const std::vector<std::string>& names, const char* name) {
  return static_cast<uint64_t>(std::count(names.begin(), names.end(), name));
}

TEST(AutoSearchTest, AFewSchedulesAreAllThereIs) {
  AutoSearch search = Make(10'000);
  // 6 over 3, and the step of main's.
  const std::vector<std::string> names = NamesOf(search, Uniform(2, 2), 10'000);
  EXPECT_TRUE(search.exhausted());
  EXPECT_EQ(CountOf(names, "exhaustive"), names.size());
  EXPECT_EQ(search.repeated(), 0u);
  EXPECT_FALSE(search.samples());
  EXPECT_TRUE(search.members().empty());
}

TEST(AutoSearchTest, SomeThousandAreTriedEstimatedAndProven) {
  AutoSearch search = Make(10'000);
  const std::vector<std::string> names = NamesOf(search, Uniform(2, 5), 10'000);
  EXPECT_TRUE(search.exhausted());
  EXPECT_EQ(CountOf(names, "walk"), 64u);
  const auto walk = std::find(names.begin(), names.end(), "walk");
  EXPECT_EQ(std::count(walk, names.end(), "exhaustive") + 64,
            names.end() - walk);
  // Seven of eight from the 33rd on.
  EXPECT_EQ(std::count(names.begin(), names.begin() + 32, "exhaustive"), 32);
  EXPECT_EQ(
      std::count(names.begin() + 32, names.begin() + 32 + 80, "exhaustive"),
      10);
  const uint64_t tried = CountOf(names, "exhaustive");
  EXPECT_EQ(search.repeated(), names.size() - 64 - tried);
  EXPECT_EQ(search.name(), "exhaustive");
}

TEST(AutoSearchTest, WhatIsTooLargeIsSampledToTheEndOfTheBudget) {
  AutoSearch search = Make(1'000);
  const std::vector<std::string> names = NamesOf(search, Uniform(3, 6), 10'000);
  EXPECT_FALSE(search.exhausted());
  EXPECT_TRUE(search.samples());
  EXPECT_FALSE(search.counts_traces());
  EXPECT_EQ(names.size(), 1'000 + 64u);
  uint64_t sampled = 0;
  for (const MemberCount& member : search.members()) {
    sampled += member.executions;
    EXPECT_LE(member.distinct, member.executions) << member.name;
    EXPECT_GT(member.distinct, 0u) << member.name;
  }
  EXPECT_EQ(sampled + CountOf(names, "exhaustive"), 1'000u);
}

TEST(AutoSearchTest, WantsTracesWhereTheyTellWhoGetsMoreTurns) {
  AutoSearch small = Make(10'000);
  EXPECT_TRUE(small.WantsTraces());
  NamesOf(small, Uniform(2, 5), 400);
  EXPECT_FALSE(small.WantsTraces());
  AutoSearch large = Make(1'000);
  NamesOf(large, Uniform(3, 6), 700);
  EXPECT_TRUE(large.WantsTraces());
}

TEST(AutoSearchTest, CanBeDividedOnceItProvesOrHasItsPilotBehindIt) {
  AutoSearch proves = Make(10'000);
  ASSERT_TRUE(proves.Load(proves.Describe()));
  NamesOf(proves, Uniform(2, 5), 300);
  EXPECT_EQ(proves.split_depth(), Divisible::kIndivisible);
  NamesOf(proves, Uniform(2, 5), 100);
  EXPECT_TRUE(proves.KeepsOrder());
  EXPECT_TRUE(proves.Split().has_value());
}

TEST(AutoSearchTest, RefusesTextsOfOtherPhases) {
  const AutoSearch fresh = Make(1'000);
  const std::string text = fresh.Describe();
  EXPECT_TRUE(Make(1'000).Load(text));
  for (const char* phase : {"proving", "reducing", "sampling", "resting"}) {
    EXPECT_FALSE(Make(1'000).Load(phase + text.substr(text.find(' '))))
        << phase;
  }
}

}  // namespace
}  // namespace interleave
