// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AccessUnits: which step has to be moved to move an access to memory.
//
// What a task does while it holds locks can't be put before or after another
// holder's work but as a whole: the unit of such an access is the step at which
// the task took the first of the locks that it holds. The unit of another
// access is itself where it is a step, else the step before it. Thread safety:
// none. Cost: linear in the trace.

#ifndef INTERLEAVE_EXPLAIN_ACCESS_UNITS_H_
#define INTERLEAVE_EXPLAIN_ACCESS_UNITS_H_

#include <cstddef>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/schedule/trace.h"

namespace interleave {

class AccessUnits {
 public:
  explicit AccessUnits(const Trace& trace);

  // Of the access with this index, the unit is a step's number. An access is
  // `IsIn` a step when that is its unit or the step itself.
  StepNumber Of(size_t access) const { return units_[access]; }
  bool IsIn(size_t access, StepNumber step) const {
    return units_[access] == step || steps_[access] == step;
  }

 private:
  std::vector<StepNumber> units_;
  std::vector<StepNumber> steps_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_ACCESS_UNITS_H_
