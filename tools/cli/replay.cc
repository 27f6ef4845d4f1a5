// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/replay.h"

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

// Which test of which binary the schedule is for.
struct Target {
  std::string binary;
  std::string test;
  std::vector<std::string> arguments;
  std::vector<std::string> flags;  // that it was recorded with
};

absl::StatusOr<Target> TokenTarget(const ReplayOptions& options) {
  const absl::StatusOr<Choices> choices = ParseToken(options.schedule);
  if (!choices.ok()) return choices.status();
  const bool is_program =
      !options.binary.empty() && IsWholeProgram(options.binary);
  if (options.binary.empty() || (options.test.empty() && !is_program)) {
    return absl::InvalidArgumentError(
        "a token names no test; say which with --on BINARY --test Suite.Name");
  }
  return Target{options.binary, options.test, options.run.arguments, {}};
}

absl::StatusOr<Target> FileTarget(const ReplayOptions& options) {
  const std::string& path = options.schedule;
  const absl::StatusOr<Schedule> schedule = LoadSchedule(path);
  if (!schedule.ok()) return schedule.status();
  absl::StatusOr<std::string> test = TestOf(*schedule, path, options.test);
  if (!test.ok()) return test.status();
  std::vector<std::string> arguments =
      ArgumentsOf(*schedule, options.run.arguments);
  if (!options.binary.empty()) {
    return Target{options.binary, *test, std::move(arguments),
                  RecordedFlags(*schedule)};
  }
  absl::StatusOr<std::string> program =
      FindProgram(*schedule, path, options.folders);
  if (!program.ok()) return program.status();
  return Target{*program, *test, std::move(arguments),
                RecordedFlags(*schedule)};
}

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
  const absl::StatusOr<Target> target =
      IsToken(options.schedule) ? TokenTarget(options) : FileTarget(options);
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
