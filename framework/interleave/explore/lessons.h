// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Lessons: what executions teach of the program's memory, and how often.
//
// Memory that turns out to be shared is watched from then on, and memory that
// turns out to be raced has schedule points: the search is then another one
// and must start again. Addresses that differ from one execution to the next
// could teach for ever, so there is a last lesson of each kind: after it, all
// memory is watched, and every access is a schedule point.

#ifndef INTERLEAVE_EXPLORE_LESSONS_H_
#define INTERLEAVE_EXPLORE_LESSONS_H_

#include <cstdint>

#include "interleave/runtime/execution.h"
#include "interleave/runtime/shared_memory.h"

namespace interleave {

class Lessons {
 public:
  // How many lessons of each kind an exploration takes.
  static constexpr uint32_t kMax = 50;

  // The next call of Learn would be true.
  bool AreLeft(const SharedMemory& memory, const ExecutionLimits& limits) const;

  // Whether something is known of `memory` by now that wasn't at the last call,
  // and would make executions within `limits` differ; the last lesson changes
  // the limits.
  bool Learn(const SharedMemory& memory, ExecutionLimits* limits);

 private:
  uint64_t watched_ = 0;
  uint64_t raced_ = 0;
  uint32_t of_watching_ = 0;
  uint32_t of_racing_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_LESSONS_H_
