// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Options: how a body is explored.
//
// Every field has a flag of the same name in test binaries,
// `--interleave_<field>`, which wins over what the test says.

#ifndef INTERLEAVE_EXPLORE_OPTIONS_H_
#define INTERLEAVE_EXPLORE_OPTIONS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/runtime/execution.h"
#include "interleave/schedule/script.h"

namespace interleave {

struct Options {
  // "auto": exhaustive when the space is small, or by traces ("optimal-dpor")
  // where instrumented code shows all that these need; else a portfolio of
  // those that sample, more of those that show more. Others: "random",
  // "sticky-random", "pct" (random priorities that change at a few points),
  // "pos" (random priorities of operations, new ones after a race), "surw" (all
  // orders of the operations on one object alike), "uniform-walk" (all
  // interleavings alike), "rff" (fuzzes who reads from whom), "exhaustive" (or
  // "dfs"), "preemption-bounded" (bounds 0, 1, 2, ... up to `preemptions`),
  // "delay-bounded" (the same up to `delays`), "dpor" (one execution of all
  // that differ only in the order of independent operations), "optimal-dpor"
  // (the same, and begins none in vain), "rf-dpor" (one of all in which each
  // read reads from the same operation).
  std::string strategy = "auto";
  // Of all random choices. The same seed explores the same schedules.
  uint64_t seed = 1;
  // How many executions at most; 0: no limit. No limit with `confidence`.
  uint64_t executions = 10'000;
  // How many seconds of real time at most; 0: no limit.
  double seconds = 0;
  // How many megabytes (of 2^20 bytes) of memory the process may use; 0: no
  // limit. Looked at now and then.
  uint64_t memory_mb = 0;
  // The most preemptions in a schedule of "exhaustive" (that bound alone) and
  // of "preemption-bounded" (its last bound). None: no bound.
  std::optional<uint32_t> preemptions = std::nullopt;
  // The most delays in a schedule of "delay-bounded": how often the task that
  // would be next in a round robin is passed over. None: no bound.
  std::optional<uint32_t> delays = std::nullopt;
  // Of "pct": bugs of this depth and smaller ones are looked for, those that
  // need so many orderings of steps. None: 3.
  std::optional<uint32_t> depth = std::nullopt;
  // In place of a number of executions: "pct" goes on until it would have found
  // a bug of that depth, and of each smaller one, with this probability, which
  // is above 0 and below 1. "auto" is then "pct".
  std::optional<double> confidence = std::nullopt;
  // Sticky random: how many steps a task goes on for, on average.
  uint32_t slice = 10;

  // Whether what executions cover is recorded: traces, ordered pairs of places,
  // and which places read from which. "auto": by strategies that sample, whose
  // executions are no count of anything. "on" and "off"; "print" is "on", and
  // tests print it.
  std::string coverage = "auto";

  // Of a whole program (docs/whole_programs.md): an exit code that isn't 0 is a
  // finding.
  bool fail_on_exit_code = false;
  // ... and its arguments, for the schedule files of findings.
  std::vector<std::string> arguments = {};
  // ... and Schedule::options.
  std::vector<std::string> recorded_options = {};

  // How many processes explore together; what they come to doesn't depend on it
  // but where a budget ends the search (docs/command_line.md).
  uint32_t jobs = 1;

