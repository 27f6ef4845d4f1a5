// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/replay_target.h"

#include <utility>

#include "absl/status/status.h"
#include "interleave/schedule/schedule.h"
#include "tools/cli/schedule_input.h"
#include "tools/cli/test_binary.h"

namespace interleave::cli {
namespace {

absl::StatusOr<ReplayTarget> TokenTarget(const ReplayOptions& options) {
  const absl::StatusOr<Choices> choices = ParseToken(options.schedule);
  if (!choices.ok()) return choices.status();
  const bool is_program =
      !options.binary.empty() && IsWholeProgram(options.binary);
  if (options.binary.empty() || (options.test.empty() && !is_program)) {
    return absl::InvalidArgumentError(
        "a token names no test; say which with --on BINARY --test Suite.Name");
  }
  return ReplayTarget{options.binary, options.test, options.run.arguments, {}};
}

absl::StatusOr<ReplayTarget> FileTarget(const ReplayOptions& options) {
  const std::string& path = options.schedule;
  const absl::StatusOr<Schedule> schedule = LoadSchedule(path);
  if (!schedule.ok()) return schedule.status();
  absl::StatusOr<std::string> test = TestOf(*schedule, path, options.test);
  if (!test.ok()) return test.status();
  std::vector<std::string> arguments =
      ArgumentsOf(*schedule, options.run.arguments);
  if (!options.binary.empty()) {
    return ReplayTarget{options.binary, *test, std::move(arguments),
                        RecordedFlags(*schedule)};
  }
  absl::StatusOr<std::string> program =
      FindProgram(*schedule, path, options.folders);
  if (!program.ok()) return program.status();
  return ReplayTarget{*program, *test, std::move(arguments),
                      RecordedFlags(*schedule)};
}

}  // namespace

absl::StatusOr<ReplayTarget> ReplayTargetOf(const ReplayOptions& options) {
  return IsToken(options.schedule) ? TokenTarget(options) : FileTarget(options);
}

}  // namespace interleave::cli
