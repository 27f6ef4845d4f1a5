// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/pos.h"

namespace interleave {

PosStrategy::PosStrategy(uint64_t seed, uint64_t first_execution, Race race)
    : seed_(seed), race_(race), execution_(first_execution), random_(seed) {}

bool PosStrategy::Begin() {
  random_ = Random(ExecutionSeed(seed_, execution_));
  pending_.clear();
  return true;
}

uint32_t PosStrategy::Choose(const ChoicePoint& point) {
  if (point.kind == ChoiceKind::kValue) return random_.Below(point.count);
  if (point.count == 1) return 0;
  if (pending_.size() < point.tasks.size()) pending_.resize(point.tasks.size());
  uint32_t best = 0;
  uint64_t highest = 0;
  for (uint32_t i = 0; i < point.count; ++i) {
    const TaskState& task = *point.enabled[i];
    Pending& pending = pending_[task.id];
    if (pending.at != task.points) pending = {task.points, random_.Next()};
    if (pending.priority >= highest) {
      highest = pending.priority;
      best = i;
    }
  }
  for (uint32_t i = 0; i < point.count; ++i) {
    if (i == best || !race_(*point.enabled[best], *point.enabled[i])) continue;
    pending_[point.enabled[i]->id].priority = random_.Next();
  }
  return best;
}

void PosStrategy::End(const ExecutionResult&) { ++execution_; }

}  // namespace interleave
