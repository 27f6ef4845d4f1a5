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
  // Up to which stretch of `task`; 0: nothing of it.
  Epoch At(TaskId task) const {
    return task < epochs_.size() ? epochs_[task] : 0;
  }
  void Set(TaskId task, Epoch epoch) {
    Reach(task + 1);
    epochs_[task] = epoch;
  }
  // Sees all that `other` has seen, too.
  void Join(const VectorClock& other) {
    Reach(other.epochs_.size());
    for (size_t i = 0; i < other.epochs_.size(); ++i) {
      epochs_[i] = std::max(epochs_[i], other.epochs_[i]);
    }
  }
  // Has seen nothing; keeps its memory.
  void Clear() { epochs_.clear(); }

 private:
  // One at a time: most often there is one to add, and room for it.
  void Reach(size_t tasks) {
    while (epochs_.size() < tasks) epochs_.push_back(0);
  }

  std::vector<Epoch> epochs_;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_VECTOR_CLOCK_H_
