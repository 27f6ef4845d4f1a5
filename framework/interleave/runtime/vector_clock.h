// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// VectorClock: how much of each task's course something has seen (Fidge 1988,
// Mattern 1989). Cost: one comparison for each task of either clock.

#ifndef INTERLEAVE_RUNTIME_VECTOR_CLOCK_H_
#define INTERLEAVE_RUNTIME_VECTOR_CLOCK_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/base/ids.h"

namespace interleave {

// A stretch of a task's course, between two of its releases; the first is 1.
using Epoch = uint32_t;

class VectorClock {
 public:
  VectorClock() = default;
  VectorClock(const VectorClock& other) { Join(other); }
  VectorClock& operator=(const VectorClock& other) {
    if (this == &other) return *this;
    if (epochs_.size() < other.tasks_) epochs_.resize(other.tasks_);
    tasks_ = other.tasks_;
    std::copy_n(other.epochs_.data(), tasks_, epochs_.data());
    return *this;
  }

  // Up to which stretch of `task`; 0: nothing of it.
  Epoch At(TaskId task) const { return task < tasks_ ? epochs_[task] : 0; }
  void Set(TaskId task, Epoch epoch) {
    Reach(size_t{task} + 1);
    epochs_[task] = epoch;
  }
  // Sees all that `other` has seen, too.
  void Join(const VectorClock& other) {
    Reach(other.tasks_);
    if (other.tasks_ == 0) return;
    Epoch* const mine = epochs_.data();
    const Epoch* const others = other.epochs_.data();
    const size_t count = other.tasks_;
    for (size_t i = 0; i < count; ++i) mine[i] = std::max(mine[i], others[i]);
  }
  bool empty() const { return tasks_ == 0; }
  // Has seen nothing; keeps its memory.
  void Clear() { tasks_ = 0; }

 private:
  void Reach(size_t tasks) {
    if (tasks <= tasks_) return;
    if (epochs_.size() < tasks) epochs_.resize(tasks);
    // Nearly always by one, for which a call of memset would take longer.
    epochs_[tasks_++] = 0;
    if (tasks_ < tasks) {
      std::fill(epochs_.data() + tasks_, epochs_.data() + tasks, Epoch{0});
      tasks_ = tasks;
    }
  }

  std::vector<Epoch> epochs_;  // the first tasks_ of them count
  size_t tasks_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_VECTOR_CLOCK_H_
