// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/verify.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interleave/schedule/schedule.h"
#include "tools/cli/complaint.h"
#include "tools/cli/run_options.h"
#include "tools/cli/schedule_input.h"
#include "tools/cli/test_binary.h"
#include "tools/cli/text_file.h"
#include "tools/cli/verification.h"

namespace interleave::cli {
namespace {

// What is to be run with which schedule; nothing else may go to standard
// output.
TestRun RunOf(const Schedule& schedule, const VerifyOptions& options) {
  TestRun run{.tests = {},
              .flags = RecordedFlags(schedule),
              .arguments = ArgumentsOf(schedule, options.run.arguments),
              .output = Output::kToError};
  const std::vector<std::string> given = RunFlags(options.run);
  run.flags.insert(run.flags.end(), given.begin(), given.end());
  return run;
}

// Why a replay on the old binary is not what it was when it was recorded.
std::string WhyNot(const TestResult& test) {
  const ReplayResult& replay = *test.replay;
  std::string text = replay.verdict == "passed" ? "it passes there"
                                                : replay.verdict + " there";
  if (replay.verdict == "infeasible" || replay.verdict == "diverged") {
    absl::StrAppend(&text, " at step ", replay.step);
  }
  if (!replay.reason.empty()) absl::StrAppend(&text, ": ", replay.reason);
  return text;
}

// What it fails with, which is what it was recorded with.
absl::StatusOr<FindingResult> ReplayOnOld(const Schedule& schedule,
                                          const VerifyOptions& options) {
  if (!schedule.finding.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat(options.schedule,
                     " was recorded without a finding, so that there is "
                     "nothing to fail on the old binary; leave out --old"));
  }
  const absl::StatusOr<std::string> name =
      TestOf(schedule, options.schedule, "");
  if (!name.ok()) return name.status();
  const absl::StatusOr<TestBinary> binary =
      TestBinary::Open(options.old_binary);
  if (!binary.ok()) return binary.status();
  TestRun run = RunOf(schedule, options);
  // It is started as it was when the schedule was recorded.
  if (binary->is_program()) run.arguments = schedule.arguments;
  run.flags.push_back(absl::StrCat("--interleave_replay=", options.schedule));
  run.flags.emplace_back("--interleave_allow_infeasible");
  RunResult all;
  const absl::StatusOr<TestResult> test = binary->RunOne(*name, run, all);
  if (!test.ok()) return test.status();
  if (!test->replay.has_value() || test->replay->verdict != "reproduced" ||
      test->findings.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the schedule does not fail on the old binary ", options.old_binary,
        ": ",
        test->replay.has_value() ? WhyNot(*test) : "it was not replayed"));
  }
  return test->findings.front();
}

bool SaysCoverage(const RunOptions& run) {
  return run.coverage ||
         std::any_of(run.settings.begin(), run.settings.end(),
                     [](const std::string& setting) {
                       return absl::StartsWith(setting, "coverage=");
                     });
}

absl::Status RunOnNew(const Schedule& schedule, const VerifyOptions& options,
                      Verification* verification) {
  const absl::StatusOr<std::string> name =
      TestOf(schedule, options.schedule, options.test);
  if (!name.ok()) return name.status();
  const absl::StatusOr<TestBinary> binary = TestBinary::Open(options.binary);
  if (!binary.ok()) return binary.status();
  if (absl::Status status = PrepareRun(options.run, binary->is_program());
      !status.ok()) {
    return status;
  }
  if (!options.old_binary.empty()) {
    absl::StatusOr<FindingResult> failed = ReplayOnOld(schedule, options);
    if (!failed.ok()) return failed.status();
    verification->old_finding = *std::move(failed);
  }
  TestRun run = RunOf(schedule, options);
  run.flags.push_back(absl::StrCat("--interleave_verify=", options.schedule));
  if (!options.switches.empty()) {
    run.flags.push_back(
        absl::StrCat("--interleave_switches=", options.switches));
  }
  // Else nobody counts traces.
  if (!SaysCoverage(options.run)) {
    run.flags.emplace_back("--interleave_coverage=on");
  }
  absl::StatusOr<TestResult> test =
      binary->RunOne(*name, run, verification->all);
  if (!test.ok()) return test.status();
  if (!test->replay.has_value()) {
    return absl::AbortedError(
        absl::StrCat(options.binary, " did not replay ", options.schedule));
  }
  verification->test = *std::move(test);
  return absl::OkStatus();
}

}  // namespace

ExitCode RunVerify(const VerifyOptions& options) {
  if (absl::Status status = RefuseSameFile(options.schedule, options.run.json);
      !status.ok()) {
    return Complain(status);
  }
  const absl::StatusOr<Schedule> schedule = LoadSchedule(options.schedule);
  if (!schedule.ok()) return Complain(schedule.status());
  Verification verification;
  if (schedule->finding.has_value()) {
    verification.finding = std::string(FindingKindName(*schedule->finding));
    verification.message = schedule->message;
  }
  if (absl::Status status = RunOnNew(*schedule, options, &verification);
      !status.ok()) {
    return Complain(status);
  }
  if (!options.run.json.empty()) {
    if (absl::Status status =
            WriteTextFile(options.run.json, VerificationJson(verification));
        !status.ok()) {
      return Complain(status);
    }
  }
  const std::string text = options.markdown ? VerificationMarkdown(verification)
                                            : VerificationText(verification);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return HoldingOf(verification).code;
}

}  // namespace interleave::cli
