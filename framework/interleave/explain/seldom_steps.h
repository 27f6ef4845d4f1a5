// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// SeldomSteps: tells what a task does seldom from what it repeats.
//
// Of a very long execution, the steps that decide are rather those than the
// turns of a loop.
// Thread safety: none. Cost: one look-up in a hash table for each step.

#ifndef INTERLEAVE_EXPLAIN_SELDOM_STEPS_H_
#define INTERLEAVE_EXPLAIN_SELDOM_STEPS_H_

#include <cstdint>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "interleave/runtime/strategy.h"

namespace interleave {

class SeldomSteps {
 public:
  // The task is about to do what it did at most three times before: the same
  // operation on the same object, from the same place.
  bool Add(const TaskState& task) {
    constexpr uint32_t kSeldom = 4;
    const Operation& next = task.next;
    uint32_t& count = counts_[{task.id, next.kind, next.object, next.site}];
    return ++count <= kSeldom;
  }
  void Clear() { counts_.clear(); }

 private:
  absl::flat_hash_map<std::tuple<TaskId, OperationKind, ObjectId, const void*>,
                      uint32_t>
      counts_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_SELDOM_STEPS_H_
