// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The schedule file that a command is about, and the program it names.

#ifndef TOOLS_CLI_SCHEDULE_INPUT_H_
#define TOOLS_CLI_SCHEDULE_INPUT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "interleave/schedule/schedule.h"

namespace interleave::cli {

// Errors name the file, with line and column when it is damaged.
absl::StatusOr<Schedule> LoadSchedule(const std::string& path);

// True for what can only be a token: "il1-..." and no file of that name.
bool IsToken(const std::string& text);

// The program that `schedule` (read from `path`) names: beside the file, in
// the current folder, then in each of `folders`.
absl::StatusOr<std::string> FindProgram(
    const Schedule& schedule, const std::string& path,
    const std::vector<std::string>& folders);

// `given` if it is not empty, else the test that `schedule` names.
absl::StatusOr<std::string> TestOf(const Schedule& schedule,
                                   const std::string& path,
                                   const std::string& given);

// Of a whole program: those that are given, else those of the schedule.
std::vector<std::string> ArgumentsOf(const Schedule& schedule,
                                     const std::vector<std::string>& given);

// The flags of the options that it was recorded with.
std::vector<std::string> RecordedFlags(const Schedule& schedule);

}  // namespace interleave::cli

#endif  // TOOLS_CLI_SCHEDULE_INPUT_H_
