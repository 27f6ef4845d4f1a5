// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ExploreResult: what an exploration, a replay or a verification came to.

#ifndef INTERLEAVE_EXPLORE_RESULT_H_
#define INTERLEAVE_EXPLORE_RESULT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "interleave/explain/explanation.h"
#include "interleave/explore/confidence.h"
#include "interleave/explore/coverage.h"
#include "interleave/explore/tally.h"
#include "interleave/runtime/execution.h"
#include "interleave/schedule/finding.h"
#include "interleave/schedule/schedule.h"
#include "interleave/schedule/trace.h"
#include "interleave/strategy/bound.h"
#include "interleave/strategy/estimate.h"

namespace interleave {

enum class Verdict : uint8_t {
  kFailed,    // there are findings, or nothing was really checked (problems)
  kVerified,  // nothing is left to try, within the stated bounds
  kPassed,    // the budget is spent
};
const char* VerdictName(Verdict verdict);  // "failed", "verified", "passed"

enum class ReplayVerdict : uint8_t {
  kReproduced,  // the schedule led to a finding of the recorded kind
  kPassed,      // same order, no finding
  kInfeasible,  // a step of it cannot happen
  kDiverged,    // the code does something else by now
};
const char* ReplayVerdictName(ReplayVerdict verdict);

// Which limit of Options ended a search.
enum class Limit : uint8_t {
  kNone,
  kExecutions,
  kSeconds,
  kMemory,
  kConfidence,
};
// The name of the option: "executions", "seconds", "memory_mb", "confidence";
// empty for none.
const char* LimitName(Limit limit);

// One finding with all that is needed to understand and repeat it.
struct Failure {
  Finding finding;
  uint64_t execution = 0;  // from 1
  Schedule schedule;
  std::string token;
  std::string schedule_path;  // of the file written; empty when none was
  Trace trace;                // of the replay
  std::vector<TaskStanding> standings;
  std::string output;  // of a whole program, in the replay; the end of much
  // What decides that it fails; none: nobody asked. Schedule and trace are then
  // those that are left after it was made simpler.
  std::optional<Explanation> explanation;
};

// A step of a recorded schedule that is not where it was.
struct Drift {
  uint64_t step = 0;  // of the schedule: its switches, from 1
  // "missing", "moved", "renamed", "inserted", "removed", "not-reached"
  std::string what;
  // "reset before point pool.reset.loaded#1: now point pool.reset.read#1"
  std::string text;
};

// What a task would have to wait for, where the schedule has it go on.
struct Obstacle {
  std::string task;      // empty: nothing is known of it
  std::string object;    // "mutex 1"
  std::string holder;    // the task that has it; may be empty
  StepNumber since = 0;  // the step at which that took it; 0: not known
};

struct ReplayOutcome {
  ReplayVerdict verdict = ReplayVerdict::kPassed;
  StepNumber step = 0;  // for kInfeasible and kDiverged
  std::string reason;
  std::vector<TaskStanding> standings;

  // Options::verify only.
  // Switches of the schedule, and how many were found again and made.
  uint64_t switches = 0;
  uint64_t matched = 0;
  std::vector<Drift> drift = {};
  Obstacle obstacle = {};  // for kInfeasible
  // All with so many changes were to be tried, and all with so many were.
  uint64_t changes_wanted = 0;
  uint64_t changes_done = 0;
};

// A data race that is no failure (Options::races is "explore"), or a deadlock
// but for a timeout (Options::only_timeouts is "note"), and a schedule that has
// it.
struct NotedRace {
  Finding finding;
  std::string token;
};

struct ExploreResult {
  std::string test;
  Verdict verdict = Verdict::kPassed;
  std::vector<Failure> failures;
  // Why a run without findings still failed: nothing was controlled, a point
  // was never reached, ... each a sentence that names the option to allow it.
  std::vector<std::string> problems;
  bool nothing_controlled = false;

  uint64_t executions = 0;
  uint64_t steps = 0;
  // Executions that were given up halfway, since they would have repeated
  // others; not among `executions`.
  uint64_t redundant = 0;
  bool exhausted = false;
  // What each of several strategies came to that took turns; empty when there
  // was but one, or a finding.
  std::vector<MemberCount> members;
  // Executions stand for traces, though that is not in the strategy's name.
  bool counts_traces = false;
  // The bound within which it was exhausted, or the largest that was when the
  // budget ended; none: no bound.
  std::optional<Bound> bound;
  // The bound of the space that was searched last, whether to its end or not.
  std::optional<Bound> trying;
  // About how many schedules there are in that space, also where fewer were
  // run because others are equivalent.
  Estimate estimate;
  // The share of that space that was searched, 0 to 1; none: not known.
  std::optional<double> done;
  // Executions of the search itself, without replays and neighbours, and how
  // many of them were there before, within a smaller bound.
  uint64_t searched = 0;
  uint64_t repeated = 0;
  Limit stopped_by = Limit::kNone;
  // With what probability bugs would have been found; none: there is no bound.
  std::optional<Confidence> confidence;
  // Executions that ended at steps_max.
  uint64_t cut_by_steps = 0;
  std::string strategy;  // that was used last
  uint64_t seed = 0;
  double seconds = 0;

  std::optional<ReplayOutcome> replay;
  std::vector<RecordedOutcome> outcomes;  // in order of value
  // Null when it was not recorded.
  std::shared_ptr<const Coverage> coverage;
  std::vector<std::string> met_points;  // named points that were reached
  std::vector<NotedRace> races;         // in order of their finding
  std::vector<Unmodelled> unmodelled;
  // The rules of the user's by which findings were left out, "race:Pool::Get".
  std::vector<std::string> suppressed;
  // Threads of the process that ran outside of control, by name.
  std::vector<std::string> uncontrolled_threads;
  bool identities_made_anew = false;
  // verify only: schedules within Options::switches changes of the recorded
  // one.
  uint64_t neighbours = 0;
  // It was asked to stop (SIGINT, SIGTERM) before its end.
  bool interrupted = false;
  // The file to go on from (Options::resume); empty when none was written.
  std::string checkpoint_path;

  // Not failed, and not stopped halfway.
  bool ok() const { return verdict != Verdict::kFailed && !interrupted; }
};

// What was found or proven, and which limits were met:
//   verified: all 216 traces (of about 1.2e6 interleavings)
//   verified: all schedules with at most 2 delays (310 executions)
//   passed: 10000 schedules of about 1.2e6 (between 4e5 and 4e6), 0.8 % done;
//     stopped by --interleave_executions
//   failed: deadlock in execution 3 and 1 more finding; tried: all 34 schedules
std::string ResultLine(const ExploreResult& result);

// "rff 3240 (1812), surw 2051 (1700)": executions, and about how many traces
// among them. Those without any are left out.
std::string MembersText(const std::vector<MemberCount>& members);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_RESULT_H_
