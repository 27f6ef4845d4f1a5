// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "twins.h"

#include "absl/strings/match.h"
#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"

namespace interleave {
namespace {

ExploreResult ExploreAll(const char* strategy, absl::FunctionRef<void()> body,
                         std::optional<uint32_t> preemptions = std::nullopt) {
  Options options;
  options.strategy = strategy;
  options.executions = 1'000'000;
  options.preemptions = preemptions;
  options.races = "fail";
  // Tasks that are one step race as well.
  options.allow_no_overlap = true;
  return Explore(options, body, "Twins.Body");
}

// rf-dpor does not handle all that the twins do.
bool IsRefused(const ExploreResult& result) {
  return result.problems.size() == 1 &&
         absl::StrContains(result.problems[0], "rf-dpor does not handle");
}

}  // namespace

void ExpectRace(absl::FunctionRef<void()> body) {
  for (const char* strategy : {"exhaustive", "dpor", "rf-dpor"}) {
    const ExploreResult result = ExploreAll(strategy, body);
    if (IsRefused(result)) continue;
    ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
    EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kRace)
        << FormatResult(result);
  }
}

void ExpectVerified(absl::FunctionRef<void()> body,
                    std::optional<uint32_t> preemptions) {
  const ExploreResult result = ExploreAll("exhaustive", body, preemptions);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_GT(result.executions, 1u);
  const ExploreResult reduced = ExploreAll("dpor", body);
  EXPECT_EQ(reduced.verdict, Verdict::kVerified) << FormatResult(reduced);
  EXPECT_LE(reduced.executions, result.executions);
  const ExploreResult classes = ExploreAll("rf-dpor", body);
  if (IsRefused(classes)) return;
  EXPECT_EQ(classes.verdict, Verdict::kVerified) << FormatResult(classes);
  EXPECT_LE(classes.executions, reduced.executions);
}

}  // namespace interleave
