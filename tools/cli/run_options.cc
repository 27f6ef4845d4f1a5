// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/run_options.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/text_file.h"

namespace interleave::cli {

std::vector<std::string> RunFlags(const RunOptions& options) {
  std::vector<std::string> flags;
  const auto add = [&](const char* name, const std::string& value) {
    if (value.empty()) return;
    flags.push_back(absl::StrCat("--interleave_", name, "=", value));
  };
  add("strategy", options.strategy);
  add("seed", options.seed);
  add("executions", options.executions);
  add("seconds", options.time);
  add("preemptions", options.preemptions);
  add("jobs", options.jobs);
  add("resume", options.resume);
  add("delays", options.delays);
  add("depth", options.depth);
  add("confidence", options.confidence);
  add("points", options.points);
  add("races", options.races);
  add("heap", options.heap);
  add("progress", options.progress);
  add("stack_bytes", options.stack_bytes);
  add("memory_limit_mb", options.memory_limit);
  add("hang_seconds", options.hang);
  for (const std::string& setting : options.settings) {
    flags.push_back(absl::StrCat("--interleave_", setting));
  }
  if (options.fail_on_exit_code) {
    flags.push_back("--interleave_fail_on_exit_code");
  }
  if (options.allow_uncontrolled) {
    flags.push_back("--interleave_allow_uncontrolled");
  }
  if (options.coverage) flags.push_back("--interleave_coverage=print");
  if (options.full_trace) flags.push_back("--interleave_full_trace");
  return flags;
}

absl::Status PrepareRun(const RunOptions& options, bool is_program) {
  for (const std::string& argument : options.arguments) {
    if (is_program || absl::StartsWith(argument, "-")) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "unexpected argument \"", argument,
        "\"; one binary at a time, and its own arguments begin with a dash"));
  }
  if (options.json.empty()) return absl::OkStatus();
  return WriteTextFile(options.json, "");
}

absl::Status WriteJson(const RunOptions& options, const RunResult& result) {
  if (options.json.empty()) return absl::OkStatus();
  return WriteTextFile(options.json, result.text);
}

}  // namespace interleave::cli
