// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/step_list.h"

#include <algorithm>

#include "interleave/base/leave_out_far.h"
#include "interleave/explain/loose_replay.h"

namespace interleave {

bool StepListStrategy::Begin() {
  rules_.Begin();
  steps_.clear();
  seldom_.Clear();
  passed_ = 0;
  preempted_.clear();
  return true;
}

uint32_t StepListStrategy::Choose(const ChoicePoint& point) {
  const uint32_t answer = rules_.Answer(point);
  if (point.kind != ChoiceKind::kSwitch) return answer;
  const bool preempts = LooseReplayStrategy::IsPreemption(point, answer);
  if (preempts) {
    preempted_.push_back(point.announcer->id);
  }
  const TaskState& next = *point.enabled[answer];
  ListedStep& step = steps_.emplace_back();
  step.key = {next.id, next.points};
  step.footprint = FootprintOf(next);
  step.preempts = preempts;
  step.seldom = seldom_.Add(next);
  const auto was = std::find(preempted_.begin(), preempted_.end(), next.id);
  if (was != preempted_.end()) {
    step.preempted = true;
    preempted_.erase(was);
  }
  if (steps_.size() >= 4 * steps_max_) LeaveOut();
  return answer;
}

void StepListStrategy::End(const ExecutionResult& /*result*/) { LeaveOut(); }

void StepListStrategy::LeaveOut() {
  LeaveOutFar(
      steps_, steps_max_, steps_max_ / 2, &passed_,
      [](const ListedStep& step) {
        return step.preempted || step.preempts || step.seldom;
      },
      [](ListedStep&, size_t) {});
}

}  // namespace interleave
