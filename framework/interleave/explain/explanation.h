// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Explanation: what decides whether a schedule fails, as data.
//
// Plain data; report/ makes words of it.

#ifndef INTERLEAVE_EXPLAIN_EXPLANATION_H_
#define INTERLEAVE_EXPLAIN_EXPLANATION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/explain/defect_class.h"
#include "interleave/explain/minimise.h"
#include "interleave/explain/trials.h"
#include "interleave/schedule/trace.h"

namespace interleave {

// Two steps of the trace, by their numbers, that came in this order.
struct CriticalOrder {
  StepNumber first = 0;
  StepNumber second = 0;
  // What comes of the other one: kPasses or kFailsElse.
  Trials::Answer otherwise = Trials::Answer::kPasses;
};

// A fact that the name rests on: an access of the trace.
struct Fact {
  size_t access = 0;  // index in Trace::accesses
};

// An execution with these orders the other way round, which came to its end
// without a finding.
struct OtherWay {
  std::vector<CriticalOrder> orders;  // numbered as in the failing one
  Trace trace;
};

struct Explanation {
  // How the schedule was made simpler; `after` is of the trace. Not made
  // simpler: both are the same.
  ScheduleSize before;
  ScheduleSize after;
  Minimality minimality = Minimality::kUnknown;
  uint32_t searched_below = 0;
  // Executions for all of this; and whether the time allowed was over.
  uint64_t executions = 0;
  bool ran_out_of_time = false;

  // The orders that decide, in order of their second steps; at most a few.
  std::vector<CriticalOrder> orders;
  bool together = false;      // only both of them do
  uint32_t orders_tried = 0;  // how many were reversed
  bool all_tried = false;

  DefectClass defect = DefectClass::kUnknown;
  // In order of time.
  std::vector<Fact> facts;

  // Of the first order that passes otherwise, or of all `together`; none also
  // for executions of more than 100,000 steps.
  std::optional<OtherWay> passing;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_EXPLANATION_H_
