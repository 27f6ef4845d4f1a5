// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/explain_failure.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "interleave/explain/classify.h"
#include "interleave/explain/decisive_orders.h"
#include "interleave/explain/minimise.h"
#include "interleave/explain/reversal.h"
#include "interleave/explain/trials.h"
#include "interleave/explore/step_names.h"
#include "interleave/explore/stopwatch.h"
#include "interleave/strategy/replay.h"

namespace interleave {
namespace {

// For each execution that may explain a finding; those of all of them together
// are the limit.
constexpr uint64_t kStepsEach = 25'000;

// A passing execution with more isn't looked for: it would take as long again.
constexpr size_t kPassingStepsMax = 100'000;

// Names both steps of an order by their numbers in the trace; none when the
// trace lacks one.
std::optional<CriticalOrder> InTrace(const DecisiveOrder& decisive,
                                     const Trace& trace) {
  const auto number = [&](const StepKey& key) {
    const auto step = std::find_if(
        trace.steps.begin(), trace.steps.end(), [&](const TraceStep& other) {
          return other.task == key.task && other.at == key.at;
        });
    return step == trace.steps.end() ? StepNumber{0} : step->number;
  };
  const CriticalOrder order = {number(decisive.order.first),
                               number(decisive.order.second),
                               decisive.otherwise};
  if (order.first == 0 || order.second == 0) return std::nullopt;
  return order;
}

std::vector<CriticalOrder> AllInTrace(const std::vector<DecisiveOrder>& orders,
                                      const Trace& trace) {
  std::vector<CriticalOrder> all;
  for (const DecisiveOrder& decisive : orders) {
    const auto order = InTrace(decisive, trace);
    if (order.has_value()) all.push_back(*order);
  }
  return all;
}

class Explainer {
 public:
  Explainer(Exploration& exploration, Failure& failure)
      : exploration_(exploration), failure_(failure) {}

  bool Run() {
    Choices choices = failure_.schedule.RawChoices();
    exploration_.LearnFrom(choices);
    const std::optional<Defect> defect = DefectOf(choices);
    if (!defect.has_value()) return false;
    const Options& options = exploration_.options;
    Trials trials(
        *defect,
        {options.explain_executions, options.explain_executions * kStepsEach,
         options.explain_seconds},
        [this](Strategy& strategy) -> const ExecutionResult& {
          return exploration_.RunOnce(strategy);
        },
        [this] { return stopwatch_.seconds(); });
    Explanation explanation;
    // What somebody wrote or recorded stays as it is.
    const std::string& from = failure_.schedule.strategy;
    const bool is_given =
        from == Exploration::kReplayName || from == Exploration::kScriptName;
    if (!is_given) MakeSimpler(trials, &choices, &explanation);
    // A race is there whichever of its accesses comes first.
    DecisiveOrders orders;
    if (failure_.finding.kind != FindingKind::kRace) {
      orders = FindDecisiveOrders(choices, trials);
    }
    explanation.executions = trials.executions();
    explanation.ran_out_of_time = trials.ran_out_of_time();
    return Take(choices, orders, *defect, std::move(explanation));
  }

 private:
  std::optional<Defect> DefectOf(const Choices& choices) {
    ReplayStrategy replay(choices);
    replay.Begin();
    const ExecutionResult& execution = exploration_.RunOnce(replay);
    if (execution.findings.empty() ||
        execution.findings.front().kind != failure_.finding.kind) {
      return std::nullopt;
    }
    return Defect(execution);
  }

  static void MakeSimpler(Trials& trials, Choices* choices,
                          Explanation* explanation) {
    // The other half is for what comes after.
    const Trials::Budget allowed = trials.AllowHalf();
    Minimised minimised = Minimise(*choices, trials);
    trials.Allow(allowed);
    *choices = std::move(minimised.choices);
    explanation->before = minimised.before;
    explanation->after = minimised.after;
    explanation->minimality = minimised.minimality;
    explanation->searched_below = minimised.searched_below;
  }

