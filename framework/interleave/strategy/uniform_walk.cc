// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/uniform_walk.h"

#include <algorithm>
#include <limits>

#include "interleave/strategy/drawn_answer.h"

namespace interleave {
namespace {

// So that the weights of any number of tasks add up to less than 2^64.
constexpr uint64_t kWeightMax = std::numeric_limits<uint32_t>::max();

}  // namespace

UniformWalkStrategy::UniformWalkStrategy(uint64_t seed,
                                         uint64_t first_execution)
    : seed_(seed),
      execution_(first_execution),
      random_(seed),
      tree_(std::make_unique<TaskTree>()),
      known_(*tree_),
      seen_(*tree_) {}

UniformWalkStrategy::~UniformWalkStrategy() = default;

bool UniformWalkStrategy::Learn(std::string_view text) {
  if (!known_.Load(text)) return false;
  known_.Weigh();
  seen_ = known_;
  return true;
}

void UniformWalkStrategy::AddSeen(std::string_view text) {
  EventCounts others(*tree_);
  if (others.Load(text)) seen_.Add(others);
}

void UniformWalkStrategy::UseSeen() {
  known_ = seen_;
  known_.Weigh();
}

bool UniformWalkStrategy::Begin() {
  random_ = Random(ExecutionSeed(seed_, execution_));
  tree_->BeginExecution();
  tasks_.clear();
  return true;
}

// A step creates the tasks that are new; its task is the announcer.
void UniformWalkStrategy::AddTasks(const ChoicePoint& point) {
  while (tasks_.size() < point.tasks.size()) {
    Progress added;
    added.task = point.tasks[tasks_.size()];
    if (!tasks_.empty()) {
      // Who is not told of lone points may miss who created it.
      const bool known =
          point.announcer != nullptr && point.announcer->id < tasks_.size();
      const TaskId creator = known ? point.announcer->id : kMainTask;
      added.node = tree_->AddTask(creator);
      Progress& by = tasks_[creator];
      seen_.NoteCreation(added.node, by.segment);
      by.left -= std::min(by.left, known_.WeightOf(added.node));
    }
    added.left = known_.WeightOf(added.node, 0);
    tasks_.push_back(added);
  }
}

// Up to where the task has come.
void UniformWalkStrategy::Advance(Progress& progress) {
  const uint32_t points = progress.task->points;
  const uint32_t events = points - progress.points;
  if (events == 0) return;
  progress.points = points;
  progress.events += events;
  progress.left -= std::min<uint64_t>(progress.left, events);
  if (progress.task->next.kind != OperationKind::kJoin) return;
  EndSegment(progress);
  progress.left = known_.WeightOf(progress.node, ++progress.segment);
  progress.events = 0;
}

void UniformWalkStrategy::EndSegment(Progress& progress) {
  seen_.NoteEvents(progress.node, progress.segment, progress.events);
}

uint32_t UniformWalkStrategy::Choose(const ChoicePoint& point) {
  if (point.kind == ChoiceKind::kValue) return DrawAnswer(point, random_);
  if (tasks_.size() < point.tasks.size()) AddTasks(point);
  if (point.announcer != nullptr) Advance(tasks_[point.announcer->id]);
  if (point.count == 1) return 0;
  const Progress* const tasks = tasks_.data();
  const TaskState* const* const enabled = point.enabled.data();
  draw_.Weigh(point.count, [=](size_t i) {
    return std::clamp<uint64_t>(tasks[enabled[i]->id].left, 1, kWeightMax);
  });
  return draw_.Draw(random_);
}

// Its tasks are still as they ended.
void UniformWalkStrategy::End(const ExecutionResult&) {
  for (Progress& progress : tasks_) {
    Advance(progress);
    EndSegment(progress);
  }
  tasks_.clear();
  ++execution_;
}

}  // namespace interleave
