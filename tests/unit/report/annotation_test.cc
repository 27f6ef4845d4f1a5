// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/report/annotation.h"

#include <cstdlib>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace interleave {
namespace {

using testing::HasSubstr;

TEST(AnnotationTest, IsOneLineWhateverTheTextsHold) {
  EXPECT_EQ(FormatAnnotation({"a,b:c.cc", 7, "Test.Name", "100%\n::error::x"}),
            "::error file=a%2Cb%3Ac.cc,line=7,title=Test.Name::100%25%0A"
            "::error::x\n");
  EXPECT_EQ(FormatAnnotation({"", 0, "T", "m"}), "::error title=T::m\n");
  EXPECT_EQ(FormatAnnotation({"a.cc", 0, "T", "m"}),
            "::error file=a.cc,title=T::m\n");
}

TEST(AnnotationTest, OfAResultThereIsOneForEachFindingAndProblem) {
  ExploreResult result;
  result.test = "PoolTest.Reset";
  result.problems = {"no task was controlled"};
  Failure failure;
  failure.finding.kind = FindingKind::kDeadlock;
  failure.finding.message = "no task can go on";
  failure.finding.file = "pool.cc";
  failure.finding.line = 63;
  failure.token = "il1-abc";
  Explanation explanation;
  explanation.defect = DefectClass::kSelfDeadlock;
  failure.explanation = explanation;
  result.failures = {failure};
  EXPECT_EQ(FormatAnnotations(result),
            "::error file=pool.cc,line=63,title=PoolTest.Reset::deadlock: no "
            "task can go on%0Aself-deadlock%0Aschedule: il1-abc\n"
            "::error title=PoolTest.Reset::no task was controlled\n");
}

TEST(AnnotationTest, IsWantedInAWorkflowOnly) {
  unsetenv("GITHUB_ACTIONS");
  EXPECT_FALSE(WantsAnnotations());
  setenv("GITHUB_ACTIONS", "true", 1);
  EXPECT_TRUE(WantsAnnotations());
  setenv("GITHUB_ACTIONS", "false", 1);
  EXPECT_FALSE(WantsAnnotations());
}

}  // namespace
}  // namespace interleave
