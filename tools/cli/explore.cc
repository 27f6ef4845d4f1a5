// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/explore.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "interleave/explore/checkpoint.h"
#include "tools/cli/complaint.h"
#include "tools/cli/run_options.h"
#include "tools/cli/test_binary.h"
#include "tools/cli/test_filter.h"

namespace interleave::cli {
namespace {

std::string Count(size_t count, std::string_view noun) {
  return absl::StrCat(count, " ", std::string(noun), count == 1 ? "" : "s");
}

// "2 tests: 1 verified, 1 failed; 1 finding; 87 executions in 0.1 s; seed 1"
std::string Summary(const RunResult& result) {
  std::string text = Count(result.tests.size(), "test");
  const char* before = ": ";
  for (const char* verdict : {"verified", "passed", "failed"}) {
    const auto count = std::count_if(
        result.tests.begin(), result.tests.end(), [&](const TestResult& t) {
          return t.verdict == verdict && !t.interrupted;
        });
    if (count == 0) continue;
    absl::StrAppend(&text, before, count, " ", verdict);
    before = ", ";
  }
  size_t findings = 0;
  for (const TestResult& test : result.tests) findings += test.findings.size();
  absl::StrAppend(&text, "; ", Count(findings, "finding"), "; ",
                  Count(result.executions, "execution"),
                  absl::StrFormat(" in %.1f s", result.seconds));
  if (!result.seed.empty()) absl::StrAppend(&text, "; seed ", result.seed);
  for (const TestResult& test : result.tests) {
    if (!test.interrupted) continue;
    absl::StrAppend(&text, "; ", test.name, " was interrupted");
    if (!test.checkpoint.empty()) {
      absl::StrAppend(&text, ", go on with --resume ", test.checkpoint);
    }
  }
  return text;
}

// The test that it is of.
std::string TestOfCheckpoint(const Checkpoint& checkpoint) {
  for (const auto& [name, value] : checkpoint.identity) {
    if (name == "test") return value;
  }
  return {};
}

}  // namespace

ExitCode RunExplore(const ExploreOptions& options) {
  const absl::StatusOr<TestBinary> binary = TestBinary::Open(options.binary);
  if (!binary.ok()) return Complain(binary.status());
  std::string filter = options.filter;
  if (!options.run.resume.empty()) {
    const absl::StatusOr<Checkpoint> checkpoint =
        ReadCheckpoint(options.run.resume);
    if (!checkpoint.ok()) return Complain(checkpoint.status());
    filter = TestOfCheckpoint(*checkpoint);
  }
  const absl::StatusOr<std::vector<std::string>> tests =
      SelectTests(filter, binary->tests(), options.binary);
  if (!tests.ok()) return Complain(tests.status());
  if (absl::Status status = PrepareRun(options.run, binary->is_program());
      !status.ok()) {
    return Complain(status);
  }
  const absl::StatusOr<RunResult> result =
      binary->Run({.tests = *tests,
                   .flags = RunFlags(options.run),
                   .arguments = options.run.arguments});
  if (!result.ok()) return Complain(result.status());
  if (absl::Status status = WriteJson(options.run, *result); !status.ok()) {
    return Complain(status);
  }
  std::printf("interleave explore: %s\n", Summary(*result).c_str());
  // A shard may have got none of the tests.
  if (result->tests.empty() && std::getenv("GTEST_TOTAL_SHARDS") == nullptr) {
    std::printf("No test was explored: are they disabled, or skipped?\n");
    return ExitCode::kNothingControlled;
  }
  return ExitCodeOf(*result);
}

}  // namespace interleave::cli
