// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tools/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "interleave/explore/options.h"
#include "interleave/schedule/line_cursor.h"
#include "interleave/schedule/schedule.h"
#include "tools/cli/debug.h"
#include "tools/cli/doctor.h"
#include "tools/cli/draft_command.h"
#include "tools/cli/explore.h"
#include "tools/cli/list.h"
#include "tools/cli/replay.h"
#include "tools/cli/report_command.h"
#include "tools/cli/run_options.h"
#include "tools/cli/show.h"
#include "tools/cli/verify.h"

namespace interleave::cli {
namespace {

constexpr int kHelpColumn = 26;

// CLI::Validator's way: an empty string when all is well.
template <typename Integer>
std::string NumberError(const std::string& text) {
  Integer number = 0;
  if (ParseDigits(text, number)) return {};
  return absl::StrCat("expected a whole number from 0 on, found \"", text,
                      "\"");
}

std::string SecondsError(const std::string& text) {
  double seconds = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, seconds);
  if (parsed.ec == std::errc() && parsed.ptr == end && std::isfinite(seconds) &&
      seconds >= 0) {
    return {};
  }
  return absl::StrCat("expected seconds, such as 10 or 0.5, found \"", text,
                      "\"");
}

std::string FileNameError(const std::string& text) {
  return text.empty() ? "expected the name of a file" : "";
}

std::string StrategyError(const std::string& text) {
  return OptionsError({.strategy = text, .executions = 1});
}

std::string SwitchesError(const std::string& text) {
  uint32_t switches = 0;
  if (!ParseDigits(text, switches)) return NumberError<uint32_t>(text);
  return OptionsError({.executions = 1, .switches = switches});
}

std::string JobsError(const std::string& text) {
  uint32_t jobs = 0;
  if (!ParseDigits(text, jobs)) return NumberError<uint32_t>(text);
  return OptionsError({.executions = 1, .jobs = jobs});
}

std::string DepthError(const std::string& text) {
  uint32_t depth = 0;
  if (!ParseDigits(text, depth)) return NumberError<uint32_t>(text);
  return OptionsError({.strategy = "pct", .executions = 1, .depth = depth});
}

std::string ConfidenceError(const std::string& text) {
  double confidence = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, confidence);
  if (parsed.ec != std::errc() || parsed.ptr != end) {
    return absl::StrCat("expected a probability, such as 0.99, found \"", text,
                        "\"");
  }
  return OptionsError({.strategy = "pct", .confidence = confidence});
}

std::string PointsError(const std::string& text) {
  return OptionsError({.executions = 1, .points = text});
}

std::string RacesError(const std::string& text) {
  return OptionsError({.executions = 1, .races = text});
}

// Whether the program's heap can be checked is the program's to say.
std::string HeapError(const std::string& text) {
  if (text == "checked") return {};
  return OptionsError({.executions = 1, .heap = text});
}

void AddSearchOptions(CLI::App& command, RunOptions& options) {
  command
      .add_option("--strategy", options.strategy,
                  "auto, random, sticky-random, pct, pos, surw, uniform-walk, "
                  "rff,\nexhaustive, preemption-bounded, delay-bounded, dpor, "
                  "optimal-dpor, rf-dpor")
      ->type_name("NAME")
      ->check(&StrategyError, "", "");
  command.add_option("--seed", options.seed, "of all random choices")
      ->type_name("N")
      ->check(&NumberError<uint64_t>, "", "");
  command
      .add_option("--executions", options.executions,
                  "at most so many for each test; 0: no limit")
      ->type_name("N")
      ->check(&NumberError<uint64_t>, "", "");
  command
      .add_option("--time", options.time,
                  "at most so long for each test; 0: no limit")
      ->type_name("SECONDS")
      ->check(&SecondsError, "", "");
  command
      .add_option("--preemptions", options.preemptions,
                  "at most so many in a schedule")
      ->type_name("N")
      ->check(&NumberError<uint32_t>, "", "");
  command
      .add_option("--jobs", options.jobs,
                  "so many processes explore together (default: 1)")
      ->type_name("N")
      ->check(&JobsError, "", "");
  command
      .add_option("--delays", options.delays,
                  "delay-bounded: at most so many in a schedule")
      ->type_name("N")
      ->check(&NumberError<uint32_t>, "", "");
  command
      .add_option("--depth", options.depth,
                  "pct: the depth of the bugs that are looked for (default: 3)")
      ->type_name("D")
      ->check(&DepthError, "", "");
  command
      .add_option("--confidence", options.confidence,
                  "in place of executions: go on until a bug of that depth\n"
                  "would have been found with this probability")
      ->type_name("P")
      ->check(&ConfidenceError, "", "")
      ->excludes("--executions");
  command
      .add_option("--points", options.points,
                  "schedule points of instrumented code: sync, atomics, "
                  "shared, all")
      ->type_name("WHICH")
      ->check(&PointsError, "", "");
  command
      .add_option("--races", options.races,
                  "auto, fail, explore or off: what a data race is")
      ->type_name("WHAT")
      ->check(&RacesError, "", "");
  command
      .add_option("--heap", options.heap,
                  "plain or checked: who uses what was given back is found")
      ->type_name("HOW")
      ->check(&HeapError, "", "");
}

