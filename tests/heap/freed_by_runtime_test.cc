// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// With ThreadSanitizer's runtime, whose heap marks what is given back, a use of
// it is a finding without checks of ours, whatever orders the two. That heap
// takes small blocks again at once: what the library itself allocates must not
// be among those who do (runtime/unjudged_new.cc).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "heap/freed_bodies.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

ExploreResult Check(void (*body)(), const char* strategy = "dfs") {
  Options options;
  options.strategy = strategy;
  options.executions = 20'000;
  return Explore(options, body, "FreedByRuntimeTest");
}

void ExpectFinding(void (*body)(), const char* message, DefectClass defect) {
  for (const char* const strategy : {"dfs", "optimal-dpor"}) {
    const ExploreResult result = Check(body, strategy);
    ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
    const Failure& failure = result.failures[0];
    EXPECT_EQ(failure.finding.kind, FindingKind::kUseAfterFree)
        << FormatResult(result);
    EXPECT_THAT(failure.finding.message, HasSubstr(message));
    ASSERT_TRUE(failure.explanation.has_value());
    EXPECT_EQ(failure.explanation->defect, defect) << FormatResult(result);
    ASSERT_EQ(failure.finding.places.size(), 1u);
    EXPECT_THAT(failure.finding.places[0].title, HasSubstr(" freed it here"));
    EXPECT_GT(failure.finding.places[0].stack.size(), 2u);
    Options options;
    options.replay = failure.token;
    const ExploreResult replay = Explore(options, body, "FreedByRuntimeTest");
    ASSERT_EQ(replay.failures.size(), 1u) << FormatResult(replay);
    EXPECT_EQ(replay.failures[0].finding.message, failure.finding.message);
  }
}

void ExpectNone(void (*body)()) {
  const ExploreResult result = Check(body);
  EXPECT_TRUE(result.failures.empty()) << FormatResult(result);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
}

TEST(FreedByRuntimeTest, AWriteOfFreedMemoryIsFound) {
  ExpectFinding(&UseWhileOtherFrees<false, true>,
                "use after free: T1 writes 4 bytes of memory that T2 freed",
                DefectClass::kUseAfterFree);
}
TEST(FreedByRuntimeTest, AWriteOfFreedMemoryFixedHasNone) {
  ExpectNone(&UseWhileOtherFrees<true, true>);
}

TEST(FreedByRuntimeTest, AReadOfFreedMemoryIsFound) {
  ExpectFinding(&UseWhileOtherFrees<false, false>,
                "use after free: T1 reads 4 bytes of memory that T2 freed",
                DefectClass::kUseAfterFree);
}
TEST(FreedByRuntimeTest, AReadOfFreedMemoryFixedHasNone) {
  ExpectNone(&UseWhileOtherFrees<true, false>);
}

TEST(FreedByRuntimeTest, AnElementOfAVectorThatHasGrownIsFound) {
  ExpectFinding(&GrowWhileOtherReads<false>,
                "use after free: T1 reads 4 bytes of memory that main freed",
                DefectClass::kIteratorInvalidated);
}
TEST(FreedByRuntimeTest, AnElementOfAVectorThatHasGrownFixedHasNone) {
  ExpectNone(&GrowWhileOtherReads<true>);
}

}  // namespace
}  // namespace interleave
