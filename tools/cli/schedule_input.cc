// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/schedule_input.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/test_binary.h"
#include "tools/cli/text_file.h"

namespace interleave::cli {

namespace fs = std::filesystem;

absl::StatusOr<Schedule> LoadSchedule(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadTextFile(path);
  if (!text.ok()) return text.status();
  return ParseSchedule(*text, path);
}

bool IsToken(const std::string& text) {
  std::error_code ignored;
  return absl::StartsWith(text, "il1-") && !fs::exists(text, ignored);
}

absl::StatusOr<std::string> FindProgram(
    const Schedule& schedule, const std::string& path,
    const std::vector<std::string>& folders) {
  const fs::path name = schedule.program;
  if (name.empty()) {
    return absl::NotFoundError(
        absl::StrCat(path, " names no program; say which with --on BINARY"));
  }
  if (name != name.filename() || name == "." || name == "..") {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": the program \"", schedule.program,
        "\" is not the name of a file; say which with --on BINARY"));
  }
  std::vector<std::string> looked_in = {fs::path(path).parent_path().string(),
                                        "."};
  if (looked_in.front().empty()) looked_in.erase(looked_in.begin());
  looked_in.insert(looked_in.end(), folders.begin(), folders.end());
  for (const std::string& folder : looked_in) {
    const std::string program = (fs::path(folder) / name).string();
    if (CheckRunnable(program).ok()) return program;
  }
  return absl::NotFoundError(absl::StrCat(
      "the program ", schedule.program, " is not in ",
      absl::StrJoin(looked_in, ", "),
      "; say where with --on BINARY, or in which folder with --in DIR"));
}

std::vector<std::string> ArgumentsOf(const Schedule& schedule,
                                     const std::vector<std::string>& given) {
  return given.empty() ? schedule.arguments : given;
}

std::vector<std::string> RecordedFlags(const Schedule& schedule) {
  std::vector<std::string> flags;
  for (const std::string& option : schedule.options) {
    flags.push_back(absl::StrCat("--interleave_", option));
  }
  return flags;
}

absl::StatusOr<std::string> TestOf(const Schedule& schedule,
                                   const std::string& path,
                                   const std::string& given) {
  if (!given.empty()) return given;
  if (!schedule.test.empty()) return schedule.test;
  return absl::NotFoundError(
      absl::StrCat(path, " names no test; say which with --test Suite.Name"));
}

}  // namespace interleave::cli
