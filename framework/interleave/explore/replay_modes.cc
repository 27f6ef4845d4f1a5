// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/replay_modes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/base/tracer.h"
#include "interleave/explore/debugger_stops.h"
#include "interleave/explore/following.h"
#include "interleave/explore/schedule_file.h"
#include "interleave/explore/stopwatch.h"
#include "interleave/strategy/named_replay.h"
#include "interleave/strategy/neighbourhood.h"
#include "interleave/strategy/replay.h"

namespace interleave {

ReplayOutcome OutcomeOf(const ReplayStatus& status,
                        const ExecutionResult& execution) {
  ReplayOutcome outcome;
  outcome.step = status.step;
  outcome.reason = status.reason;
  outcome.standings = execution.standings;
  outcome.verdict = status.kind == ReplayStatus::kInfeasible
                        ? ReplayVerdict::kInfeasible
                        : ReplayVerdict::kDiverged;
  return outcome;
}

namespace {

// What a replay that ended in `finding` is; it becomes a failure.
ReplayOutcome FoundAt(Exploration& exploration, const Finding& finding,
                      const Choices& choices,
                      std::optional<FindingKind> recorded) {
  ReplayOutcome outcome;
  if (!recorded.has_value() || finding.kind == *recorded) {
    outcome.verdict = ReplayVerdict::kReproduced;
  } else {
    outcome.verdict = ReplayVerdict::kDiverged;
    outcome.reason = absl::StrCat(
        "it was recorded with the finding ", Text(FindingKindName(*recorded)),
        " and now ends in ", Text(FindingKindName(finding.kind)));
  }
  exploration.AddFailure(finding, choices, Exploration::kReplayName);
  return outcome;
}

// What came of an execution that followed the schedule to its end.
ReplayOutcome Followed(Exploration& exploration,
                       const ExecutionResult& execution,
                       std::optional<FindingKind> recorded) {
  ReplayOutcome outcome;
  if (!execution.findings.empty()) {
    const Finding finding = execution.findings.front();
    const Choices choices = execution.choices;
    const StepNumber steps = execution.steps;
    outcome = FoundAt(exploration, finding, choices, recorded);
    outcome.step = steps;
    return outcome;
  }
  outcome.step = execution.steps;
  return outcome;
}

// One execution, which tells of its steps to a debugger if there is one.
const ExecutionResult& RunWatched(Exploration& exploration, Strategy& replay) {
  static DebuggerStops stops;
  return exploration.RunOnce(replay, IsTraced() ? &stops : nullptr);
}

// One execution under `replay`, a ReplayStrategy or a NamedReplayStrategy.
template <typename Replay>
ReplayOutcome ReplayWith(Exploration& exploration, Replay& replay,
                         std::optional<FindingKind> recorded) {
  replay.Begin();
  const ExecutionResult& execution = RunWatched(exploration, replay);
  exploration.CountExecution(execution);
  if (!replay.status().followed() && execution.findings.empty()) {
    return OutcomeOf(replay.status(), execution);
  }
  return Followed(exploration, execution, recorded);
}

// Exactly when the code is as it was, else by names.
ReplayOutcome ReplaySchedule(Exploration& exploration,
                             const Schedule& schedule) {
  exploration.AllowLibertiesOf(schedule.RawChoices());
  ReplayStrategy exact(schedule.RawChoices());
  exact.Begin();
  const ExecutionResult& execution = RunWatched(exploration, exact);
  const bool as_recorded =
      exact.status().followed() &&
      execution.findings.empty() != schedule.finding.has_value();
  if (as_recorded) {
    exploration.CountExecution(execution);
    return Followed(exploration, execution, schedule.finding);
  }
  NamedReplayStrategy by_names(schedule.choices);
  return ReplayWith(exploration, by_names, schedule.finding);
}

ReplayOutcome ReplayToken(Exploration& exploration, const Choices& choices) {
  exploration.AllowLibertiesOf(choices);
  ReplayStrategy exact(choices);
  return ReplayWith(exploration, exact, std::nullopt);
}

}  // namespace

void RefuseUnlessAllowed(Exploration& exploration, const char* what) {
  const ReplayOutcome& outcome = *exploration.result.replay;
  const bool refused = outcome.verdict == ReplayVerdict::kInfeasible ||
                       (outcome.verdict == ReplayVerdict::kDiverged &&
                        exploration.result.failures.empty());
  if (!refused || exploration.options.allow_infeasible) return;
  exploration.result.problems.push_back(
      absl::StrCat("the ", what, " is ", ReplayVerdictName(outcome.verdict),
                   " at step ", outcome.step, ": ", outcome.reason,
                   " (if that is meant, set allow_infeasible)"));
}

void RunReplay(Exploration& exploration) {
  const std::string& from = exploration.options.replay;
  ExploreResult& result = exploration.result;
  result.strategy = "replay";
  if (absl::StartsWith(from, "il1-")) {
    const absl::StatusOr<Choices> choices = ParseToken(from);
    if (!choices.ok()) {
      result.problems.emplace_back(choices.status().message());
      return;
    }
    result.replay = ReplayToken(exploration, *choices);
  } else {
    const absl::StatusOr<Schedule> schedule = ReadScheduleFile(from);
    if (!schedule.ok()) {
      result.problems.emplace_back(schedule.status().message());
      return;
    }
    result.replay = ReplaySchedule(exploration, *schedule);
  }
  RefuseUnlessAllowed(exploration, "schedule");
}

namespace {

// How many executions with two changes or more are tried where no limit says
// otherwise.
constexpr uint64_t kFarNeighboursMax = 100'000;

// More than one change is tried in half of the budget alone.
class Allowance {
 public:
  explicit Allowance(const Exploration& exploration)
      : exploration_(exploration),
        executions_(exploration.options.executions == 0
                        ? kFarNeighboursMax
                        : exploration.options.executions / 2) {}

