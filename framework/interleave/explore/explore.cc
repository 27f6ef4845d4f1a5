// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/explore.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"
#include "interleave/base/nearest_name.h"
#include "interleave/base/text.h"
#include "interleave/explore/checkpoint.h"
#include "interleave/explore/coordinator.h"
#include "interleave/explore/explain_failure.h"
#include "interleave/explore/exploration.h"
#include "interleave/explore/interrupts.h"
#include "interleave/explore/replay_modes.h"
#include "interleave/explore/schedule_file.h"
#include "interleave/explore/search.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/strategy/named_replay.h"
#include "interleave/strategy/neighbourhood.h"
#include "interleave/strategy/replay.h"
#include "interleave/strategy/script.h"

namespace interleave {
namespace {

// Stops an exploration of one process when the user asks for it.
class InterruptOverseer final : public Overseer {
 public:
  explicit InterruptOverseer(ExploreResult& result)
      : result_(result), trap_({&attention_, nullptr}) {}
  ~InterruptOverseer() override { attention_ = 0; }

  const std::atomic<uint32_t>& attention() const override { return attention_; }
  bool Attend() override {
    result_.interrupted = true;
    return false;
  }
  uint64_t MoreExecutions() override { return 0; }

 private:
  ExploreResult& result_;
  std::atomic<uint32_t>& attention_ = InterruptTrap::Word();
  const InterruptTrap trap_;
};

// What one process has done is one part; so several can go on with it.
void LeaveCheckpoint(Exploration& exploration, Search& search,
                     uint64_t before) {
  Divisible* const divisible = search.divisible();
  if (divisible == nullptr) return;
  Checkpoint checkpoint;
  checkpoint.identity =
      IdentityOf(exploration.options, exploration.result.test);
  checkpoint.executions_max = exploration.options.executions;
  checkpoint.executions_before = before;
  checkpoint.round = divisible->Describe();
  checkpoint.summaries = {divisible->Summary()};
  checkpoint.lessons = exploration.lessons();
  checkpoint.found = exploration.added();
  checkpoint.notes = exploration.NotesSoFar();
  checkpoint.replay = exploration.result.replay;
  checkpoint.neighbours = exploration.result.neighbours;
  Part part;
  part.id = 1;
  part.text = checkpoint.round;
  part.name = search.name();
  part.tally = exploration.TallyWithCoverage();
  checkpoint.parts.push_back(std::move(part));
  checkpoint.Leave(exploration.options, &exploration.result);
}

// What the search came to in the end; `before`: executions that were not its.
void TakeOver(Exploration& exploration, const Search& search, uint64_t before) {
  exploration.Watch(nullptr);
  ExploreResult& result = exploration.result;
  result.searched = exploration.tally().executions - before;
  result.repeated = search.repeated();
  result.exhausted = search.exhausted();
  result.bound = search.bound();
  result.trying = search.trying();
  result.estimate = search.estimate();
  result.done = search.done();
  result.redundant = search.redundant();
  result.confidence = search.confidence();
  result.members = search.members();
  result.counts_traces = search.counts_traces();
  if (!exploration.Covers(&search)) exploration.DropCoverage();
}

// Explores with the strategy of the options until the budget is spent.
void SearchFreely(Exploration& exploration) {
  std::unique_ptr<Search> search;
  ExploreResult& result = exploration.result;
  uint64_t before = 0;
  do {
    before = exploration.tally().executions;
    search = MakeSearch(exploration.options);
    exploration.Watch(search.get());
    const bool ended =
        exploration.Search(*search, [&] { return search->name(); });
    if (ended && exploration.options.confidence.has_value()) {
      result.stopped_by = Limit::kConfidence;
    }
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
  if (result.interrupted) {
    result.interrupted =
        search->divisible() == nullptr || !search->divisible()->is_done();
  }
  if (result.interrupted) LeaveCheckpoint(exploration, *search, before);
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
        *strategy, [] { return std::string(Exploration::kScriptName); },
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
  } else if (infeasible < exploration.tally().executions) {
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

// The caller's code destroys it, on its own heap: what tasks made of it, which
// may lie on the library's, is made anew (runtime/unjudged_new.cc).
ExploreResult ForCaller(const ExploreResult& result) { return result; }

}  // namespace

ExploreResult Explore(const Options& given, absl::FunctionRef<void()> body,
                      std::string_view test, BodyFile file) {
  const std::string error = OptionsError(given);
  INTERLEAVE_REQUIRE(error.empty(), error.c_str());
  Options options = WithItsLimit(given);
  if (file != BodyFile::kAsOptionsSay) {
    options.body_instrumented &= file == BodyFile::kInstrumented;
  }
  const bool searches = options.replay.empty() && options.script.empty() &&
                        options.script_file.empty();
  if (searches && (options.jobs > 1 || !options.resume.empty())) {
    return ExploreInWorkers(options, body, test);
  }
  Exploration exploration(options, body, test);
  InterruptOverseer overseer(exploration.result);
  exploration.Oversee(overseer, /*grants=*/false);
  if (!options.replay.empty()) {
    RunReplay(exploration);
  } else if (!options.verify.empty()) {
    if (ReplayAndVary(exploration)) SearchFreely(exploration);
  } else if (!options.script.empty() || !options.script_file.empty()) {
    RunScript(exploration);
  } else {
    SearchFreely(exploration);
  }
  ExplainFailures(exploration);
  if (!IsJudgedByTsan()) return exploration.Finish();
  return ForCaller(exploration.Finish());
}

}  // namespace interleave
