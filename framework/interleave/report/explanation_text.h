// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The words of an explanation: the name of the defect with the accesses that
// decide it, the orders that matter, and how simple the schedule is.
//
// Determinism: no address, time or version appears.

#ifndef INTERLEAVE_REPORT_EXPLANATION_TEXT_H_
#define INTERLEAVE_REPORT_EXPLANATION_TEXT_H_

#include <string>
#include <vector>

#include "interleave/explain/explanation.h"
#include "interleave/report/place_resolver.h"
#include "interleave/schedule/trace.h"

namespace interleave {

// The sections "Why" and "What decides", without a title's indentation; empty
// when nothing was found out. `labels` are the tasks' by id.
std::string FormatExplanation(const Explanation& explanation,
                              const Trace& trace, PlaceResolver& resolver,
                              int width);

// "1 preemption and 18 steps (it had 14 and 213); no schedule with fewer
// preemptions fails": one sentence; empty when the schedule was left as it was.
std::string MinimalityText(const Explanation& explanation);

// The steps that an explanation names.
std::vector<StepNumber> CriticalSteps(const Explanation& explanation,
                                      const Trace& trace);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_EXPLANATION_TEXT_H_
