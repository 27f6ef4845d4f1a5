// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/surw.h"

#include <algorithm>

namespace interleave {

SurwStrategy::SurwStrategy(uint64_t seed, uint64_t first_execution)
    : seed_(seed),
      execution_(first_execution),
      random_(seed),
      tree_(std::make_unique<TaskTree>()),
      known_(*tree_),
      seen_(*tree_) {}

bool SurwStrategy::Learn(std::string_view text) {
  if (!known_.Load(text)) return false;
  seen_ = known_;
  return true;
}

void SurwStrategy::AddSeen(std::string_view text) {
  SurwProfile others(*tree_);
  if (others.Load(text) && others.events() > seen_.events()) seen_ = others;
}

bool SurwStrategy::Begin() {
  random_ = Random(ExecutionSeed(seed_, execution_));
  tree_->BeginExecution();
  tasks_.clear();
  recorder_.Begin();
  intended_ = kNoTask;
  object_ = kUnrecognised;
  draws_ = known_.size() > 0;
  if (draws_) {
    known_.TakeWeights(random_.Below(static_cast<uint32_t>(known_.size())),
                       drawn_);
  }
  return true;
}

// A step creates the tasks that are new; its task is the announcer.
void SurwStrategy::AddTasks(const ChoicePoint& point) {
  while (tasks_.size() < point.tasks.size()) {
    Running added;
    added.task = point.tasks[tasks_.size()];
    // Who is not told of lone points may miss who created it.
    const bool known =
        point.announcer != nullptr && point.announcer->id < tasks_.size();
    const TaskId creator = known ? point.announcer->id : kMainTask;
    if (!tasks_.empty()) added.node = tree_->AddTask(creator);
    if (draws_ && added.node < drawn_.size()) {
      added.left = drawn_[added.node].count;
    }
    if (!tasks_.empty()) {
      uint64_t& left = tasks_[creator].left;
      // What was drawn for its creator may be the new task's.
      if (intended_ == creator && left > 0 &&
          random_.BelowLarge(left) < added.left) {
        intended_ = added.task->id;
      }
      left -= std::min(left, added.left);
    }
    tasks_.push_back(added);
  }
}

void SurwStrategy::Recognise(const TaskState& task) {
  const uint32_t node = tasks_[task.id].node;
  if (node >= drawn_.size() || drawn_[node].first != task.points) return;
  const uint32_t key = SurwProfile::KeyOf(task.next);
  if (key != SurwProfile::kNothing) object_ = key;
}

TaskId SurwStrategy::DrawIntended() {
  uint64_t sum = 0;
  for (const Running& running : tasks_) {
    if (!running.task->finished) sum += running.left;
  }
  if (sum == 0) return kNoTask;
  uint64_t drawn = random_.BelowLarge(sum);
  for (const Running& running : tasks_) {
    if (running.task->finished) continue;
    if (drawn < running.left) return running.task->id;
    drawn -= running.left;
  }
  return kNoTask;
}

// REQUIRES: all of them are held
TaskId SurwStrategy::DrawAmongEnabled(const ChoicePoint& point) {
  uint64_t sum = 0;
  for (uint32_t i = 0; i < point.count; ++i) {
    sum += std::max<uint64_t>(tasks_[point.enabled[i]->id].left, 1);
  }
  uint64_t drawn = random_.BelowLarge(sum);
  for (uint32_t i = 0; i + 1 < point.count; ++i) {
    const TaskId id = point.enabled[i]->id;
    const uint64_t weight = std::max<uint64_t>(tasks_[id].left, 1);
    if (drawn < weight) return id;
    drawn -= weight;
  }
  return point.enabled[point.count - 1]->id;
}

uint32_t SurwStrategy::Choose(const ChoicePoint& point) {
  if (point.kind == ChoiceKind::kValue) return random_.Below(point.count);
  if (tasks_.size() < point.tasks.size()) AddTasks(point);
  uint32_t chosen = 0;
  if (!draws_) {
    if (point.count > 1) chosen = random_.Below(point.count);
  } else {
    if (object_ == kUnrecognised && point.announcer != nullptr) {
      Recognise(*point.announcer);
    }
    if (intended_ == kNoTask) intended_ = DrawIntended();
    uint32_t free = 0;
    for (uint32_t i = 0; i < point.count; ++i) {
      free += !IsHeld(*point.enabled[i]);
    }
    if (free == 0) {
      intended_ = DrawAmongEnabled(point);
      free = 1;
    }
    uint32_t skipped = free == 1 ? 0 : random_.Below(free);
    while (IsHeld(*point.enabled[chosen]) || skipped-- > 0) ++chosen;
    if (IsSelected(*point.enabled[chosen])) {
      uint64_t& left = tasks_[point.enabled[chosen]->id].left;
      left -= std::min<uint64_t>(left, 1);
      intended_ = kNoTask;
    }
  }
  if (execution_ < kProfiled) {
    const TaskState& next = *point.enabled[chosen];
    recorder_.Note(tasks_[next.id].node, next);
  }
  return chosen;
}

void SurwStrategy::End(const ExecutionResult&) {
  if (execution_ < kProfiled && recorder_.events() > seen_.events()) {
    seen_.Take(recorder_);
  }
  tasks_.clear();
  ++execution_;
}

}  // namespace interleave
