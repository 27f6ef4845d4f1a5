// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/test_binary.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "interleave/base/nearest_name.h"
#include "interleave/program/program_options.h"
#include "tools/cli/elf_file.h"
#include "tools/cli/temporary_folder.h"
#include "tools/cli/test_filter.h"
#include "tools/cli/text_file.h"

namespace interleave::cli {
namespace {

namespace fs = std::filesystem;

constexpr double kListSecondsMax = 60;
// Linux takes 128 KB in one argument.
constexpr size_t kFilterBytesMax = 100'000;

const std::vector<std::string>& ShardingVariables() {
  static const auto* const kNames = new std::vector<std::string>{
      "GTEST_TOTAL_SHARDS", "GTEST_SHARD_INDEX", "GTEST_SHARD_STATUS_FILE"};
  return *kNames;
}

// What stands beside a path that does not exist and is called much like it.
std::string NearestFile(const fs::path& path) {
  std::error_code ignored;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : ".";
  std::vector<std::string> names;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(folder, ignored)) {
    if (entry.is_regular_file(ignored) &&
        access(entry.path().c_str(), X_OK) == 0) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  const std::string nearest = NearestName(path.filename().string(), names);
  return nearest.empty() ? "" : (path.parent_path() / nearest).string();
}

// "Suite.Name" and nothing else.
bool IsTestName(const std::string& line) {
  const size_t dot = line.find('.');
  return dot != std::string::npos && dot > 0 && dot + 1 < line.size() &&
         line.find('.', dot + 1) == std::string::npos &&
         std::none_of(line.begin(), line.end(), [](unsigned char c) {
           return absl::ascii_isspace(c) || absl::ascii_iscntrl(c);
         });
}

// The last thing the program said on its standard error, for an error; empty
// where its output isn't captured.
std::string LastWords(const ProcessEnd& end) {
  const std::vector<std::string> lines =
      absl::StrSplit(end.error, '\n', absl::SkipWhitespace());
  return lines.empty() ? "" : absl::StrCat("; it said: ", lines.back());
}

// What --gtest_filter has to be, or a file that says so when it is long.
absl::StatusOr<std::string> FilterFlag(const std::vector<std::string>& tests,
                                       const TemporaryFolder& folder) {
  std::string flag = absl::StrCat("--gtest_filter=", absl::StrJoin(tests, ":"));
  if (flag.size() <= kFilterBytesMax) return flag;
  const std::string file = folder.File("flags");
  if (absl::Status status = WriteTextFile(file, flag + "\n"); !status.ok()) {
    return status;
  }
  return absl::StrCat("--gtest_flagfile=", file);
}

bool IsForPrograms(const std::string& flag) {
  return absl::StartsWith(flag, "--interleave_fail_on_exit_code") ||
         absl::StartsWith(flag, "--interleave_memory_limit_mb") ||
         absl::StartsWith(flag, "--interleave_hang_seconds");
}

}  // namespace

bool IsWholeProgram(const std::string& path) {
  const absl::StatusOr<ElfFile> file = ElfFile::Open(path);
  return file.ok() && file->Defines("interleave_wraps_main") &&
         !file->Defines("_ZN10interleave9InitTestsEiPPc");
}

absl::Status CheckRunnable(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    const std::string nearest = NearestFile(path);
    return absl::NotFoundError(
        absl::StrCat(path, ": no such file", nearest.empty() ? "" : "; is it ",
                     nearest, nearest.empty() ? "" : "?"));
  }
  if (fs::is_directory(status)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is a folder; name the test binary in it"));
  }
  if (!fs::is_regular_file(status) || access(path.c_str(), X_OK) != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is not a program that can be run"));
  }
  return absl::OkStatus();
}

TestBinary::TestBinary(std::string path, std::vector<std::string> tests,
                       bool is_program)
    : path_(std::move(path)),
      tests_(std::move(tests)),
      is_program_(is_program) {}

