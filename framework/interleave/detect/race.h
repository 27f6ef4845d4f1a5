// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Race: what ThreadSanitizer's runtime reports, as findings.
//
// The runtime judges the accesses of instrumented code by the order that the
// program's own synchronisation makes; what it reports inside an execution is
// taken as data, not printed, and becomes a finding of that execution: data
// races, and locks taken in an order that could deadlock. What it reports
// outside of executions is printed by it as ever. The runtime's suppressions
// hold for all (suppressions.h).

#ifndef INTERLEAVE_DETECT_RACE_H_
#define INTERLEAVE_DETECT_RACE_H_

#include "interleave/runtime/execution.h"

namespace interleave {

// From here on the reports inside executions of `execution` become findings.
// Does nothing in a program without the runtime.
void DetectRaces(Execution& execution);

// From now on what ThreadSanitizer's runtime finds outside of executions is not
// told: the program runs normally. Where TSAN_OPTIONS is set it is told.
void HideRacesOutside();

}  // namespace interleave

#endif  // INTERLEAVE_DETECT_RACE_H_
