// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/replay.h"

#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/complaint.h"
#include "tools/cli/replay_target.h"
#include "tools/cli/run_options.h"
#include "tools/cli/test_binary.h"
#include "tools/cli/text_file.h"

namespace interleave::cli {
namespace {

std::string VerdictText(const TestResult& test) {
  const ReplayResult& replay = *test.replay;
  if (replay.verdict == "passed") return "passed: same order, no finding";
  std::string text = replay.verdict;
  if (replay.verdict != "reproduced") {
    absl::StrAppend(&text, " at step ", replay.step, ": ", replay.reason);
    if (test.findings.empty()) return text;
    absl::StrAppend(&text, "; finding");
  }
  if (test.findings.empty()) return text;
  return absl::StrCat(text, ": ", DescribeFinding(test.findings.front()));
}

ExitCode ReplayExitCode(const TestResult& test, const RunResult& all) {
  const ExitCode code = ExitCodeOf(all);
  if (code != ExitCode::kNoFinding) return code;
  if (test.nothing_controlled) return ExitCode::kNothingControlled;
  return test.replay->verdict == "diverged" ? ExitCode::kError : code;
}

}  // namespace

ExitCode RunReplay(const ReplayOptions& options) {
  if (absl::Status status = RefuseSameFile(options.schedule, options.run.json);
      !status.ok()) {
    return Complain(status);
  }
  const absl::StatusOr<ReplayTarget> target = ReplayTargetOf(options);
  if (!target.ok()) return Complain(target.status());
  const absl::StatusOr<TestBinary> binary = TestBinary::Open(target->binary);
  if (!binary.ok()) return Complain(binary.status());
  if (absl::Status status = PrepareRun(options.run, binary->is_program());
      !status.ok()) {
    return Complain(status);
  }
  TestRun run{.tests = {},
              .flags = RunFlags(options.run),
              .arguments = target->arguments};
  // What is given now wins.
  run.flags.insert(run.flags.begin(), target->flags.begin(),
                   target->flags.end());
  run.flags.push_back(absl::StrCat("--interleave_replay=", options.schedule));
  // That it can't happen any more is an answer here, no failure.
  run.flags.push_back("--interleave_allow_infeasible");
  RunResult all;
  const absl::StatusOr<TestResult> test =
      binary->RunOne(target->test, run, all);
  if (!test.ok()) return Complain(test.status());
  if (absl::Status status = WriteJson(options.run, all); !status.ok()) {
    return Complain(status);
  }
  if (!test->replay.has_value()) {
    return Complain(absl::AbortedError(
        absl::StrCat(target->binary, " did not replay ", options.schedule)));
  }
  std::printf("interleave replay: %s: %s\n", test->name.c_str(),
              VerdictText(*test).c_str());
  return ReplayExitCode(*test, all);
}

}  // namespace interleave::cli
