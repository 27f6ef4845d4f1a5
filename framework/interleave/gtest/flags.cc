// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/gtest/flags.h"

#include <cstdint>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "interleave/explore/checkpoint.h"
#include "interleave/explore/schedule_file.h"

// A flag that was not given leaves the test's own option as it is.
template <typename T>
using MaybeFlag = absl::optional<T>;

ABSL_FLAG(MaybeFlag<std::string>, interleave_strategy, absl::nullopt,
          "auto, random, sticky-random, pct, pos, surw, uniform-walk, rff, "
          "exhaustive (dfs), preemption-bounded, delay-bounded, dpor, "
          "optimal-dpor, rf-dpor");
ABSL_FLAG(MaybeFlag<uint64_t>, interleave_seed, absl::nullopt,
          "seed of all random choices");
ABSL_FLAG(MaybeFlag<uint64_t>, interleave_executions, absl::nullopt,
          "how many executions at most; 0: no limit");
ABSL_FLAG(MaybeFlag<double>, interleave_seconds, absl::nullopt,
          "how many seconds of real time at most; 0: no limit");
ABSL_FLAG(MaybeFlag<uint64_t>, interleave_memory_mb, absl::nullopt,
          "how many megabytes of memory the process may use; 0: no limit");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_preemptions, absl::nullopt,
          "the most preemptions in a schedule of exhaustive searches");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_delays, absl::nullopt,
          "delay-bounded: the most delays in a schedule");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_depth, absl::nullopt,
          "pct: the depth of the bugs that are looked for");
ABSL_FLAG(MaybeFlag<double>, interleave_confidence, absl::nullopt,
          "in place of executions: go on until a bug of that depth would have "
          "been found with this probability");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_slice, absl::nullopt,
          "sticky-random: how many steps a task goes on for, on average");
ABSL_FLAG(MaybeFlag<uint64_t>, interleave_steps_max, absl::nullopt,
          "steps after which an execution is stopped");
ABSL_FLAG(MaybeFlag<uint64_t>, interleave_stack_bytes, absl::nullopt,
          "size of each task's stack; 0: the system's default");
ABSL_FLAG(MaybeFlag<std::string>, interleave_timeouts, absl::nullopt,
          "when-idle or anytime: when a deadline may come");
ABSL_FLAG(MaybeFlag<std::string>, interleave_only_timeouts, absl::nullopt,
          "note, fail or off: what an execution is that only a timeout let go "
          "on");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_spurious_wakeups, absl::nullopt,
          "how many waits on a condition variable an execution may end for "
          "nothing");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_futex_wakeups, absl::nullopt,
          "how many times FUTEX_WAIT may return for nothing");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_weak_failures, absl::nullopt,
          "how many weak compare-exchanges may fail for nothing");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_try_lock_failures, absl::nullopt,
          "how many tries to take a lock that is free may fail");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_timeouts_at_signal, absl::nullopt,
          "how many deadlines may come at the very moment of a signal");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_serial_threads, absl::nullopt,
          "in how many rounds of a pthread_barrier the serial thread is not "
          "the last to arrive");
ABSL_FLAG(MaybeFlag<std::string>, interleave_points, absl::nullopt,
          "sync, atomics, shared or all: which operations of instrumented code "
          "are schedule points");
ABSL_FLAG(MaybeFlag<std::string>, interleave_races, absl::nullopt,
          "auto, fail, explore or off: what a data race of instrumented code "
          "is");
ABSL_FLAG(MaybeFlag<std::string>, interleave_heap, absl::nullopt,
          "plain or checked: whether memory that tasks gave back is kept, so "
          "that who uses it is found");
ABSL_FLAG(MaybeFlag<std::string>, interleave_coverage, absl::nullopt,
          "auto, on, off or print: whether what executions cover is recorded");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_jobs, absl::nullopt,
          "how many processes explore together");
ABSL_FLAG(std::string, interleave_isolation, "",
          "process: a crash in a test's body is a finding; none: it ends the "
          "program; when not given, none under a debugger and where the "
          "program has started threads, else process");
ABSL_FLAG(std::string, interleave_resume, "",
          "go on with the interrupted exploration that left this checkpoint");
ABSL_FLAG(std::string, interleave_replay, "",
          "replay one schedule: a schedule file or a token (il1-...)");