  // The story of the schedule that is left.
  bool Take(const Choices& choices, const DecisiveOrders& orders,
            const Defect& defect, Explanation explanation) {
    // Whoever is recorded has other stacks; so the defect is looked for first.
    ReplayStrategy replay(choices);
    replay.Begin();
    const ExecutionResult& execution = exploration_.RunOnce(replay);
    if (!defect.IsIn(execution)) return false;
    const Finding finding = execution.findings.front();
    Exploration::Recording recording = exploration_.Record(choices);
    if (!recording.IsOf(finding)) return false;
    const Classified classified =
        Classify(*recording.finding, recording.trace, recording.standings,
                 AllInTrace(orders.orders, recording.trace));
    explanation.orders = AllInTrace(orders.telling, recording.trace);
    explanation.together = orders.together;
    explanation.orders_tried = orders.tried;
    explanation.all_tried = orders.all_tried;
    explanation.defect = classified.defect;
    explanation.facts = classified.facts;
    explanation.passing = OtherWayOf(choices, orders, recording.trace);
    failure_.finding = *std::move(recording.finding);
    failure_.schedule.message = failure_.finding.message;
    failure_.schedule.choices = std::move(recording.described);
    failure_.token = FormatToken(recording.choices);
    failure_.standings = std::move(recording.standings);
    failure_.trace = std::move(recording.trace);
    failure_.output = std::move(recording.output);
    failure_.explanation = std::move(explanation);
    return true;
  }

  // How it passes, to be seen beside how it fails; none: it can't be shown.
  std::optional<OtherWay> OtherWayOf(const Choices& choices,
                                     const DecisiveOrders& decisive,
                                     const Trace& failing) {
    if (failing.step_count() > kPassingStepsMax) return std::nullopt;
    OtherWay other;
    std::vector<Order> reversed;
    for (const DecisiveOrder& one : decisive.telling) {
      if (one.otherwise != Trials::Answer::kPasses) continue;
      const auto order = InTrace(one, failing);
      if (!order.has_value()) continue;
      other.orders.push_back(*order);
      reversed.push_back(one.order);
      if (!decisive.together) break;
    }
    if (reversed.empty()) return std::nullopt;
    ReversalStrategy reversal(choices, reversed);
    reversal.Begin();
    const ExecutionResult& execution = exploration_.RunOnce(reversal);
    if (!execution.findings.empty() || !reversal.reversed() ||
        execution.steps > kPassingStepsMax) {
      return std::nullopt;
    }
    const Choices passing = execution.choices;
    Exploration::Recording recording = exploration_.Record(passing);
    if (recording.finding.has_value()) return std::nullopt;
    other.trace = std::move(recording.trace);
    return other;
  }

  Exploration& exploration_;
  Failure& failure_;
  const Stopwatch stopwatch_;
};

}  // namespace

bool IsToBeExplained(const Options& options, const Failure& failure) {
  if (options.explain == "off" || options.explain_executions == 0 ||
      failure.schedule.test.empty() ||
      failure.finding.kind == FindingKind::kHang) {
    return false;
  }
  const bool is_replay = failure.schedule.strategy == Exploration::kReplayName;
  return !is_replay || options.explain == "on";
}

bool ExplainFailure(Exploration& exploration, Failure& failure) {
  if (!IsToBeExplained(exploration.options, failure)) return false;
  // What is found on the way was not asked for.
  const size_t races = exploration.result.races.size();
  const bool explained = Explainer(exploration, failure).Run();
  exploration.result.races.resize(
      std::min(races, exploration.result.races.size()));
  return explained;
}

void ExplainFailures(Exploration& exploration) {
  for (size_t i = 0; i < exploration.result.failures.size(); ++i) {
    Failure& failure = exploration.result.failures[i];
    if (!ExplainFailure(exploration, failure)) continue;
    if (failure.schedule_path.empty() ||
        failure.schedule.strategy == Exploration::kReplayName) {
      continue;
    }
    StepNames(failure.trace).Identify(failure.schedule.choices);
    failure.schedule_path = exploration.WriteSchedule(failure.schedule, i + 1);
  }
}

void ExplainFound(Exploration& exploration) {
  for (Found& found : exploration.found) {
    if (found.failure.has_value()) ExplainFailure(exploration, *found.failure);
  }
}

}  // namespace interleave
