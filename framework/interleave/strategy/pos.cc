// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/pos.h"

#include <bit>

#include "interleave/runtime/happens_before.h"
#include "interleave/strategy/drawn_answer.h"

namespace interleave {

PosStrategy::PosStrategy(uint64_t seed, uint64_t first_execution, Race race)
    : seed_(seed), race_(race), execution_(first_execution), random_(seed) {}

PosStrategy::~PosStrategy() = default;

bool PosStrategy::Begin() {
  random_ = Random(ExecutionSeed(seed_, execution_));
  pending_.clear();
  priorities_.clear();
  unseen_ = others_ = 0;
  known_ = 0;
  if (++executions_begun_ == 0) {
    users_.clear();
    executions_begun_ = 1;
  }
  return true;
}

uint32_t PosStrategy::Choose(const ChoicePoint& point) {
  if (point.kind == ChoiceKind::kValue) return DrawAnswer(point, random_);
  // All races, so that all draw anew at each step.
  if (race_ == nullptr && !internal::instrumented) {
    return point.count == 1 ? 0 : random_.Below(point.count);
  }
  if (pending_.size() < point.tasks.size()) {
    pending_.resize(point.tasks.size());
    priorities_.resize(point.tasks.size());
  }
  if (race_ != nullptr || point.tasks.size() > kTasksMax) {
    return ChooseAmongMany(point);
  }
  Note(point);
  if (point.count == 1) return 0;
  if ((unseen_ & point.enabled_bits) != 0) DrawNew(point);
  const uint32_t best = Highest(point);
  if ((others_ & point.enabled_bits) != 0) {
    AskAll(point, best);
  } else {
    DrawAnew(point, best);
  }
  return best;
}

// A task comes to something new as the announcer, and to its first operation.
void PosStrategy::Note(const ChoicePoint& point) {
  for (; known_ < point.tasks.size(); ++known_) {
    unseen_ |= uint64_t{1} << known_;
  }
  if (point.announcer != nullptr) {
    unseen_ |= uint64_t{1} << point.announcer->id;
  }
}

void PosStrategy::DrawNew(const ChoicePoint& point) {
  for (uint64_t left = unseen_ & point.enabled_bits; left != 0;
       left &= left - 1) {
    const TaskState& task = *point.tasks[std::countr_zero(left)];
    if (pending_[task.id].at != task.points) Come(task);
  }
  unseen_ &= ~point.enabled_bits;
}

void PosStrategy::Come(const TaskState& task) {
  priorities_[task.id] = random_.Next();
  Pending& pending = pending_[task.id];
  pending.at = task.points;
  const uint64_t bit = uint64_t{1} << task.id;
  if (pending.use.IsAll()) UsersOf(pending.use).tasks &= ~bit;
  pending.use = MemoryUse::Of(task);
  if (pending.use.IsAll()) {
    UsersOf(pending.use).tasks |= bit;
    others_ &= ~bit;
  } else {
    others_ |= bit;
  }
}

// Which it is is as good as drawn: no branch is taken on it.
uint32_t PosStrategy::Highest(const ChoicePoint& point) const {
  const uint64_t* const priorities = priorities_.data();
  const TaskState* const* const enabled = point.enabled.data();
  uint32_t best = 0;
  uint64_t highest = 0;
  for (uint32_t i = 0; i < point.count; ++i) {
    const uint64_t priority = priorities[enabled[i]->id];
    const bool higher = priority >= highest;
    best = higher ? i : best;
    highest = higher ? priority : highest;
  }
  return best;
}

// REQUIRES: all that are enabled come to memory and nothing else
void PosStrategy::DrawAnew(const ChoicePoint& point, uint32_t best) {
  const TaskId id = point.enabled[best]->id;
  const MemoryUse use = pending_[id].use;
  uint64_t left = UsersOf(use).tasks & point.enabled_bits;
  left &= ~(uint64_t{1} << id);
  for (; left != 0; left &= left - 1) {
    const int other = std::countr_zero(left);
    if (!MemoryUse::AreOrdered(use, pending_[other].use)) continue;
    priorities_[other] = random_.Next();
  }
}

void PosStrategy::AskAll(const ChoicePoint& point, uint32_t best) {
  const Race race = race_ == nullptr ? &WouldBeOrdered : race_;
  for (uint32_t i = 0; i < point.count; ++i) {
    if (i == best || !race(*point.enabled[best], *point.enabled[i])) continue;
    priorities_[point.enabled[i]->id] = random_.Next();
  }
}

uint32_t PosStrategy::ChooseAmongMany(const ChoicePoint& point) {
  if (point.count == 1) return 0;
  for (const TaskState* const task : point.enabled) {
    if (pending_[task->id].at == task->points) continue;
    pending_[task->id].at = task->points;
    priorities_[task->id] = random_.Next();
  }
  const uint32_t best = Highest(point);
  AskAll(point, best);
  return best;
}

PosStrategy::Users& PosStrategy::UsersOf(const MemoryUse& use) {
  if (use.number() >= users_.size()) users_.resize(use.number() * 2 + 64);
  Users& users = users_[use.number()];
  if (users.execution != executions_begun_) users = {0, executions_begun_};
  return users;
}

void PosStrategy::End(const ExecutionResult&) { ++execution_; }

}  // namespace interleave
