// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/debug.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "interleave/program/program_options.h"
#include "tools/cli/complaint.h"
#include "tools/cli/gdb_script.h"
#include "tools/cli/process.h"
#include "tools/cli/replay_target.h"
#include "tools/cli/run_options.h"
#include "tools/cli/temporary_folder.h"
#include "tools/cli/test_binary.h"
#include "tools/cli/test_filter.h"
#include "tools/cli/text_file.h"

namespace interleave::cli {
namespace {

absl::StatusOr<std::string> FindDebugger(const std::string& name) {
  if (name.find('/') != name.npos) return name;
  const char* const path = std::getenv("PATH");
  const std::vector<std::string> folders =
      absl::StrSplit(path == nullptr ? "/usr/bin" : path, ':');
  for (const std::string& folder : folders) {
    const std::string file = absl::StrCat(folder, "/", name);
    if (access(file.c_str(), X_OK) == 0) return file;
  }
  return absl::NotFoundError(absl::StrCat(
      name, " is not installed; install it, or name another with --debugger"));
}

std::vector<std::string> FlagsOf(const DebugOptions& options,
                                 const ReplayTarget& target) {
  std::vector<std::string> flags = target.flags;
  for (std::string& flag : RunFlags(options.replay.run)) {
    flags.push_back(std::move(flag));
  }
  flags.push_back(
      absl::StrCat("--interleave_replay=", options.replay.schedule));
  flags.push_back("--interleave_allow_infeasible");
  return flags;
}

// What gdb is told, but for what the user says. A whole program runs its
// execution in a process that it forks, which nobody may take for hanging.
std::vector<std::string> CommandOf(const DebugOptions& options,
                                   const ReplayTarget& target, bool is_program,
                                   const std::string& debugger,
                                   const std::string& script) {
  std::vector<std::string> command = {debugger, "-q", "-x", script};
  if (is_program) {
    command.insert(command.end(), {"-ex", "set follow-fork-mode child"});
  }
  if (options.batch) command.push_back("-batch");
  for (const std::string& given : options.commands) {
    command.insert(command.end(), {"-ex", given});
  }
  command.insert(command.end(), {"--args", target.binary});
  command.insert(command.end(), target.arguments.begin(),
                 target.arguments.end());
  if (is_program) return command;
  for (std::string& flag : FlagsOf(options, target)) {
    command.push_back(std::move(flag));
  }
  command.push_back("--interleave_isolation=none");
  command.push_back(absl::StrCat("--gtest_filter=", target.test));
  return command;
}

absl::Status Debug(const DebugOptions& options) {
  const absl::StatusOr<std::string> debugger = FindDebugger(options.debugger);
  if (!debugger.ok()) return debugger.status();
  const absl::StatusOr<ReplayTarget> target = ReplayTargetOf(options.replay);
  if (!target.ok()) return target.status();
  const absl::StatusOr<TestBinary> binary = TestBinary::Open(target->binary);
  if (!binary.ok()) return binary.status();
  const bool is_program = binary->is_program();
  if (absl::Status status = PrepareRun(options.replay.run, is_program);
      !status.ok()) {
    return status;
  }
  if (!is_program) {
    const auto selected =
        SelectTests(target->test, binary->tests(), target->binary);
    if (!selected.ok()) return selected.status();
  }
  const absl::StatusOr<std::unique_ptr<TemporaryFolder>> folder =
      TemporaryFolder::Make();
  if (!folder.ok()) return folder.status();
  const std::string script = (*folder)->File("interleave.py");
  if (absl::Status status = WriteTextFile(script, kGdbScript); !status.ok()) {
    return status;
  }
  ProcessRequest request;
  request.command = CommandOf(options, *target, is_program, *debugger, script);
  if (is_program) {
    std::vector<std::string> flags = FlagsOf(options, *target);
    flags.push_back("--interleave_hang_seconds=0");
    request.with_variables = {
        absl::StrCat(kProgramVariable, "=", absl::StrJoin(flags, "\n"))};
  }
  const absl::StatusOr<ProcessEnd> end = RunProcess(request);
  if (!end.ok()) return end.status();
  if (end->signal == 0) return absl::OkStatus();
  return absl::AbortedError(absl::StrCat(*debugger, " ", DescribeEnd(*end)));
}

}  // namespace

ExitCode RunDebug(const DebugOptions& options) {
  const absl::Status status = Debug(options);
  return status.ok() ? ExitCode::kNoFinding : Complain(status);
}

}  // namespace interleave::cli