void AddProgramOptions(CLI::App& command, RunOptions& options) {
  command.add_flag("--fail-on-exit-code", options.fail_on_exit_code,
                   "whole programs: an exit code that isn't 0 is a finding");
  command
      .add_option("--memory-limit", options.memory_limit,
                  "whole programs: at most so much may be allocated")
      ->type_name("MB")
      ->check(&NumberError<uint64_t>, "", "");
  command
      .add_option("--hang", options.hang,
                  "whole programs: how long a step may take (default: 10);\n"
                  "0: for ever")
      ->type_name("SECONDS")
      ->check(&NumberError<uint32_t>, "", "");
  command
      .add_option("--stack-bytes", options.stack_bytes,
                  "the size of each task's stack")
      ->type_name("N")
      ->check(&NumberError<uint64_t>, "", "");
  command.add_flag("--allow-uncontrolled", options.allow_uncontrolled,
                   "do not fail when no task was started");
  command
      .add_option("--option", options.settings,
                  "any other option of the library, such as steps_max=5000")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
}

void AddResumeOption(CLI::App& command, RunOptions& options) {
  command
      .add_option("--resume", options.resume,
                  "go on with what was interrupted and left this checkpoint")
      ->type_name("FILE")
      ->check(&FileNameError, "", "");
}

void AddCoverageOption(CLI::App& command, RunOptions& options) {
  command.add_flag("--coverage", options.coverage,
                   "record what executions cover, and print it");
}

void AddOutputOptions(CLI::App& command, RunOptions& options) {
  command.add_option("--json", options.json, "write the result there as JSON")
      ->type_name("FILE")
      ->check(&FileNameError, "", "");
  command
      .add_option("--progress", options.progress,
                  "auto (on a terminal), on or off")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "on", "off"}));
  command.add_flag("--full-trace", options.full_trace,
                   "show every step of a failure");
  command
      .add_option("arguments", options.arguments,
                  "after --: arguments for BINARY, as they are")
      ->type_name("");
}

void AddListCommand(CLI::App& app, ExitCode& code) {
  const auto options = std::make_shared<ListOptions>();
  CLI::App& command = *app.add_subcommand(
      "list", "Name the INTERLEAVE_TESTs of a test binary, one a line.");
  command
      .add_option("binary", options->binary, "a test binary of Interleave's")
      ->required()
      ->type_name("");
  command
      .add_option("--filter", options->filter,
                  "only tests that match, as --gtest_filter does")
      ->type_name("GLOB");
  command.footer(
      "Ordinary TESTs of the binary are not listed.\n"
      "\n"
      "Examples:\n"
      "  interleave list build/pool_test\n"
      "  interleave list build/pool_test --filter 'PoolTest.*'");
  command.callback([options, &code] { code = RunList(*options); });
}

void AddExploreCommand(CLI::App& app, ExitCode& code) {
  const auto options = std::make_shared<ExploreOptions>();
  CLI::App& command = *app.add_subcommand(
      "explore",
      "Run the INTERLEAVE_TESTs of a test binary, or a whole program, under\n"
      "many schedules.");
  command
      .add_option("binary", options->binary,
                  "a test binary of Interleave's, or a program that\n"
                  "interleave-clang++ built")
      ->required()
      ->type_name("");
  command
      .add_option("--filter", options->filter,
                  "only tests that match, as --gtest_filter does")
      ->type_name("GLOB");
  AddSearchOptions(command, options->run);
  AddProgramOptions(command, options->run);
  AddResumeOption(command, options->run);
  AddCoverageOption(command, options->run);
  AddOutputOptions(command, options->run);
  command.footer(
      "What is not given is as the test says, or the library's default; with\n"
      "--resume, as it was before.\n"
      "Ordinary TESTs of the binary are not run.\n"
      "\n"
      "Exit codes: 0 no finding, 1 a finding or a test that failed otherwise,\n"
      "2 usage or input error, 3 nothing was controlled.\n"
      "\n"
      "Examples:\n"
      "  interleave explore build/pool_test\n"
      "  interleave explore build/pool_test --filter 'PoolTest.*' --time 60\n"
      "  interleave explore build/pool_test --strategy exhaustive "
      "--preemptions 2\n"
      "  interleave explore build/pool_test --time 3600 --jobs 8\n"
      "  interleave explore build/pool_test --resume "
      "interleave_schedules/PoolTest.Reset.checkpoint\n"
      "  interleave explore build/pool_test --json result.json "
      "--executions 100000\n"
      "  interleave explore build/pool_test -- --interleave_steps_max=5000\n"
      "  interleave explore --fail-on-exit-code ./prog input.txt\n"
      "  interleave explore ./prog -- --threads=4");
  command.callback([options, &code] { code = RunExplore(*options); });
}