ABSL_FLAG(std::string, interleave_verify, "",
          "replay this schedule file, all within --interleave_switches "
          "changes of it, then spend the budget");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_switches, absl::nullopt,
          "of verify: within how many changes of the schedule all are tried");
ABSL_FLAG(std::string, interleave_script_file, "",
          "explore what this script leaves open");
ABSL_FLAG(std::vector<std::string>, interleave_required_points, {},
          "points that some execution must pass, separated by commas");
ABSL_FLAG(MaybeFlag<std::string>, interleave_explain, absl::nullopt,
          "auto, on (also of a replay) or off: whether a finding's schedule is "
          "made simpler and what it depends on is found");
ABSL_FLAG(MaybeFlag<uint64_t>, interleave_explain_executions, absl::nullopt,
          "how many executions that may take for each finding");
ABSL_FLAG(MaybeFlag<double>, interleave_explain_seconds, absl::nullopt,
          "how many seconds that may take; 0: as long as it takes");
ABSL_FLAG(MaybeFlag<uint32_t>, interleave_findings_max, absl::nullopt,
          "go on until this many different findings");
ABSL_FLAG(bool, interleave_allow_uncontrolled, false,
          "do not fail when no task was controlled");
ABSL_FLAG(bool, interleave_allow_single_schedule, false,
          "do not fail when there was nothing to choose");
ABSL_FLAG(bool, interleave_allow_no_overlap, false,
          "do not fail when no two tasks ever overlapped");
ABSL_FLAG(bool, interleave_allow_infeasible, false,
          "do not fail when the script or schedule cannot happen");
ABSL_FLAG(bool, interleave_allow_unreached_points, false,
          "do not fail when no task meets a point of the script");
ABSL_FLAG(std::string, interleave_schedule_dir, "",
          "folder for the schedule files of findings");
ABSL_FLAG(bool, interleave_list, false,
          "list the names of the INTERLEAVE_TESTs and exit");
ABSL_FLAG(bool, interleave_full_trace, false,
          "show every step of a failing execution");
ABSL_FLAG(bool, interleave_outcomes, false,
          "print every outcome recorded, with a schedule that leads to it");
ABSL_FLAG(std::string, interleave_json, "",
          "write the results to this file, as JSON");
ABSL_FLAG(std::string, interleave_progress, "auto",
          "on, off, or auto: on a terminal");

