// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/step_list.h"

#include <algorithm>

#include "interleave/explain/loose_replay.h"

namespace interleave {

bool StepListStrategy::Begin() {
  rules_.Begin();
  steps_.clear();
  preempted_.clear();
  return true;
}

uint32_t StepListStrategy::Choose(const ChoicePoint& point) {
  const uint32_t answer = rules_.Answer(point);
  if (point.kind != ChoiceKind::kSwitch) return answer;
  if (LooseReplayStrategy::IsPreemption(point, answer)) {
    preempted_.push_back(point.announcer->id);
  }
  const TaskState& next = *point.enabled[answer];
  ListedStep& step = steps_.emplace_back();
  step.key = {next.id, next.points};
  step.footprint = FootprintOf(next);
  const auto was = std::find(preempted_.begin(), preempted_.end(), next.id);
  if (was != preempted_.end()) {
    step.preempted = true;
    preempted_.erase(was);
  }
  return answer;
}

}  // namespace interleave
