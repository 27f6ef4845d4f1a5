// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/verify.h"

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "interleave/schedule/schedule.h"
#include "tools/cli/complaint.h"
#include "tools/cli/run_options.h"
#include "tools/cli/schedule_input.h"
#include "tools/cli/test_binary.h"

namespace interleave::cli {
namespace {

// "recorded schedule infeasible at step 5 (T2 waits for mutex 1 held by T1)"
std::string RecordedText(const TestResult& test) {
  const ReplayResult& replay = *test.replay;
  std::string text = absl::StrCat("recorded schedule ", replay.verdict);
  const bool at_step =
      replay.verdict == "infeasible" || replay.verdict == "diverged";
  if (at_step) absl::StrAppend(&text, " at step ", replay.step);
  if (!replay.reason.empty()) absl::StrAppend(&text, " (", replay.reason, ")");
  return text;
}

std::string NeighboursText(const TestResult& test) {
  if (test.neighbours == 1) return "the 1 schedule within one change of it";
  return absl::StrCat(test.neighbours, " schedules within one change of it");
}

// The first finding, and where in the search it was met.
std::string FindingText(const TestResult& test) {
  const FindingResult& finding = test.findings.front();
  std::string text;
  if (finding.execution > 1 + test.neighbours) {
    text = absl::StrCat(NeighboursText(test), " pass; failed in execution ",
                        finding.execution);
  } else if (finding.execution > 1) {
    text = "failed within one change of it";
  } else {
    text = "failed";
  }
  absl::StrAppend(&text, ": ", DescribeFinding(finding));
  if (!finding.schedule.empty()) {
    absl::StrAppend(&text, " (", finding.schedule, ")");
  }
  return text;
}

std::string VerifyLine(const TestResult& test) {
  std::string text = absl::StrCat(test.name, ": ", RecordedText(test), "; ");
  if (!test.findings.empty()) {
    absl::StrAppend(&text, FindingText(test));
  } else {
    absl::StrAppend(&text, NeighboursText(test),
                    test.neighbours == 1 ? " passes; " : " pass; ",
                    test.sentence);
  }
  return absl::StrCat(text, ". Seed ", test.seed, ".");
}

ExitCode VerifyExitCode(const TestResult& test, const RunResult& all) {
  const ExitCode code = ExitCodeOf(all);
  if (code != ExitCode::kNoFinding) return code;
  if (test.nothing_controlled) return ExitCode::kNothingControlled;
  const bool unchecked =
      test.replay->verdict == "diverged" && test.verdict != "verified";
  return unchecked ? ExitCode::kError : code;
}

}  // namespace

ExitCode RunVerify(const VerifyOptions& options) {
  const std::string& path = options.schedule;
  const absl::StatusOr<Schedule> schedule = LoadSchedule(path);
  if (!schedule.ok()) return Complain(schedule.status());
  const absl::StatusOr<std::string> name =
      TestOf(*schedule, path, options.test);
  if (!name.ok()) return Complain(name.status());
  const absl::StatusOr<TestBinary> binary = TestBinary::Open(options.binary);
  if (!binary.ok()) return Complain(binary.status());
  if (absl::Status status = PrepareRun(options.run, binary->is_program());
      !status.ok()) {
    return Complain(status);
  }
  TestRun run{.tests = {},
              .flags = RunFlags(options.run),
              .arguments = ArgumentsOf(*schedule, options.run.arguments),
              .output = Output::kToError};
  const std::vector<std::string> recorded = RecordedFlags(*schedule);
  run.flags.insert(run.flags.begin(), recorded.begin(), recorded.end());
  run.flags.push_back(absl::StrCat("--interleave_verify=", path));
  RunResult all;
  const absl::StatusOr<TestResult> test = binary->RunOne(*name, run, all);
  if (!test.ok()) return Complain(test.status());
  if (absl::Status status = WriteJson(options.run, all); !status.ok()) {
    return Complain(status);
  }
  if (!test->replay.has_value()) {
    return Complain(absl::AbortedError(
        absl::StrCat(options.binary, " did not replay ", path)));
  }
  std::printf("interleave verify: %s\n", VerifyLine(*test).c_str());
  return VerifyExitCode(*test, all);
}

}  // namespace interleave::cli