// What is replayed, and where.
void AddReplayOptions(CLI::App& command, ReplayOptions& options) {
  command
      .add_option("schedule", options.schedule,
                  "a schedule file, or a token (il1-...)")
      ->required()
      ->type_name("");
  command.add_option("--on", options.binary, "the test binary")
      ->type_name("BINARY");
  command
      .add_option("--in", options.folders,
                  "without --on: look there too for the program that the file "
                  "names")
      ->type_name("DIR")
      ->allow_extra_args(false);
  AddProgramOptions(command, options.run);
  command
      .add_option("--test", options.test,
                  "replay it on this test, not on the one that the file names")
      ->type_name("SUITE.NAME");
}

void AddDebugCommand(CLI::App& app, ExitCode& code) {
  const auto options = std::make_shared<DebugOptions>();
  CLI::App& command = *app.add_subcommand(
      "debug", "Start gdb on the replay of a recorded schedule.");
  AddReplayOptions(command, options->replay);
  command
      .add_option("--debugger", options->debugger,
                  "a gdb other than the one in PATH")
      ->type_name("GDB");
  command
      .add_option("--execute", options->commands,
                  "a command of gdb's to begin with; may be repeated")
      ->type_name("COMMAND")
      ->allow_extra_args(false);
  command.add_flag("--batch", options->batch, "end after these commands");
  command.footer(
      "Commands in gdb, beside its own:\n"
      "  interleave step N         goes on to the step N of the report\n"
      "  interleave next           goes on to the next step of another task\n"
      "  interleave tasks          all tasks: what they wait for, their "
      "stacks\n"
      "  interleave apply T CMD    CMD as if the task T ran: apply T1 bt full\n"
      "\n"
      "Exit codes: 0 gdb ended, 2 usage or input error.\n"
      "\n"
      "Examples:\n"
      "  interleave debug interleave_schedules/PoolTest.Reset.schedule "
      "--in build\n"
      "  interleave debug reset.schedule --on build/pool_test --batch "
      "\\\n"
      "    --execute 'interleave step 12' --execute 'interleave tasks'");
  command.callback([options, &code] { code = RunDebug(*options); });
}

void AddReplayCommand(CLI::App& app, ExitCode& code) {
  const auto options = std::make_shared<ReplayOptions>();
  CLI::App& command = *app.add_subcommand(
      "replay",
      "Make a recorded schedule happen again; the last line says how it went.");
  AddReplayOptions(command, *options);
  AddOutputOptions(command, options->run);
  command.footer(
      "Without --on, the program that the file names is looked for beside the\n"
      "file, in the current folder, then in each --in DIR.\n"
      "\n"
      "Verdicts and exit codes:\n"
      "  reproduced  the schedule led to the recorded kind of finding   1\n"
      "  passed      same order, no finding                             0\n"
      "  infeasible  a step of it can no longer happen                  0\n"
      "  diverged    the code does something else by now, so that the\n"
      "              schedule doesn't fit it any more: record it anew   2\n"
      "Any other finding is 1 as well. Usage and input errors are 2; 3 means\n"
      "that nothing was controlled.\n"
      "\n"
      "Examples:\n"
      "  interleave replay interleave_schedules/PoolTest.Reset.schedule "
      "--in build\n"
      "  interleave replay reset.schedule --on build/pool_test\n"
      "  interleave replay reset.schedule --on build/pool_test "
      "--test PoolTest.ResetFixed\n"
      "  interleave replay il1-AAQBAqwCAgUHAQID_7VF --on build/pool_test "
      "--test PoolTest.Reset");
  command.callback([options, &code] { code = RunReplay(*options); });
}