  // Steps after which an execution is stopped with the finding step-limit.
  uint64_t steps_max = 1'000'000;
  // Of each task's stack; 0: the system's default for threads.
  size_t stack_bytes = 0;
  // "when-idle": a deadline comes when no other task can go on.
  // "anytime": it may come at any schedule point, as on a slow machine.
  std::string timeouts = "when-idle";
  // What it is when no task could go on and only the timeout of one that waited
  // let the execution go on, which may hide a deadlock: "note" (told at the end
  // of the result), "fail" (a finding), "off".
  std::string only_timeouts = "note";
  // What the standards allow, though implementations seldom do it: how often an
  // execution may have it, as a choice; 0: never. A wait on a condition
  // variable ends for nothing.
  uint32_t spurious_wakeups = 1;
  // ... as FUTEX_WAIT does, which types of C++ hide.
  uint32_t futex_wakeups = 0;
  // A weak compare-exchange of instrumented code fails for nothing. None: 1,
  // but 0 for "rf-dpor", which refuses them.
  std::optional<uint32_t> weak_failures = std::nullopt;
  // std::mutex::try_lock fails for nothing; pthread_mutex_trylock, which it
  // can't be told from, must not.
  uint32_t try_lock_failures = 0;
  // A deadline comes at the very moment of the signal: just before it, or just
  // after, so that the signal is for who says that his time came.
  uint32_t timeouts_at_signal = 0;
  // The serial thread of a round of a pthread_barrier is not the last to come.
  uint32_t serial_threads = 1;
  // Which operations of instrumented code are schedule points, each setting
  // with those before it: "sync", "atomics", "shared" (plain accesses to memory
  // that tasks were seen to use, one writing, with nothing to order them),
  // "all" (every access).
  std::string points = "shared";
  // What a data race of instrumented code is: "fail" (a finding), "explore"
  // (noted, and what it leads to is explored), "off" (nobody asks). "auto":
  // "fail" in programs that are linked with ThreadSanitizer's runtime and in
  // fuzz targets, else "off". Without that runtime, races are those of the
  // program's own accesses, and none that it sees inside the C library.
  std::string races = "auto";

  // What tasks allocate: "plain", or "checked": what they give back is kept to
  // the end of the execution, up to 64 MB for each task, and who uses it, or
  // gives it back again, is a finding with the stacks of all three. Programs
  // whose heap is a sanitizer's refuse that.
  std::string heap = "plain";

  // Replays one schedule: the path of a schedule file, its text, or a token
  // ("il1-...").
  std::string replay = {};
  // Explores what the script leaves open. `script_file` reads it from a file.
  Script script = {};
  std::string script_file = {};
  // Replays this schedule file (or its text), then all within `switches`
  // changes of it, then spends the budget.
  std::string verify = {};
  // A change: another task goes on, or another value is drawn. All with one are
  // tried in any case; more while they take no more than half of the budget.
  uint32_t switches = 2;
  // Goes on with the exploration that was interrupted and left this checkpoint.
  // It is one of the same test of the same program, with the same options but
  // for jobs, executions and seconds.
  std::string resume = {};
  // Points that at least one execution must pass, else the test fails.
  std::vector<std::string> required_points = {};

  // Whether a finding is explained: its schedule is made simpler, and which
  // orders of steps decide is found, by further executions. "auto": after a
  // search; "on": also of a schedule that is replayed, which stays as it is;
  // "off".
  std::string explain = "auto";
  // How many executions that may take for each finding, and how many seconds
  // of real time (0: as long as it takes).
  uint64_t explain_executions = 4'000;
  double explain_seconds = 10;

  // Go on after a finding, until this many different ones were found.
  uint32_t findings_max = 1;
  // Otherwise failures, since they would be empty successes:
  bool allow_uncontrolled = false;      // the body started no task
  bool allow_single_schedule = false;   // there was nothing to choose
  bool allow_no_overlap = false;        // no two tasks ever overlapped
  bool allow_infeasible = false;        // the script or schedule can't happen
  bool allow_unreached_points = false;  // a point of the script was not met

  // The file that the body is in is instrumented. Where only others are, "auto"
  // proves nothing by traces. INTERLEAVE_TEST and Explore see to that
  // (body_file.h).
  bool body_instrumented = true;

  // Where schedule files of findings and checkpoints are written; empty: the
  // environment's TEST_UNDECLARED_OUTPUTS_DIR, else "interleave_schedules".
  std::string schedule_dir = {};
};

// None for a word that `Options::points` does not know.
std::optional<Points> PointsOf(std::string_view word);

// ... `Options::only_timeouts`.
std::optional<OnlyTimeouts> OnlyTimeoutsOf(std::string_view word);

// ... `Options::races`; of "auto", what it is in this program.
std::optional<Races> RacesOf(std::string_view word);

// How many liberties an execution may take; at least as many as `choices` has.
LibertyBudgets LibertiesOf(const Options& options, const Choices& choices);

// The strategy can be shared by several jobs, and gone on with later.
bool CanBeShared(const Options& options);

// With `confidence`, executions are no limit.
Options WithItsLimit(Options options);

// What is wrong with the options, in words that say what to write instead;
// empty when nothing is.
std::string OptionsError(const Options& options);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_OPTIONS_H_
