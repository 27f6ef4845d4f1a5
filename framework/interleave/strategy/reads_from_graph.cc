// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/reads_from_graph.h"

#include <algorithm>
#include <utility>

#include "interleave/base/check.h"

namespace interleave {
namespace {

// Ways of having a label in the history.
constexpr uint64_t kStep = 1;
constexpr uint64_t kRead = 2;
constexpr uint64_t kJoin = 3;
constexpr uint64_t kFirst = 4;  // ... plus the task's number

}  // namespace

void ReadsFromGraph::Clear() {
  events_.clear();
  tasks_ = {};
  for (uint32_t place = 0; place < table_.size(); ++place) {
    places_[place].clear();
  }
  table_.Clear();
  last_writes_.clear();
}

ReadsFromGraph::TaskEvents& ReadsFromGraph::TaskOf(TaskId task) {
  while (task >= tasks_.size()) {
    const size_t count = tasks_.size() + 1;
    if (count > all_tasks_.size()) all_tasks_.emplace_back();
    if (count > stride_) Widen();
    all_tasks_[count - 1].created_by = all_tasks_[count - 1].last = kNone;
    all_tasks_[count - 1].count = 0;
    tasks_ = std::span(all_tasks_).first(count);
  }
  return tasks_[task];
}

// Clocks get room for twice as many tasks.
void ReadsFromGraph::Widen() {
  std::vector<uint32_t> wider(clocks_.size() * 2);
  for (size_t event = 0; event < events_.size(); ++event) {
    std::copy_n(&clocks_[event * stride_], stride_,
                &wider[event * stride_ * 2]);
  }
  clocks_ = std::move(wider);
  stride_ *= 2;
}

// False when the place shares bytes with one of which not all that was done is
// in the history of the operation: else that one is over.
bool ReadsFromGraph::FindPlace(const GraphOperation& operation, Event* event) {
  if (operation.place == 0) return true;
  PlaceTable::Found found = table_.Find(operation.place, operation.bytes);
  while (found.clash) {
    const TaskEvents& task = TaskOf(operation.task);
    const uint32_t before = task.count == 0 ? task.created_by : task.last;
    for (const uint32_t user : places_[found.place]) {
      if (!Knows(before, user)) return false;
    }
    table_.GiveUp(found.place);
    found = table_.Find(operation.place, operation.bytes);
  }
  event->place = found.place;
  if (event->place == last_writes_.size()) {
    last_writes_.push_back(kNone);
    if (places_.size() == event->place) places_.emplace_back();
  }
  return true;
}

bool ReadsFromGraph::Add(const GraphOperation& operation) {
  Event event;
  event.role = operation.role;
  event.reads = operation.reads;
  event.writes = operation.writes;
  event.may_fail = operation.may_fail;
  if (!FindPlace(operation, &event)) return false;
  if (event.place != kNone) {
    const uint32_t last = last_writes_[event.place];
    if (event.reads) event.from = last;
    if (event.role == Role::kTryLock && last != kNone &&
        events_[last].role != Role::kUnlock) {
      event.writes = false;
    }
    if (event.role == Role::kUnlock) {
      INTERLEAVE_INVARIANT(last != kNone && events_[last].writes);
      events_[last].given_back = size();
    }
  }
  const uint32_t number = Append(operation, event);
  if (event.writes) last_writes_[event.place] = number;
  if (operation.role == Role::kCreate) {
    // By the order in which tasks are created; not by when that was announced.
    TaskOf(task_count()).created_by = number;
  }
  return true;
}

void ReadsFromGraph::LastFailed() {
  Event& event = events_.back();
  event.writes = false;
  last_writes_[event.place] = event.from;
}

bool ReadsFromGraph::AddPending(const GraphOperation& operation) {
  if (operation.role == Role::kJoin || operation.role == Role::kCreate) {
    return false;
  }
  if (operation.role != Role::kLock) return Add(operation);
  Event event;
  if (!FindPlace(operation, &event)) return false;
  const uint32_t last = last_writes_[event.place];
  if (last == kNone || events_[last].role == Role::kUnlock) {
    return Add(operation);
  }
  event.role = operation.role;
  event.reads = true;
  event.waits = true;
  event.from = last;
  Append(operation, event);
  return true;
}

uint32_t ReadsFromGraph::Append(const GraphOperation& operation,
                                const Event& event) {
  const uint32_t number = size();
  TaskEvents& task = TaskOf(operation.task);
  Event& added = events_.emplace_back(event);
  added.task = operation.task;
  added.index = task.count;
  added.before = task.count == 0 ? task.created_by : task.last;
  const size_t clock = number * stride_;
  if (clocks_.size() < clock + stride_) clocks_.resize(clock + stride_);
  if (added.before == kNone) {
    std::fill_n(&clocks_[clock], stride_, 0);
  } else {
    std::copy_n(&clocks_[added.before * stride_], stride_, &clocks_[clock]);
  }
  if (added.from != kNone) Merge(number, added.from);
  if (operation.role == Role::kJoin) {
    added.joined = TaskOf(operation.other).last;
    if (added.joined != kNone) Merge(number, added.joined);
  }
  added.label = LabelFrom(added, added.from);
  if (!event.waits)
    clocks_[number * stride_ + operation.task] = added.index + 1;
  if (added.place != kNone) places_[added.place].push_back(number);
  if (task.events.size() == task.count) task.events.emplace_back();
  task.events[task.count++] = number;
  task.last = number;
  return number;
}

void ReadsFromGraph::Merge(uint32_t event, uint32_t other) {
  uint32_t* const to = &clocks_[size_t{event} * stride_];
  const uint32_t* const from = &clocks_[size_t{other} * stride_];
  for (size_t task = 0; task < stride_; ++task) {
    to[task] = std::max(to[task], from[task]);
  }
}

HistoryLabel ReadsFromGraph::LabelFrom(const Event& event,
                                       uint32_t source) const {
  const HistoryLabel before =
      event.before == kNone ? HistoryLabel{} : events_[event.before].label;
  if (event.index == 0) return Combine(before, {}, kFirst + event.task);
  if (event.reads) return Combine(before, SourceLabel(source), kRead);
  if (event.joined != kNone) {
    return Combine(before, events_[event.joined].label, kJoin);
  }
  return Combine(before, {}, kStep);
}

}  // namespace interleave
