// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Explorations that begin with a recorded schedule.
//
// Thread safety: none. Determinism: as the body's.

#ifndef INTERLEAVE_EXPLORE_REPLAY_MODES_H_
#define INTERLEAVE_EXPLORE_REPLAY_MODES_H_

#include "interleave/explore/exploration.h"
#include "interleave/explore/result.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/replay_status.h"

namespace interleave {

// Options::replay: one execution, by the schedule file or token.
void RunReplay(Exploration& exploration);

// Options::verify: replays the schedule file, then all within one change of
// it. True when all that passed, and the rest of the budget is to be spent.
bool ReplayAndVary(Exploration& exploration);

// What following a schedule or script came to where it was left.
ReplayOutcome OutcomeOf(const ReplayStatus& status,
                        const ExecutionResult& execution);
// Makes a problem of an infeasible schedule or script (`what`), unless that is
// allowed.
void RefuseUnlessAllowed(Exploration& exploration, const char* what);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_REPLAY_MODES_H_
