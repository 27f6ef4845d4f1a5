// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/cycle_watch.h"

#include <algorithm>

namespace interleave {
namespace {

constexpr uint32_t kFirstLimit = 16;
// A write of more is no part of a cycle that is looked for.
constexpr size_t kBytesMax = 4096;

VirtualTime SleepsUntil(const Task& task, VirtualTime now) {
  return task.deadline == kNoDeadline ? kNoDeadline : task.deadline - now;
}

// As memory that nobody judges; no variable of ours.
[[gnu::no_sanitize_address]] uint64_t Load(const uint64_t* address) {
  return *static_cast<const volatile uint64_t*>(address);
}

}  // namespace

Task& CycleWatch::TaskAt(size_t id) const {
  return *const_cast<Task*>(static_cast<const Task*>(tasks_[id]));
}

void CycleWatch::Begin() {
  left_ = kPointsMax;
  since_ = returns_ = 0;
  limit_ = kFirstLimit;
  kept_ = broken_ = false;
  arrived_.clear();
  logged_.clear();
  words_.clear();
  for (size_t id = 0; id < tasks_.size(); ++id) TaskAt(id).wipes = true;
}

bool CycleWatch::Come(Task& self, VirtualTime now) {
  if (arrived_.size() < tasks_.size()) arrived_.resize(tasks_.size());
  if (--left_ == 0) return false;
  Snapshot& arrived = arrived_[self.id];
  if (self.finished || !arrived.TakeFrame(self, self.next.site)) {
    arrived.Drop();
    kept_ = false;
    return false;
  }
  NoteWhoCouldGoOn();
  if (kept_ && IsSame(self, now)) {
    if (++returns_ == kReturnsMin) return true;
  } else if (!kept_ || ++since_ >= limit_) {
    if (kept_) limit_ *= 2;
    Keep(self, now);
  }
  return false;
}

void CycleWatch::NoteWhoCouldGoOn() {
  if (!kept_) return;
  for (size_t id = 0; id < count_; ++id) {
    tasks_then_[id].could_go_on |= TaskAt(id).ready;
  }
}

CycleWatch::ObjectThen CycleWatch::StateOf(const Object& object) const {
  ObjectThen then;
  then.open = object.gate.open;
  then.read_open = object.read_gate.open;
  then.owner = object.owner;
  then.depth = object.depth;
  then.count = object.count;
  for (const Task* task = object.queue.front(); task != nullptr;
       task = task->list_next) {
    then.queue.push_back(task);
  }
  return then;
}

void CycleWatch::Keep(const Task& self, VirtualTime now) {
  kept_ = true;
  broken_ = false;
  since_ = returns_ = 0;
  comer_ = &self;
  count_ = tasks_.size();
  logged_.clear();
  words_.clear();
  if (tasks_then_.size() < count_) tasks_then_.resize(count_);
  for (size_t id = 0; id < count_; ++id) {
    const Task& task = TaskAt(id);
    TaskThen& then = tasks_then_[id];
    then.finished = task.finished;
    then.could_go_on = task.ready;
    then.points = task.points;
    then.next = task.next;
    then.sleeps = SleepsUntil(task, now);
    then.state.TakeStack(task, arrived_[id]);
  }
  objects_then_.clear();
  for (size_t id = 0; id < objects_.size(); ++id) {
    objects_then_.push_back(StateOf(objects_.at(static_cast<ObjectId>(id))));
  }
}

bool CycleWatch::IsSame(const Task& self, VirtualTime now) const {
  if (broken_ || comer_ != &self || tasks_.size() != count_) return false;
  for (size_t id = 0; id < count_; ++id) {
    if (!IsSame(TaskAt(id), tasks_then_[id], now)) return false;
  }
  return std::all_of(words_.begin(), words_.end(),
                     [](const WordThen& word) {
                       return Load(word.address) == word.value;
                     }) &&
         HaveSameObjects();
}

bool CycleWatch::IsSame(const Task& task, const TaskThen& then,
                        VirtualTime now) const {
  if (task.finished != then.finished) return false;
  if (task.finished) return true;
  // Whoever did not move is where it was; but it was not let.
  if (task.points == then.points) return !then.could_go_on;
  return task.next.kind == then.next.kind && task.next.site == then.next.site &&
         task.next.object == then.next.object &&
         SleepsUntil(task, now) == then.sleeps &&
         then.state.HasStackOf(task, arrived_[task.id]);
}

bool CycleWatch::HaveSameObjects() const {
  for (size_t id = 0; id < objects_.size(); ++id) {
    const Object& object = objects_.at(static_cast<ObjectId>(id));
    // Memory is compared by what it holds.
    if (object.kind == ObjectKind::kMemory) continue;
    if (id >= objects_then_.size() || !(StateOf(object) == objects_then_[id])) {
      return false;
    }
  }
  return true;
}

void CycleWatch::Log(const void* address, size_t bytes) {
  if (!kept_) return;
  if (bytes > kBytesMax) {
    broken_ = true;
    return;
  }
  const auto begin = reinterpret_cast<uintptr_t>(address);
  const uintptr_t first = begin / sizeof(uint64_t) * sizeof(uint64_t);
  for (uintptr_t at = first; at < begin + bytes; at += sizeof(uint64_t)) {
    const auto* const word = reinterpret_cast<const uint64_t*>(at);
    if (logged_.insert(word).second) words_.push_back({word, Load(word)});
  }
}

}  // namespace interleave
