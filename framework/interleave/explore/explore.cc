// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/explore.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"
#include "interleave/base/nearest_name.h"
#include "interleave/base/text.h"
#include "interleave/explore/exploration.h"
#include "interleave/explore/schedule_file.h"
#include "interleave/explore/search.h"
#include "interleave/strategy/named_replay.h"
#include "interleave/strategy/neighbourhood.h"
#include "interleave/strategy/replay.h"
#include "interleave/strategy/script.h"

namespace interleave {
namespace {

// What the search came to in the end; `before`: executions that were not its.
void TakeOver(Exploration& exploration, const Search& search, uint64_t before) {
  exploration.Watch(nullptr);
  ExploreResult& result = exploration.result;
  result.searched = result.executions - before;
  result.repeated = search.repeated();
  result.exhausted = search.exhausted();
  result.bound = search.bound();
  result.trying = search.trying();
  result.estimate = search.estimate();
  result.done = search.done();
  result.redundant = search.redundant();
}

// Explores with the strategy of the options until the budget is spent.
void SearchFreely(Exploration& exploration) {
  std::unique_ptr<Search> search;
  ExploreResult& result = exploration.result;
  uint64_t before = 0;
  do {
    before = result.executions;
    search = MakeSearch(exploration.options);
    exploration.Watch(search.get());
    exploration.Search(*search, [&] { return search->name(); });
  } while (exploration.TakeRestart());
  if (const Difference how = search->nondeterminism(); !how.empty()) {
    exploration.AddNondeterminism(how);
  }
  TakeOver(exploration, *search, before);
  if (std::string what = search->refusal(); !what.empty()) {
    result.problems.push_back(std::move(what));
  }
  result.strategy = exploration.options.strategy == "auto"
                        ? absl::StrCat("auto (", search->name(), ")")
                        : search->name();
}

// --- Replay. ---

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

// What came of an execution that followed the schedule to its end.
ReplayOutcome Followed(Exploration& exploration,
                       const ExecutionResult& execution,
                       std::optional<FindingKind> recorded) {
  ReplayOutcome outcome;
  outcome.step = execution.steps;
  if (execution.findings.empty()) return outcome;
  const Finding finding = execution.findings.front();
  const Choices choices = execution.choices;
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

// One execution under `replay`, a ReplayStrategy or a NamedReplayStrategy.
template <typename Replay>
ReplayOutcome ReplayWith(Exploration& exploration, Replay& replay,
                         std::optional<FindingKind> recorded) {
  replay.Begin();
  const ExecutionResult& execution = exploration.RunOnce(replay);
  exploration.CountExecution(execution);
  if (!replay.status().followed() && execution.findings.empty()) {
    return OutcomeOf(replay.status(), execution);
  }
  return Followed(exploration, execution, recorded);
}

// Exactly when the code is as it was, else by names.
ReplayOutcome ReplaySchedule(Exploration& exploration,
                             const Schedule& schedule) {
  ReplayStrategy exact(schedule.RawChoices());
  exact.Begin();
  const ExecutionResult& execution = exploration.RunOnce(exact);
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
  ReplayStrategy exact(choices);
  return ReplayWith(exploration, exact, std::nullopt);
}

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

// --- Script. ---

void ReportUnreached(Exploration& exploration, const ScriptStrategy& script) {
  if (exploration.options.allow_unreached_points) return;
  const std::vector<std::string>& met = ProcessExecution().met_points();
  for (const std::string& point : script.unreached_points()) {
    const std::string nearest = NearestName(point, met);
    exploration.result.problems.push_back(absl::StrCat(
        "the script names the point ", point, ", which no task ever reached",
        nearest.empty() ? "" : "; did you mean ", nearest,
        nearest.empty() ? "" : "?"));
  }
}

// A step that cannot happen ends the exploration; a constraint may be
// infeasible in one execution and not in the next.
void ExploreScript(Exploration& exploration, const Script& script) {
  const Search* search = nullptr;
  std::optional<ScriptStrategy> strategy;
  uint64_t infeasible = 0;
  ReplayOutcome first;
  do {
    std::unique_ptr<Search> owned = MakeSearch(exploration.options);
    search = owned.get();
    exploration.Watch(search);
    strategy.emplace(script, std::move(owned));
    infeasible = 0;
    exploration.Search(
        *strategy, [] { return std::string("script"); },
        [&](const ExecutionResult& execution) {
          const ReplayStatus& status = strategy->status();
          if (status.followed() || !execution.findings.empty()) return true;
          if (strategy->WasRedundant()) return true;
          if (infeasible++ == 0) first = OutcomeOf(status, execution);
          return status.choice_index >= script.steps().size();
        });
  } while (exploration.TakeRestart());
  ExploreResult& result = exploration.result;
  result.strategy = "script";
  TakeOver(exploration, *search, /*before=*/0);
  result.replay = first;
  if (!result.failures.empty()) {
    result.replay = ReplayOutcome{ReplayVerdict::kReproduced, 0, {}, {}};
  } else if (infeasible < result.executions) {
    result.replay = ReplayOutcome{};
  } else {
    result.exhausted = false;
    RefuseUnlessAllowed(exploration, "script");
  }
  ReportUnreached(exploration, *strategy);
}

void RunScript(Exploration& exploration) {
  if (exploration.options.script_file.empty()) {
    ExploreScript(exploration, exploration.options.script);
    return;
  }
  const absl::StatusOr<Script> script =
      ReadScriptFile(exploration.options.script_file);
  if (!script.ok()) {
    exploration.result.problems.emplace_back(script.status().message());
    return;
  }
  ExploreScript(exploration, *script);
}

// --- Verify. ---

void RunVerify(Exploration& exploration) {
  ExploreResult& result = exploration.result;
  const absl::StatusOr<Schedule> schedule =
      ReadScheduleFile(exploration.options.verify);
  if (!schedule.ok()) {
    result.problems.emplace_back(schedule.status().message());
    return;
  }
  result.replay = ReplaySchedule(exploration, *schedule);
  if (exploration.enough_findings()) return;
  uint64_t before = result.executions;
  bool all = false;
  do {
    NeighbourhoodStrategy neighbourhood(schedule->RawChoices());
    before = std::min(before, result.executions);
    all = exploration.Search(neighbourhood,
                             [] { return std::string("neighbourhood"); });
  } while (exploration.TakeRestart());
  result.neighbours = result.executions - before;
  if (!all && !exploration.enough_findings()) {
    result.problems.push_back(absl::StrCat(
        "the budget ended before all schedules within one change of the "
        "recorded one were tried (",
        result.neighbours, "); raise executions, seconds or memory_mb"));
    return;
  }
  if (!exploration.enough_findings()) SearchFreely(exploration);
}

}  // namespace

ExploreResult Explore(const Options& options, absl::FunctionRef<void()> body,
                      std::string_view test) {
  const std::string error = OptionsError(options);
  INTERLEAVE_REQUIRE(error.empty(), error.c_str());
  Exploration exploration(options, body, test);
  if (!options.replay.empty()) {
    RunReplay(exploration);
  } else if (!options.verify.empty()) {
    RunVerify(exploration);
  } else if (!options.script.empty() || !options.script_file.empty()) {
    RunScript(exploration);
  } else {
    SearchFreely(exploration);
  }
  return exploration.Finish();
}

}  // namespace interleave
