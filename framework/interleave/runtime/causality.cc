// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/causality.h"

#include <utility>

namespace interleave {
namespace {

constexpr size_t kInitialKeys = 256;

}  // namespace

Causality::Causality(uint32_t epoch) : entries_(kInitialKeys), epoch_(epoch) {}

void Causality::BeginExecution() {
  tasks_ = 0;
  filled_ = 0;
  clocks_used_ = 0;
  announced_ = false;
  if (++epoch_ != 0) return;
  entries_.assign(entries_.size(), Entry{});
  epoch_ = 1;
}

void Causality::AddCourses(TaskId last) {
  for (; tasks_ <= last; ++tasks_) {
    if (tasks_ == courses_.size()) {
      courses_.push_back(std::make_unique<Course>());
    }
    Course& course = *courses_[tasks_];
    course.seen.Clear();
    course.fenced.Clear();
    course.pending.Clear();
    course.now = kFirstEpoch;
  }
}

void Causality::Announce(TaskId task, Course& course, VectorClock& clock) {
  clock.Join(course.seen);
  clock.Set(task, course.now);
  // What follows is no part of it.
  ++course.now;
}

void Causality::Create(TaskId creator, TaskId created) {
  Announce(creator, Of(creator), Of(created).seen);
}

void Causality::Join(TaskId task, TaskId ended) {
  Announce(ended, Of(ended), Of(task).seen);
}

void Causality::Release(TaskId task, const void* key) {
  Announce(task, Of(task), At(key));
}

void Causality::Acquire(TaskId task, const void* key) {
  if (const VectorClock* clock = Find(key)) Of(task).seen.Join(*clock);
}

void Causality::LoadFrom(TaskId task, const void* address,
                         std::memory_order order) {
  const VectorClock* const clock = Find(address);
  if (clock == nullptr) return;
  Course& course = Of(task);
  (Acquires(order) ? course.seen : course.pending).Join(*clock);
}

void Causality::StoreTo(TaskId task, const void* address,
                        std::memory_order order) {
  Course& course = Of(task);
  // The release sequence of whatever was there is at its end.
  if (Releases(order)) {
    VectorClock& clock = At(address);
    clock.Clear();
    Announce(task, course, clock);
  } else if (!course.fenced.empty()) {
    At(address) = course.fenced;
  } else {
    Forget(address);
  }
}

void Causality::ChangeAt(TaskId task, const void* address,
                         std::memory_order order) {
  Load(task, address, order);
  Course& course = Of(task);
  // It goes on with the release sequence that it read from.
  if (Releases(order)) {
    Announce(task, course, At(address));
  } else if (!course.fenced.empty()) {
    At(address).Join(course.fenced);
  }
}

void Causality::Fence(TaskId task, std::memory_order order) {
  Course& course = Of(task);
  if (Acquires(order)) course.seen.Join(course.pending);
  if (Releases(order)) {
    announced_ = true;
    course.fenced.Clear();
    Announce(task, course, course.fenced);
  }
}

void Causality::Forget(const void* address) {
  if (VectorClock* clock = Find(address)) clock->Clear();
}

VectorClock& Causality::At(const void* key) {
  if (VectorClock* found = Find(key)) return *found;
  announced_ = true;
  if (filled_ + 1 > entries_.size() / 2) Grow();
  if (clocks_used_ == clocks_.size()) clocks_.emplace_back();
  VectorClock& clock = clocks_[clocks_used_];
  clock.Clear();
  Probe(key) = {key, epoch_, static_cast<uint32_t>(clocks_used_++)};
  ++filled_;
  return clock;
}

void Causality::Grow() {
  const std::vector<Entry> before =
      std::exchange(entries_, std::vector<Entry>(entries_.size() * 2));
  for (const Entry& entry : before) {
    if (entry.epoch == epoch_) Probe(entry.key) = entry;
  }
}

}  // namespace interleave