void AddShowCommand(CLI::App& app, ExitCode& code) {
  const auto options = std::make_shared<ShowOptions>();
  CLI::App& command = *app.add_subcommand(
      "show", "Print a schedule file in columns, one for each task.");
  command.add_option("schedule", options->schedule, "a schedule file")
      ->required()
      ->type_name("");
  command.add_flag("--full", options->full,
                   "all switches; otherwise the last ones of a long file");
  command.footer(
      "Needs no binary: it shows what the file says. A numbered row is a\n"
      "switch: before that operation its task gives way, and the task of the\n"
      "row below goes on.\n"
      "\n"
      "Examples:\n"
      "  interleave show reset.schedule\n"
      "  interleave show --full interleave_schedules/PoolTest.Reset.schedule");
  command.callback([options, &code] { code = RunShow(*options); });
}

void AddVerifyCommand(CLI::App& app, ExitCode& code) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App& command = *app.add_subcommand(
      "verify",
      "Replay a recorded schedule, then all within so many switches of it,\n"
      "then spend the budget; say whether the fix holds, and how much that "
      "is.");
  command.add_option("schedule", options->schedule, "a schedule file")
      ->required()
      ->type_name("");
  command
      .add_option("--on,--new", options->binary,
                  "the test binary or program with the fix")
      ->required()
      ->type_name("BINARY");
  command
      .add_option("--old", options->old_binary,
                  "the one without it, on which the schedule must fail")
      ->type_name("BINARY");
  command
      .add_option("--test", options->test,
                  "use this test (a fixed twin, say), not the one that the "
                  "file names")
      ->type_name("SUITE.NAME");
  command
      .add_option("--switches", options->switches,
                  "try all within so many of the schedule (default: 2)")
      ->type_name("N")
      ->check(&SwitchesError, "", "");
  command.add_flag("--markdown", options->markdown,
                   "print a paragraph for a pull request");
  AddSearchOptions(command, options->run);
  AddProgramOptions(command, options->run);
  AddOutputOptions(command, options->run);
  command.footer(
      "What is said here is all that goes to standard output; what the binary\n"
      "says goes to standard error. A schedule from before a change of the "
      "code\n"
      "is followed by names; what is not where it was is said.\n"
      "\n"
      "Exit codes: 0 the fix holds, 1 a finding or a test that failed "
      "otherwise,\n"
      "2 usage or input error, or the schedule does not fail on the old "
      "binary,\n"
      "or no step of it has a counterpart in the new one, or it diverged and\n"
      "not all near it could be tried, 3 nothing was controlled.\n"
      "\n"
      "Examples:\n"
      "  interleave verify reset.schedule --old before/pool_test "
      "--new build/pool_test\n"
      "  interleave verify reset.schedule --on build/pool_test --markdown\n"
      "  interleave verify reset.schedule --on build/pool_test "
      "--executions 100000\n"
      "  interleave verify reset.schedule --on build/pool_test "
      "--test PoolTest.ResetFixed");
  command.callback([options, &code] { code = RunVerify(*options); });
}

void AddDoctorCommand(CLI::App& app, ExitCode& code) {
  const auto options = std::make_shared<DoctorOptions>();
  CLI::App& command = *app.add_subcommand(
      "doctor", "Say what is controlled and instrumented in a binary.");
  command.add_option("binary", options->binary, "a program")
      ->required()
      ->type_name("");
  command.footer(
      "The binary is looked at, not run.\n"
      "\n"
      "Examples:\n"
      "  interleave doctor build/pool_test");
  command.callback([options, &code] { code = RunDoctor(*options); });
}

}  // namespace

void AddCommands(CLI::App& app, ExitCode& code) {
  app.get_formatter()->column_width(kHelpColumn);
  app.set_version_flag(
      "--version",
      absl::StrCat("interleave " INTERLEAVE_VERSION ", schedule format ",
                   kScheduleFormatVersion));
  AddListCommand(app, code);
  AddExploreCommand(app, code);
  AddReplayCommand(app, code);
  AddShowCommand(app, code);
  AddVerifyCommand(app, code);
  AddDraftCommand(app, code);
  AddReportCommand(app, code);
  AddDebugCommand(app, code);
  AddDoctorCommand(app, code);
  app.require_subcommand(1);
  app.footer(
      "interleave COMMAND --help says more, with examples.\n"
      "\n"
      "Exit codes: 0 no finding, 1 finding, 2 usage or input error,\n"
      "3 nothing was controlled.");
}

}  // namespace interleave::cli