namespace interleave {
namespace {

template <typename Flag, typename T>
void Override(const Flag& flag, T* option) {
  const auto value = absl::GetFlag(flag);
  if (value.has_value()) *option = *value;
}

void OverrideMode(Options* options) {
  const std::string replay = absl::GetFlag(FLAGS_interleave_replay);
  const std::string verify = absl::GetFlag(FLAGS_interleave_verify);
  const std::string script = absl::GetFlag(FLAGS_interleave_script_file);
  if (replay.empty() && verify.empty() && script.empty()) return;
  options->replay = replay;
  options->verify = verify;
  options->script = Script();
  options->script_file = script;
}

}  // namespace

Options WithFlags(Options options) {
  // What is given beside it must be the same, which is looked at later.
  options.resume = absl::GetFlag(FLAGS_interleave_resume);
  if (!options.resume.empty()) {
    const auto checkpoint = ReadCheckpoint(options.resume);
    if (checkpoint.ok()) TakeOptions(*checkpoint, &options).IgnoreError();
  }
  Override(FLAGS_interleave_strategy, &options.strategy);
  Override(FLAGS_interleave_seed, &options.seed);
  Override(FLAGS_interleave_executions, &options.executions);
  Override(FLAGS_interleave_seconds, &options.seconds);
  Override(FLAGS_interleave_memory_mb, &options.memory_mb);
  Override(FLAGS_interleave_preemptions, &options.preemptions);
  Override(FLAGS_interleave_delays, &options.delays);
  Override(FLAGS_interleave_depth, &options.depth);
  // A number of executions is in place of the test's own confidence.
  if (absl::GetFlag(FLAGS_interleave_executions).has_value()) {
    options.confidence.reset();
  }
  Override(FLAGS_interleave_confidence, &options.confidence);
  Override(FLAGS_interleave_slice, &options.slice);
  Override(FLAGS_interleave_steps_max, &options.steps_max);
  Override(FLAGS_interleave_stack_bytes, &options.stack_bytes);
  Override(FLAGS_interleave_timeouts, &options.timeouts);
  Override(FLAGS_interleave_only_timeouts, &options.only_timeouts);
  Override(FLAGS_interleave_spurious_wakeups, &options.spurious_wakeups);
  Override(FLAGS_interleave_futex_wakeups, &options.futex_wakeups);
  Override(FLAGS_interleave_weak_failures, &options.weak_failures);
  Override(FLAGS_interleave_try_lock_failures, &options.try_lock_failures);
  Override(FLAGS_interleave_timeouts_at_signal, &options.timeouts_at_signal);
  Override(FLAGS_interleave_serial_threads, &options.serial_threads);
  Override(FLAGS_interleave_points, &options.points);
  Override(FLAGS_interleave_races, &options.races);
  Override(FLAGS_interleave_heap, &options.heap);
  Override(FLAGS_interleave_explain, &options.explain);
  Override(FLAGS_interleave_explain_executions, &options.explain_executions);
  Override(FLAGS_interleave_explain_seconds, &options.explain_seconds);
  Override(FLAGS_interleave_findings_max, &options.findings_max);
  Override(FLAGS_interleave_coverage, &options.coverage);
  Override(FLAGS_interleave_jobs, &options.jobs);
  Override(FLAGS_interleave_switches, &options.switches);
  OverrideMode(&options);
  for (std::string& point : absl::GetFlag(FLAGS_interleave_required_points)) {
    options.required_points.push_back(std::move(point));
  }
  options.allow_uncontrolled |=
      absl::GetFlag(FLAGS_interleave_allow_uncontrolled);
  options.allow_single_schedule |=
      absl::GetFlag(FLAGS_interleave_allow_single_schedule);
  options.allow_no_overlap |= absl::GetFlag(FLAGS_interleave_allow_no_overlap);
  options.allow_infeasible |= absl::GetFlag(FLAGS_interleave_allow_infeasible);
  options.allow_unreached_points |=
      absl::GetFlag(FLAGS_interleave_allow_unreached_points);
  const std::string dir = absl::GetFlag(FLAGS_interleave_schedule_dir);
  if (!dir.empty()) options.schedule_dir = dir;
  return options;
}

std::string FlagsError() {
  Options options = WithFlags({});
  // Whether a test's own strategy takes a bound is known when it runs.
  if (!absl::GetFlag(FLAGS_interleave_strategy).has_value()) {
    options.preemptions.reset();
    options.delays.reset();
    options.depth.reset();
  }
  if (options.confidence.has_value() &&
      absl::GetFlag(FLAGS_interleave_executions).has_value()) {
    return "confidence is in place of a number of executions; give one of "
           "the two";
  }
  std::string error = OptionsError(options);
  if (!error.empty()) return error;
  const std::string progress = ProgressFlag();
  if (progress != "auto" && progress != "on" && progress != "off") {
    return absl::StrCat("--interleave_progress is auto, on or off, not \"",
                        progress, "\"");
  }
  const std::string isolation = IsolationFlag();
  if (!isolation.empty() && isolation != "process" && isolation != "none") {
    return absl::StrCat("--interleave_isolation is process or none, not \"",
                        isolation, "\"");
  }
  absl::Status status;
  if (absl::StartsWith(options.replay, "il1-")) {
    status = ParseToken(options.replay).status();
  } else if (!options.replay.empty()) {
    status = ReadScheduleFile(options.replay).status();
  }
  if (!options.verify.empty()) {
    status.Update(ReadScheduleFile(options.verify).status());
  }
  if (!options.resume.empty()) {
    const auto checkpoint = ReadCheckpoint(options.resume);
    status.Update(checkpoint.status());
    Options unused;
    if (checkpoint.ok()) status.Update(TakeOptions(*checkpoint, &unused));
  }
  if (!options.script_file.empty()) {
    status.Update(ReadScriptFile(options.script_file).status());
  }
  return std::string(status.message());
}

bool ListFlag() { return absl::GetFlag(FLAGS_interleave_list); }
bool FullTraceFlag() { return absl::GetFlag(FLAGS_interleave_full_trace); }
bool OutcomesFlag() { return absl::GetFlag(FLAGS_interleave_outcomes); }
std::string IsolationFlag() {
  return absl::GetFlag(FLAGS_interleave_isolation);
}
std::string JsonFlag() { return absl::GetFlag(FLAGS_interleave_json); }
std::string ProgressFlag() { return absl::GetFlag(FLAGS_interleave_progress); }

}  // namespace interleave
