// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Minimise: the simplest schedule that still has the defect.
//
// First switches are left out, many at a time and then one by one (delta
// debugging: Zeller & Hildebrandt, "Simplifying and Isolating Failure-Inducing
// Input", TSE 2002, section 3); what is left of the schedule is followed
// loosely, and what the execution then did is the next to be made smaller. Then
// all schedules with no preemption are tried, with one, ... (Musuvathi &
// Qadeer, PLDI 2007): if these ended before the number that is left, it is the
// least. Departures: a smaller result counts by preemptions, steps, tasks and
// switches, in this order, not by the number of elements; and choices that
// others depend on are tried with other tasks too.
//
// At any moment the best so far fails. Determinism: as the program's, while the
// budget is counted in executions. Cost: see Trials.

#ifndef INTERLEAVE_EXPLAIN_MINIMISE_H_
#define INTERLEAVE_EXPLAIN_MINIMISE_H_

#include <compare>
#include <cstdint>

#include "interleave/explain/trials.h"
#include "interleave/schedule/choice.h"

namespace interleave {

// How much of an execution there was until the finding; smaller is simpler.
struct ScheduleSize {
  uint32_t preemptions = 0;
  StepNumber steps = 0;
  uint32_t tasks = 0;  // that took a step
  uint32_t switches = 0;
  uint64_t values = 0;  // that were drawn, together

  friend auto operator<=>(const ScheduleSize&, const ScheduleSize&) = default;
};

// How far it is known that there is none simpler.
enum class Minimality : uint8_t {
  kUnknown,  // the budget ended before
  kLocal,    // nothing can be left out, or go to another task
  kLeast,    // ... and no schedule with fewer preemptions has the defect
};

struct Minimised {
  Choices choices;
  ScheduleSize before;
  ScheduleSize after;
  Minimality minimality = Minimality::kUnknown;
  // Below that number of preemptions all schedules were tried.
  uint32_t searched_below = 0;
  uint64_t executions = 0;  // that this took
};

// REQUIRES: an execution with these choices had the defect of `trials`
// ENSURES: one with the choices of the result had it too
Minimised Minimise(const Choices& choices, Trials& trials);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_MINIMISE_H_
