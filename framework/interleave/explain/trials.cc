// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/trials.h"

#include <algorithm>
#include <utility>

#include "interleave/base/check.h"

namespace interleave {
namespace {

const void* Innermost(const std::vector<const void*>& stack) {
  return stack.empty() ? nullptr : stack.front();
}

// The two accesses, whichever came first.
std::pair<const void*, const void*> SitesOfRace(const Finding& race) {
  const void* const one = Innermost(race.stack);
  const void* const other =
      race.places.empty() ? nullptr : Innermost(race.places.front().stack);
  return std::minmax(one, other);
}

bool IsOfAllTasks(FindingKind kind) {
  return kind == FindingKind::kDeadlock || kind == FindingKind::kLivelock ||
         kind == FindingKind::kStepLimit;
}

bool IsSamePlace(const Finding& a, const Finding& b) {
  if (!a.file.empty() || !b.file.empty()) {
    return a.line == b.line && a.file == b.file;
  }
  return Innermost(a.stack) == Innermost(b.stack);
}

}  // namespace

Defect::Defect(const ExecutionResult& execution)
    : finding_(execution.findings.front()), stands_(StandsOf(execution)) {}

std::vector<Defect::Stand> Defect::StandsOf(const ExecutionResult& execution) {
  std::vector<Stand> stands;
  for (const TaskStanding& standing : execution.standings) {
    if (standing.finished) continue;
    stands.emplace_back(standing.next, standing.site);
  }
  std::sort(stands.begin(), stands.end());
  stands.erase(std::unique(stands.begin(), stands.end()), stands.end());
  return stands;
}

bool Defect::IsIn(const ExecutionResult& execution) const {
  if (execution.findings.empty()) return false;
  const Finding& other = execution.findings.front();
  if (other.kind != finding_.kind) return false;
  if (IsOfAllTasks(finding_.kind)) return StandsOf(execution) == stands_;
  if (finding_.kind == FindingKind::kRace) {
    return SitesOfRace(other) == SitesOfRace(finding_);
  }
  if (finding_.kind == FindingKind::kExitCode ||
      finding_.kind == FindingKind::kMisuse) {
    return other.message == finding_.message;
  }
  return IsSamePlace(other, finding_);
}

Trials::Trials(const Defect& defect, Budget budget, Runner runner,
               std::function<double()> clock)
    : defect_(defect),
      budget_(budget),
      runner_(std::move(runner)),
      clock_(std::move(clock)),
      began_(clock_()),
      allowed_(budget) {}

Trials::Budget Trials::AllowHalf() {
  const Budget before = allowed_;
  const auto half = [](uint64_t allowed, uint64_t used) {
    return used + (allowed - std::min(used, allowed)) / 2;
  };
  allowed_.executions = half(before.executions, executions_);
  allowed_.steps = half(before.steps, steps_);
  return before;
}

bool Trials::MayRun() const {
  if (executions_ >= allowed_.executions || steps_ >= allowed_.steps) {
    return false;
  }
  out_of_time_ = budget_.seconds > 0 && clock_() - began_ >= budget_.seconds;
  return !out_of_time_;
}

Trials::Answer Trials::Run(Strategy& strategy) {
  INTERLEAVE_INVARIANT(executions_ < budget_.executions);
  result_ = &runner_(strategy);
  ++executions_;
  steps_ += result_->steps;
  if (defect_.IsIn(*result_)) return Answer::kFails;
  if (!result_->findings.empty()) return Answer::kFailsElse;
  return result_->outcome == Outcome::kGivenUp ? Answer::kImpossible
                                               : Answer::kPasses;
}

}  // namespace interleave
