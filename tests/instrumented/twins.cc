// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "twins.h"

#include "interleave/explore/explore.h"
#include "interleave/report/result_text.h"

namespace interleave {
namespace {

ExploreResult ExploreAll(absl::FunctionRef<void()> body,
                         std::optional<uint32_t> preemptions) {
  Options options;
  options.strategy = "exhaustive";
  options.executions = 1'000'000;
  options.preemptions = preemptions;
  return Explore(options, body, "Twins.Body");
}

}  // namespace

void ExpectRace(absl::FunctionRef<void()> body) {
  const ExploreResult result = ExploreAll(body, std::nullopt);
  ASSERT_EQ(result.failures.size(), 1u) << FormatResult(result);
  EXPECT_EQ(result.failures[0].finding.kind, FindingKind::kRace)
      << FormatResult(result);
}

void ExpectVerified(absl::FunctionRef<void()> body,
                    std::optional<uint32_t> preemptions) {
  const ExploreResult result = ExploreAll(body, preemptions);
  EXPECT_EQ(result.verdict, Verdict::kVerified) << FormatResult(result);
  EXPECT_GT(result.executions, 1u);
}

}  // namespace interleave
