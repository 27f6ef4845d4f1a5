// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// KeptSteps: which steps of a very long execution are told.
//
// Thread safety: pure functions. Cost: linear in the steps.

#ifndef INTERLEAVE_REPORT_KEPT_STEPS_H_
#define INTERLEAVE_REPORT_KEPT_STEPS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "interleave/base/ids.h"

namespace interleave {

// The indices, in order, of at most `steps_max` of the steps with these numbers
// (which ascend): all if there are no more; else the first of them (a
// twentieth), those around each step that decides (a half, shared), and of the
// others the last. REQUIRES: steps_max >= 20
std::vector<size_t> KeptSteps(std::span<const StepNumber> numbers,
                              std::span<const StepNumber> critical,
                              size_t steps_max);

// Steps `from` to `to`, both included, that aren't told.
struct LeftOut {
  StepNumber from = 0;
  StepNumber to = 0;

  friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

// The gaps in `numbers`, which ascend from 1 to `last` where none is left out.
std::vector<LeftOut> LeftOutOf(std::span<const StepNumber> numbers,
                               StepNumber last);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_KEPT_STEPS_H_
