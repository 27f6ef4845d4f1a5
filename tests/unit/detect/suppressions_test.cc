// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/detect/suppressions.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

int g_suppressed_variable;

[[gnu::noinline]] const void* Here() { return __builtin_return_address(0); }

// A return address in a function of this name. The two differ, so that gcc does
// not make one of them.
[[gnu::noinline]] const void* InReader() {
  const void* volatile here = Here();
  return here;
}
[[gnu::noinline]] const void* InWriter() {
  g_suppressed_variable = 1;
  const void* volatile here = Here();
  return here;
}

// InReader called by InWriter, and the other access in InWriter alone.
Finding RaceOfBoth() {
  Finding finding;
  finding.kind = FindingKind::kRace;
  finding.stack = {InReader(), InWriter()};
  finding.places.push_back({"the other access", {InWriter()}});
  finding.address = &g_suppressed_variable;
  return finding;
}

std::string_view MatchOf(Suppressions suppressions, const Finding& finding) {
  static std::string kept;
  kept = suppressions.Match(finding);
  return kept;
}

TEST(SuppressionsTest, PatternsMatchAnywhereOrWhereTheyAreBound) {
  EXPECT_TRUE(Suppressions::Matches("Get", "Pool::Get(int)"));
  EXPECT_FALSE(Suppressions::Matches("Put", "Pool::Get(int)"));
  EXPECT_TRUE(Suppressions::Matches("^Pool", "Pool::Get(int)"));
  EXPECT_FALSE(Suppressions::Matches("^Get", "Pool::Get(int)"));
  EXPECT_TRUE(Suppressions::Matches("Get$", "Pool::Get"));
  EXPECT_FALSE(Suppressions::Matches("Get$", "Pool::Get(int)"));
  EXPECT_TRUE(Suppressions::Matches("Pool::*int", "Pool::Get(int)"));
  EXPECT_FALSE(Suppressions::Matches("int*Pool", "Pool::Get(int)"));
  EXPECT_TRUE(Suppressions::Matches("^Pool*)$", "Pool::Get(int)"));
  EXPECT_TRUE(Suppressions::Matches("^a$", "a"));
  EXPECT_FALSE(Suppressions::Matches("^a$", "ab"));
  EXPECT_TRUE(Suppressions::Matches("*", "anything"));
  EXPECT_FALSE(Suppressions::Matches("*", ""));
}

TEST(SuppressionsTest, ARaceIsSuppressedByAFrameOfEitherStack) {
  EXPECT_EQ(MatchOf(Suppressions("race:InReader"), RaceOfBoth()),
            "race:InReader");
  EXPECT_EQ(MatchOf(Suppressions("# why\n\n  race:InWriter \n"), RaceOfBoth()),
            "race:InWriter");
  EXPECT_EQ(MatchOf(Suppressions("race:InNobody"), RaceOfBoth()), "");
}

TEST(SuppressionsTest, ARaceIsSuppressedByFileModuleOrVariable) {
  EXPECT_EQ(MatchOf(Suppressions("race:suppressions_test.cc"), RaceOfBoth()),
            "race:suppressions_test.cc");
  EXPECT_EQ(MatchOf(Suppressions("race:unit_detect"), RaceOfBoth()),
            "race:unit_detect");
  EXPECT_EQ(MatchOf(Suppressions("race:g_suppressed_var"), RaceOfBoth()),
            "race:g_suppressed_var");
}

TEST(SuppressionsTest, RaceTopLooksAtTheInnermostFramesOnly) {
  Finding finding = RaceOfBoth();
  EXPECT_EQ(MatchOf(Suppressions("race_top:InReader"), finding),
            "race_top:InReader");
  EXPECT_EQ(MatchOf(Suppressions("race_top:InWriter"), finding),
            "race_top:InWriter");
  finding.places[0].stack = {InReader()};
  EXPECT_EQ(MatchOf(Suppressions("race_top:InWriter"), finding), "");
}

TEST(SuppressionsTest, EachTypeIsForItsOwnFindings) {
  Finding finding = RaceOfBoth();
  EXPECT_EQ(MatchOf(Suppressions("deadlock:InReader"), finding), "");
  finding.kind = FindingKind::kLockOrder;
  EXPECT_EQ(MatchOf(Suppressions("deadlock:InReader"), finding),
            "deadlock:InReader");
  EXPECT_EQ(MatchOf(Suppressions("race:InReader"), finding), "");
  finding.kind = FindingKind::kAssertion;
  EXPECT_EQ(MatchOf(Suppressions("race:InReader"), finding), "");
}

}  // namespace
}  // namespace interleave
