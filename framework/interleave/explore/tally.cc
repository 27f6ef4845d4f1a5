// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/tally.h"

#include <algorithm>
#include <utility>

#include "interleave/schedule/schedule.h"

namespace interleave {
namespace {

bool AreSame(const std::shared_ptr<const Coverage>& a,
             const std::shared_ptr<const Coverage>& b) {
  return a == nullptr || b == nullptr ? a == b : *a == *b;
}

bool ComesFirst(const RecordedOutcome& outcome, const std::string& value) {
  return outcome.value < value;
}

}  // namespace

void Tally::Count(const ExecutionResult& execution) {
  ++executions;
  steps += execution.steps;
  tasks_max = std::max(tasks_max, execution.tasks);
  choice_points += execution.choice_points;
  for (const Finding& finding : execution.findings) {
    cut_by_steps += finding.kind == FindingKind::kStepLimit;
  }
  if (execution.recorded.empty()) return;
  auto at = std::lower_bound(outcomes.begin(), outcomes.end(),
                             execution.recorded, ComesFirst);
  if (at == outcomes.end() || at->value != execution.recorded) {
    at = outcomes.insert(
        at, {execution.recorded, 0, FormatToken(execution.choices)});
  }
  ++at->count;
}

void Tally::Add(const Tally& later) {
  executions += later.executions;
  steps += later.steps;
  choice_points += later.choice_points;
  cut_by_steps += later.cut_by_steps;
  tasks_max = std::max(tasks_max, later.tasks_max);
  overlapped |= later.overlapped;
  if (coverage == nullptr) {
    coverage = later.coverage;
  } else if (later.coverage != nullptr) {
    auto covered = std::make_shared<Coverage>(*coverage);
    covered->Add(*later.coverage);
    coverage = std::move(covered);
  }
  std::vector<RecordedOutcome> both;
  both.reserve(outcomes.size() + later.outcomes.size());
  auto mine = outcomes.begin();
  for (const RecordedOutcome& outcome : later.outcomes) {
    while (mine != outcomes.end() && mine->value < outcome.value) {
      both.push_back(std::move(*mine++));
    }
    if (mine != outcomes.end() && mine->value == outcome.value) {
      both.push_back(std::move(*mine++));
      both.back().count += outcome.count;
    } else {
      both.push_back(outcome);
    }
  }
  std::move(mine, outcomes.end(), std::back_inserter(both));
  outcomes = std::move(both);
}

bool Tally::operator==(const Tally& other) const {
  return executions == other.executions && steps == other.steps &&
         choice_points == other.choice_points &&
         cut_by_steps == other.cut_by_steps && tasks_max == other.tasks_max &&
         overlapped == other.overlapped && AreSame(coverage, other.coverage) &&
         std::equal(outcomes.begin(), outcomes.end(), other.outcomes.begin(),
                    other.outcomes.end(),
                    [](const RecordedOutcome& a, const RecordedOutcome& b) {
                      return a.value == b.value && a.count == b.count &&
                             a.token == b.token;
                    });
}

}  // namespace interleave
