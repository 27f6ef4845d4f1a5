// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explain/reversal.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "interleave/strategy/default_answer.h"

namespace interleave {
namespace {

const TaskState* TaskOf(const ChoicePoint& point, TaskId task) {
  return task < point.tasks.size() ? point.tasks[task] : nullptr;
}

bool StandsBefore(const ChoicePoint& point, const StepKey& step) {
  const TaskState* const task = TaskOf(point, step.task);
  return task != nullptr && !task->finished && task->points == step.at;
}

bool HasTaken(const ChoicePoint& point, const StepKey& step) {
  const TaskState* const task = TaskOf(point, step.task);
  return task != nullptr && (task->finished || task->points > step.at);
}

}  // namespace

ReversalStrategy::ReversalStrategy(Choices base, std::vector<Order> orders)
    : rules_(std::move(base)), orders_(std::move(orders)) {}

bool ReversalStrategy::Begin() {
  rules_.Begin();
  stages_.assign(orders_.size(), Stage::kBefore);
  return true;
}

bool ReversalStrategy::reversed() const {
  return std::all_of(stages_.begin(), stages_.end(),
                     [](Stage stage) { return stage == Stage::kOver; });
}

bool ReversalStrategy::IsHeld(TaskId task) const {
  for (size_t i = 0; i < orders_.size(); ++i) {
    if (stages_[i] == Stage::kHeld && orders_[i].first.task == task) {
      return true;
    }
  }
  return false;
}

TaskId ReversalStrategy::Advance(const ChoicePoint& point) {
  TaskId next = kNoTask;
  for (size_t i = 0; i < orders_.size(); ++i) {
    const Order& order = orders_[i];
    if (stages_[i] == Stage::kBefore) {
      if (HasTaken(point, order.first) || HasTaken(point, order.second)) {
        stages_[i] = Stage::kMissed;
      } else if (StandsBefore(point, order.first)) {
        stages_[i] = Stage::kHeld;
      }
    }
    if (stages_[i] == Stage::kHeld && HasTaken(point, order.second)) {
      stages_[i] = Stage::kOver;
      next = order.first.task;
    }
  }
  return next;
}

// In place of a task that is held.
uint32_t ReversalStrategy::WhoElse(const ChoicePoint& point) const {
  for (size_t i = 0; i < orders_.size(); ++i) {
    if (stages_[i] != Stage::kHeld) continue;
    const TaskId awaited = orders_[i].second.task;
    const uint32_t index = IndexOf(point, awaited);
    if (index != ChoicePoint::kNotEnabled && !IsHeld(awaited)) return index;
  }
  for (uint32_t i = 0; i < point.count; ++i) {
    if (!IsHeld(point.enabled[i]->id)) return i;
  }
  return kGiveUp;
}

uint32_t ReversalStrategy::Choose(const ChoicePoint& point) {
  const uint32_t answer = rules_.Answer(point);
  if (point.kind != ChoiceKind::kSwitch) return answer;
  const TaskId next = Advance(point);
  if (next != kNoTask && !IsHeld(next)) {
    const uint32_t index = IndexOf(point, next);
    if (index != ChoicePoint::kNotEnabled) return index;
  }
  return IsHeld(point.enabled[answer]->id) ? WhoElse(point) : answer;
}

}  // namespace interleave
