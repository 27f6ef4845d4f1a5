// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AccessRecorder: what an execution did to memory, with the values, for people.
//
// A part of TraceRecorder, which tells it of all that an observer is told.
// Values are read from the memory itself: before the access, and when the next
// thing happens. Memory that is gone by then is not read.
// Cost: two calls of the system and a backtrace for each access of instrumented
// code.

#ifndef INTERLEAVE_EXPLORE_ACCESS_RECORDER_H_
#define INTERLEAVE_EXPLORE_ACCESS_RECORDER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/runtime/observer.h"
#include "interleave/schedule/trace.h"

namespace interleave {

class AccessRecorder {
 public:
  // Of more than twice as many accesses the first are dropped.
  explicit AccessRecorder(size_t accesses_max) : accesses_max_(accesses_max) {}

  // Whatever is told next: what was under way is done.
  void Settle();
  void Add(const MemoryAccess& access, StepNumber step);
  void MemoryAnew(const void* address, size_t bytes);

  // The next one costs the first; before, those of steps that are not kept can
  // be left out.
  bool IsFull() const { return accesses_.size() >= 2 * accesses_max_; }
  void LeaveOut(const std::function<bool(StepNumber)>& is_kept);

  // Those to memory that several tasks used, one of them writing; in order.
  std::vector<TraceAccess> TakeShared();

 private:
  static constexpr int kGranuleBits = 3;

  static uintptr_t GranuleOf(const void* address) {
    return reinterpret_cast<uintptr_t>(address) >> kGranuleBits;
  }

  const size_t accesses_max_;
  std::vector<TraceAccess> accesses_;
  bool under_way_ = false;                         // the last one
  std::unordered_map<uintptr_t, uint32_t> lives_;  // of granules that were used
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_ACCESS_RECORDER_H_
