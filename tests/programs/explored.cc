// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "tests/programs/explored.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/base/text.h"
#include "interleave/explore/exploration.h"
#include "interleave/explore/search.h"
#include "tests/programs/event_recorder.h"
#include "tests/programs/trace.h"

namespace interleave {
namespace {

// Does what another does, and counts how its executions end.
class EndCounter final : public Strategy {
 public:
  EndCounter(Strategy& inner, Counts& counts)
      : inner_(inner), counts_(counts) {}

  bool Begin() override { return inner_.Begin(); }
  uint32_t Choose(const ChoicePoint& point) override {
    return inner_.Choose(point);
  }
  void End(const ExecutionResult& result) override {
    inner_.End(result);
    if (inner_.WasRedundant()) return;
    counts_.with_findings += result.findings.empty() ? 0 : 1;
    for (const Finding& finding : result.findings) {
      counts_.findings.insert(finding.kind);
    }
  }
  bool WantsLonePoints() const override { return inner_.WantsLonePoints(); }
  bool KeepsLocations() const override { return inner_.KeepsLocations(); }
  bool WasRedundant() const override { return inner_.WasRedundant(); }

 private:
  Strategy& inner_;
  Counts& counts_;
};

std::string OutcomeOf(const ExecutionResult& execution) {
  std::string outcome = execution.recorded;
  for (const Finding& finding : execution.findings) {
    absl::StrAppend(&outcome, " [", Text(FindingKindName(finding.kind)), "]");
  }
  return outcome;
}

std::string MissingText(const Explored& has, const Explored& lacks) {
  for (const auto& [form, trace] : has.traces) {
    if (!lacks.traces.contains(form)) {
      return absl::StrCat(trace.events, "\n  which comes to ", trace.outcome);
    }
  }
  return "";
}

std::string OutcomesText(const Explored& explored) {
  std::vector<std::string_view> kinds;
  for (const FindingKind kind : explored.findings) {
    kinds.push_back(FindingKindName(kind));
  }
  std::string text = "{" + absl::StrJoin(explored.outcomes, " | ") + "}";
  for (const std::string_view kind : kinds) {
    absl::StrAppend(&text, " [", Text(kind), "]");
  }
  return text;
}

}  // namespace

const std::vector<std::string>& ReducingStrategies() {
  static const auto* const names =
      new std::vector<std::string>{"dpor", "optimal-dpor"};
  return *names;
}

const std::vector<std::string>& BoundedStrategies() {
  static const auto* const names = new std::vector<std::string>{"dpor"};
  return *names;
}

bool IsOptimal(const std::string& strategy) {
  return strategy == "optimal-dpor";
}

Options OptionsFor(const std::string& strategy, const Limits& limits) {
  Options options;
  options.strategy = strategy;
  options.executions = limits.executions_max;
  options.preemptions = limits.preemptions;
  options.findings_max = 1'000;
  options.spurious_wakeups = limits.liberties;
  options.futex_wakeups = limits.liberties;
  options.weak_failures = limits.liberties;
  options.try_lock_failures = limits.liberties;
  options.timeouts_at_signal = limits.liberties;
  options.serial_threads = limits.liberties;
  return options;
}

void Note(const ExecutionResult& execution, const std::vector<Event>& events,
          TraceForms& forms, Explored& explored) {
  if (!execution.recorded.empty()) {
    explored.outcomes.insert(execution.recorded);
  }
  for (const Finding& finding : execution.findings) {
    explored.findings.insert(finding.kind);
  }
  for (const Choice& choice : execution.choices) {
    explored.draws |= choice.kind == ChoiceKind::kValue;
  }
  const std::string outcome = OutcomeOf(execution);
  const auto [at, is_new] = explored.traces.try_emplace(forms.FormOf(events));
  Explored::Trace& trace = at->second;
  if (is_new) {
    trace = {outcome, EventsText(events)};
  } else if (trace.outcome != outcome && explored.contradiction.empty()) {
    explored.contradiction =
        absl::StrCat(trace.events, "\n  came to ", trace.outcome, ", and\n",
                     EventsText(events), "\n  to ", outcome);
  }
}

Explored ExploreTraces(const std::string& strategy,
                       absl::FunctionRef<void()> body, const Limits& limits) {
  const Options options = OptionsFor(strategy, limits);
  Exploration exploration(options, body, "Program");
  Explored explored;
  std::unique_ptr<Search> search;
  do {
    explored = {};
    TraceForms forms;
    search = MakeSearch(options);
    EventRecorder recorder(*search);
    exploration.Search(
        recorder, [&] { return search->name(); },
        [&](const ExecutionResult& execution) {
          if (!recorder.WasRedundant()) {
            Note(execution, recorder.events(), forms, explored);
          }
          return true;
        });
  } while (exploration.TakeRestart());
  explored.all = search->exhausted();
  explored.redundant = search->redundant();
  explored.executions = exploration.tally().executions;
  const std::string how = search->nondeterminism().text;
  if (!how.empty()) explored.contradiction = how;
  for (const Failure& failure : exploration.result.failures) {
    if (failure.finding.kind == FindingKind::kNondeterminism) {
      explored.contradiction = failure.finding.message;
    }
  }
  return explored;
}

Counts CountExecutions(const std::string& strategy,
                       absl::FunctionRef<void()> body, const char* races) {
  Options options = OptionsFor(strategy, {});
  options.races = races;
  Exploration exploration(options, body, "Program");
  std::unique_ptr<Search> search;
  Counts counts;
  do {
    counts = {};
    search = MakeSearch(options);
    EndCounter counter(*search, counts);
    exploration.Search(counter, [&] { return search->name(); });
  } while (exploration.TakeRestart());
  counts.all = search->exhausted();
  counts.redundant = search->redundant();  // random walks are not among these
  counts.executions = exploration.tally().executions;
  return counts;
}

uint64_t CoveredTraces(const std::string& strategy,
                       absl::FunctionRef<void()> body, const Limits& limits) {
  Options options = OptionsFor(strategy, limits);
  options.coverage = "on";
  Exploration exploration(options, body, "Program");
  std::unique_ptr<Search> search;
  do {
    search = MakeSearch(options);
    exploration.Search(*search, [&] { return search->name(); });
  } while (exploration.TakeRestart());
  return exploration.TallyWithCoverage().coverage->traces.size();
}

testing::AssertionResult ComesToTheSame(const Explored& reduced,
                                        const Explored& all) {
  std::string text;
  if (!reduced.all) absl::StrAppend(&text, "it did not come to an end\n");
  if (!reduced.contradiction.empty()) {
    absl::StrAppend(&text, "contradiction: ", reduced.contradiction, "\n");
  }
  if (reduced.outcomes != all.outcomes || reduced.findings != all.findings) {
    absl::StrAppend(&text, "outcomes are ", OutcomesText(reduced),
                    "\n  and should be ", OutcomesText(all), "\n");
  }
  if (reduced.executions > all.executions) {
    absl::StrAppend(&text, reduced.executions, " executions, where ",
                    all.executions, " are all\n");
  }
  if (text.empty()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << text;
}

testing::AssertionResult MeetsTheSame(const std::string& strategy,
                                      const Explored& reduced,
                                      const Explored& all) {
  std::string text;
  if (const auto same = ComesToTheSame(reduced, all); !same) {
    text = same.message();
  }
  if (const std::string missing = MissingText(all, reduced); !missing.empty()) {
    absl::StrAppend(&text, "it misses the trace of ", missing, "\n");
  }
  if (const std::string other = MissingText(reduced, all); !other.empty()) {
    absl::StrAppend(&text, "only it has the trace of ", other, "\n");
  }
  if (reduced.executions != all.traces.size()) {
    absl::StrAppend(&text, reduced.executions, " executions of ",
                    reduced.traces.size(), " traces, where there are ",
                    all.traces.size(), "\n");
  }
  if (IsOptimal(strategy) && !all.draws && reduced.redundant != 0) {
    absl::StrAppend(&text, reduced.redundant, " executions were given up\n");
  }
  if (text.empty()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << strategy << ": " << text;
}

}  // namespace interleave