  bool IsSpent() const {
    const double seconds = exploration_.options.seconds;
    return exploration_.tally().executions >= executions_ ||
           (seconds > 0 && stopwatch_.seconds() >= seconds / 2);
  }

 private:
  const Exploration& exploration_;
  const uint64_t executions_;
  const Stopwatch stopwatch_;
};

// All within so many changes of what was followed, as far as they come. False:
// the search that follows is in vain.
bool TryNeighbours(Exploration& exploration, const Following& following) {
  ExploreResult& result = exploration.result;
  const Allowance allowance(exploration);
  uint64_t before = exploration.tally().executions;
  uint32_t done = 0;
  do {
    NeighbourhoodStrategy neighbourhood(following.choices,
                                        exploration.options.switches,
                                        following.outcome.step);
    before = std::min(before, exploration.tally().executions);
    exploration.Search(
        neighbourhood, [] { return std::string("neighbourhood"); },
        [&](const ExecutionResult& execution) {
          return neighbourhood.changes() == 1 || !allowance.IsSpent() ||
                 !execution.findings.empty();
        });
    done = neighbourhood.completed();
  } while (exploration.TakeRestart());
  result.neighbours = exploration.tally().executions - before;
  result.replay->changes_done = done;
  exploration.AllowLibertiesOf({});
  if (exploration.enough_findings()) return false;
  if (done > 0 && !result.interrupted) return true;
  if (!result.interrupted) {
    result.problems.push_back(absl::StrCat(
        "the budget ended before all schedules within one change of the "
        "recorded one were tried (",
        result.neighbours, "); raise executions, seconds or memory_mb"));
  }
  return false;
}

}  // namespace

bool ReplayAndVary(Exploration& exploration) {
  ExploreResult& result = exploration.result;
  const absl::StatusOr<Schedule> schedule =
      ReadScheduleFile(exploration.options.verify);
  if (!schedule.ok()) {
    result.problems.emplace_back(schedule.status().message());
    return false;
  }
  exploration.AllowLibertiesOf(schedule->RawChoices());
  Following following = Follow(exploration, *schedule);
  if (following.finding.has_value()) {
    const ReplayOutcome found = FoundAt(exploration, *following.finding,
                                        following.choices, schedule->finding);
    following.outcome.verdict = found.verdict;
    following.outcome.reason = found.reason;
  }
  result.replay = following.outcome;
  result.replay->changes_wanted = exploration.options.switches;
  return !exploration.enough_findings() &&
         TryNeighbours(exploration, following);
}

}  // namespace interleave
