// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// VectorClock: how much of each task's course something has seen (Fidge 1988,
// Mattern 1989). Cost: one comparison for each task of either clock.

#ifndef INTERLEAVE_RUNTIME_VECTOR_CLOCK_H_
#define INTERLEAVE_RUNTIME_VECTOR_CLOCK_H_

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
    Clear();
    Join(other);
    return *this;
  }

  // Up to which stretch of `task`; 0: nothing of it.
  Epoch At(TaskId task) const { return task < tasks_ ? epochs_[task] : 0; }
  void Set(TaskId task, Epoch epoch) {
    Reach(task + 1);
    epochs_[task] = epoch;
  }
  // Sees all that `other` has seen, too.
  void Join(const VectorClock& other) {
    Reach(other.tasks_);
    for (size_t i = 0; i < other.tasks_; ++i) {
      if (epochs_[i] < other.epochs_[i]) epochs_[i] = other.epochs_[i];
    }
  }
  bool empty() const { return tasks_ == 0; }
  // Has seen nothing; keeps its memory.
  void Clear() { tasks_ = 0; }

 private:
  void Reach(size_t tasks) {
    if (epochs_.size() < tasks) epochs_.resize(tasks);
    for (; tasks_ < tasks; ++tasks_) epochs_[tasks_] = 0;
  }

  std::vector<Epoch> epochs_;  // the first tasks_ of them count
  size_t tasks_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_VECTOR_CLOCK_H_
