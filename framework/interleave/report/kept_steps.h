// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// KeptSteps: which steps of a very long execution are told.
//
// Thread safety: pure functions. Cost: linear in the steps.

#ifndef INTERLEAVE_REPORT_KEPT_STEPS_H_
#define INTERLEAVE_REPORT_KEPT_STEPS_H_

#include <cstddef>
#include <cstdint>
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

// Steps that aren't told: so many, with numbers from `from` to `to`. (There may
// be fewer steps than numbers: what concerns one task alone has a number too.)
struct LeftOut {
  StepNumber from = 0;
  StepNumber to = 0;
  uint64_t steps = 0;

  friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

// What is left out of the steps with these numbers when those with the indices
// `kept` are told, together with what was left out `before`, in order; without
// a step in between that is told, it is one.
std::vector<LeftOut> LeftOutOf(std::span<const StepNumber> numbers,
                               std::span<const size_t> kept,
                               std::span<const LeftOut> before = {});

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_KEPT_STEPS_H_