absl::StatusOr<TestBinary> TestBinary::Open(const std::string& path) {
  if (absl::Status status = CheckRunnable(path); !status.ok()) return status;
  if (IsWholeProgram(path)) {
    std::error_code ignored;
    return TestBinary(path, {fs::canonical(path, ignored).filename().string()},
                      /*is_program=*/true);
  }
  const absl::StatusOr<ProcessEnd> end =
      RunProcess({.command = {path, "--interleave_list"},
                  .output = Output::kCapture,
                  .without_variables = ShardingVariables(),
                  .seconds_max = kListSecondsMax});
  if (!end.ok()) return end.status();
  std::vector<std::string> names =
      absl::StrSplit(end->output, '\n', absl::SkipWhitespace());
  const bool names_only = std::all_of(names.begin(), names.end(), &IsTestName);
  if (!end->ok() || !names_only) {
    return absl::InvalidArgumentError(absl::StrCat(
        path,
        " is no test binary of Interleave's, nor a whole program that "
        "interleave-clang++ built: with --interleave_list it ",
        end->ok() ? "did not list tests" : DescribeEnd(*end), LastWords(*end)));
  }
  return TestBinary(path, std::move(names), /*is_program=*/false);
}

absl::StatusOr<ProcessRequest> TestBinary::RequestFor(
    const TestRun& run, const std::string& json,
    const TemporaryFolder& folder) const {
  ProcessRequest request{.command = {path_}, .output = run.output};
  request.command.insert(request.command.end(), run.arguments.begin(),
                         run.arguments.end());
  std::vector<std::string> flags = run.flags;
  flags.push_back(absl::StrCat("--interleave_json=", json));
  if (is_program_) {
    request.with_variables = {
        absl::StrCat(kProgramVariable, "=", absl::StrJoin(flags, "\n"))};
    // Else each execution looks the same names up.
    if (std::getenv("LD_BIND_NOW") == nullptr) {
      request.with_variables.push_back(
          absl::StrCat("LD_BIND_NOW=", kBoundByTool));
    }
    return request;
  }
  for (const std::string& flag : flags) {
    if (!IsForPrograms(flag)) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        flag, " is for whole programs, and ", path_, " is a test binary"));
  }
  const absl::StatusOr<std::string> filter = FilterFlag(run.tests, folder);
  if (!filter.ok()) return filter.status();
  request.command.insert(request.command.end(), flags.begin(), flags.end());
  request.command.push_back(*filter);
  if (run.ignore_sharding) request.without_variables = ShardingVariables();
  return request;
}

absl::StatusOr<RunResult> TestBinary::Run(const TestRun& run) const {
  absl::StatusOr<std::unique_ptr<TemporaryFolder>> folder =
      TemporaryFolder::Make();
  if (!folder.ok()) return folder.status();
  const std::string json = (*folder)->File("result.json");
  const absl::StatusOr<ProcessRequest> request =
      RequestFor(run, json, **folder);
  if (!request.ok()) return request.status();
  const absl::StatusOr<ProcessEnd> end = RunProcess(*request);
  if (!end.ok()) return end.status();
  if (end->signal != 0) {
    return absl::AbortedError(
        absl::StrCat(path_, " ", DescribeEnd(*end), LastWords(*end)));
  }
  absl::StatusOr<std::string> text = ReadTextFile(json);
  if (!text.ok()) {
    return absl::AbortedError(absl::StrCat(path_, " ", DescribeEnd(*end),
                                           " and wrote no result",
                                           LastWords(*end)));
  }
  absl::StatusOr<RunResult> result = ParseRunResult(*std::move(text));
  if (!result.ok()) return result.status();
  if (!end->ok() && ExitCodeOf(*result) == ExitCode::kNoFinding) {
    return absl::AbortedError(absl::StrCat(
        path_, " ", DescribeEnd(*end), ", though its result has no finding"));
  }
  return result;
}

absl::StatusOr<TestResult> TestBinary::RunOne(const std::string& name,
                                              TestRun run,
                                              RunResult& all) const {
  // A whole program is its only test, whatever it was called once.
  const std::string& test = is_program_ ? tests_.front() : name;
  const auto found = std::find(tests_.begin(), tests_.end(), test);
  if (found == tests_.end()) {
    return SelectTests(test, tests_, path_).status();
  }
  run.tests = {test};
  run.ignore_sharding = true;
  absl::StatusOr<RunResult> result = Run(run);
  if (!result.ok()) return result.status();
  all = *std::move(result);
  // More than once, perhaps, when it was told to repeat.
  if (all.tests.empty() || all.tests.front().name != test) {
    return absl::AbortedError(absl::StrCat(path_, " did not explore ", test,
                                           "; is it disabled, or skipped?"));
  }
  return all.tests.front();
}

}  // namespace interleave::cli
