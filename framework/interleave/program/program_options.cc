// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/program/program_options.h"

#include <cstdlib>
#include <optional>
#include <type_traits>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/explore/checkpoint.h"
#include "interleave/explore/schedule_file.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

constexpr std::string_view kPrefix = "--interleave_";

using Target = std::variant<std::string*, bool*, uint32_t*, uint64_t*, double*,
                            std::optional<uint32_t>*, std::optional<double>*>;

struct Flag {
  std::string_view name;
  Target target;
};

bool Parse(std::string_view text, std::string* value) {
  *value = std::string(text);
  return true;
}

bool Parse(std::string_view text, bool* value) {
  *value = text != "false";
  return text.empty() || text == "true" || text == "false";
}

template <typename Integer>
requires std::is_unsigned_v<Integer>
bool Parse(std::string_view text, Integer* value) {
  return ParseDigits(text, *value);
}

bool Parse(std::string_view text, double* value) {
  const std::string copy(text);
  char* end = nullptr;
  *value = std::strtod(copy.c_str(), &end);
  return !copy.empty() && *end == '\0';
}

template <typename Value>
bool Parse(std::string_view text, std::optional<Value>* value) {
  return Parse(text, &value->emplace());
}

absl::Status ParseLine(std::string_view line, std::span<const Flag> flags) {
  const size_t equals = line.find('=');
  const std::string_view name = line.substr(0, equals);
  const std::string_view value =
      equals == line.npos ? "" : line.substr(equals + 1);
  for (const Flag& flag : flags) {
    if (name.size() != kPrefix.size() + flag.name.size() ||
        name.substr(0, kPrefix.size()) != kPrefix ||
        name.substr(kPrefix.size()) != flag.name) {
      continue;
    }
    const bool ok = std::visit(
        [&](auto* target) { return Parse(value, target); }, flag.target);
    if (ok) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat(Text(name), " has no value \"", Text(value),
                     "\"; see docs/command_line.md"));
  }
  return absl::InvalidArgumentError(
      absl::StrCat("there is no option ", Text(name), " for whole programs"));
}

// Keeps "races=off" of "--interleave_races=off", in place of what came before.
void NoteRecorded(std::string_view line, std::vector<std::string>* recorded) {
  std::string option(line.substr(kPrefix.size()));
  if (option.find('=') == option.npos) option += "=true";
  const std::string name = option.substr(0, option.find('='));
  if (!IsRecordedOption(name)) return;
  std::erase_if(*recorded, [&](const std::string& other) {
    return other.substr(0, other.find('=')) == name;
  });
  recorded->push_back(std::move(option));
}

// What is named is there, and the options go together.
absl::Status Check(Options* options) {
  absl::Status status;
  if (absl::StartsWith(options->replay, "il1-")) {
    status = ParseToken(options->replay).status();
  } else if (!options->replay.empty()) {
    status = ReadScheduleFile(options->replay).status();
  }
  if (!options->verify.empty()) {
    status.Update(ReadScheduleFile(options->verify).status());
  }
  if (!options->script_file.empty()) {
    status.Update(ReadScriptFile(options->script_file).status());
  }
  if (!options->resume.empty()) {
    const auto checkpoint = ReadCheckpoint(options->resume);
    status.Update(checkpoint.status());
    if (checkpoint.ok()) status.Update(TakeOptions(*checkpoint, options));
  }
  if (!status.ok()) return status;
  const std::string error = OptionsError(*options);
  return error.empty() ? absl::OkStatus() : absl::InvalidArgumentError(error);
}

}  // namespace

absl::StatusOr<ProgramOptions> ParseProgramOptions(std::string_view lines) {
  ProgramOptions all;
  Options& options = all.options;
  // Its executions are many, and each takes as long as thousands of a test's.
  const Flag flags[] = {
      {"strategy", &options.strategy},
      {"seed", &options.seed},
      {"executions", &options.executions},
      {"seconds", &options.seconds},
      {"memory_mb", &options.memory_mb},
      {"preemptions", &options.preemptions},
      {"delays", &options.delays},
      {"depth", &options.depth},
      {"confidence", &options.confidence},
      {"slice", &options.slice},
      {"coverage", &options.coverage},
      {"jobs", &options.jobs},
      {"steps_max", &options.steps_max},
      {"stack_bytes", &options.stack_bytes},
      {"timeouts", &options.timeouts},
      {"only_timeouts", &options.only_timeouts},
      {"spurious_wakeups", &options.spurious_wakeups},
      {"futex_wakeups", &options.futex_wakeups},
      {"weak_failures", &options.weak_failures},
      {"try_lock_failures", &options.try_lock_failures},
      {"timeouts_at_signal", &options.timeouts_at_signal},
      {"serial_threads", &options.serial_threads},
      {"points", &options.points},
      {"races", &options.races},
      {"heap", &options.heap},
      {"replay", &options.replay},
      {"verify", &options.verify},
      {"switches", &options.switches},
      {"script_file", &options.script_file},
      {"resume", &options.resume},
      {"explain", &options.explain},
      {"explain_executions", &options.explain_executions},
      {"explain_seconds", &options.explain_seconds},
      {"findings_max", &options.findings_max},
      {"fail_on_exit_code", &options.fail_on_exit_code},
      {"allow_uncontrolled", &options.allow_uncontrolled},
      {"allow_single_schedule", &options.allow_single_schedule},
      {"allow_no_overlap", &options.allow_no_overlap},
      {"allow_infeasible", &options.allow_infeasible},
      {"allow_unreached_points", &options.allow_unreached_points},
      {"schedule_dir", &options.schedule_dir},
      {"json", &all.json},
      {"progress", &all.progress},
      {"full_trace", &all.full_trace},
      {"outcomes", &all.outcomes},
      {"memory_limit_mb", &all.memory_limit_mb},
      {"hang_seconds", &all.hang_seconds},
  };
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.empty()) continue;
    if (absl::Status status = ParseLine(line, flags); !status.ok()) {
      return status;
    }
    NoteRecorded(line, &options.recorded_options);
  }
  if (absl::Status status = Check(&options); !status.ok()) return status;
  return all;
}

}  // namespace interleave
