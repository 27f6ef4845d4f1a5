// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The default proves by traces where the body's own file is instrumented, and
// where only others are it does not. This file is built both ways; what its
// bodies call is instrumented in both.

#include "gtest/gtest.h"
#include "interleave/explore/explore.h"
#include "interleave/gtest/gtest.h"
#include "interleave/report/result_text.h"
#include "tests/instrumented/body_file_program.h"

namespace interleave {
namespace {

constexpr bool kInstrumented = internal::kThisFile == BodyFile::kInstrumented;

Options With(const char* strategy) {
  Options options;
  options.strategy = strategy;
  options.executions = 2'000;
  options.schedule_dir = testing::TempDir();
  return options;
}

TEST(BodyFileTest, IsBuiltAsItsNameSays) {
  EXPECT_EQ(kInstrumented, bool{BODY_FILE_IS_INSTRUMENTED});
}

TEST(BodyFileTest, DecidesWhetherTracesProve) {
  const ExploreResult result = Explore(With("auto"), &SevenDine);
  EXPECT_TRUE(result.ok()) << FormatResult(result);
  EXPECT_EQ(result.counts_traces, kInstrumented);
  EXPECT_EQ(result.verdict,
            kInstrumented ? Verdict::kVerified : Verdict::kPassed);
  if (!kInstrumented) EXPECT_EQ(result.executions, 2'000u);
}

// Traces are still tried first: what they find is found.
TEST(BodyFileTest, DoesNotDecideWhetherTracesAreTried) {
  Options options = With("auto");
  options.executions = 1;
  const ExploreResult result = Explore(options, &SevenDine);
  EXPECT_EQ(result.strategy, "auto (optimal-dpor)");
}

TEST(BodyFileTest, OfWhoAsksForTracesIsNotAsked) {
  const ExploreResult result = Explore(With("optimal-dpor"), &SevenDine);
  EXPECT_EQ(result.verdict, Verdict::kVerified);
  EXPECT_EQ(result.executions, 126u);
}

TEST(BodyFileTest, WhoPassesABodyOnSaysWhatTheOptionsSay) {
  Options options = With("auto");
  for (const bool instrumented : {true, false}) {
    options.body_instrumented = instrumented;
    const ExploreResult result =
        Explore(options, &SevenDine, "body", BodyFile::kAsOptionsSay);
    EXPECT_EQ(result.counts_traces, instrumented);
  }
}

// What it says is looked at by ctest: "verified: all 126 traces", or "passed".
INTERLEAVE_TEST(BodyFileMacroTest, DecidesWhetherTracesProve,
                {.executions = 2'000}) {
  SevenDine();
}

}  // namespace
}  // namespace interleave
