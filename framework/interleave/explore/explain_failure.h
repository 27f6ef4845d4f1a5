// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ExplainFailure: makes the schedule of a finding simpler and finds out what it
// depends on, by further executions of the exploration's body.
//
// These executions are not counted among those of the search, and what they
// find besides is left. REQUIRES: the search is over, since they may teach what
// memory tasks share. Cost: Options::explain_executions and explain_seconds.

#ifndef INTERLEAVE_EXPLORE_EXPLAIN_FAILURE_H_
#define INTERLEAVE_EXPLORE_EXPLAIN_FAILURE_H_

#include "interleave/explore/exploration.h"
#include "interleave/explore/result.h"

namespace interleave {

// Failures of the search itself are left as they are, as are those whose
// schedule doesn't lead to them when it is replayed. True: `failure` has an
// explanation, and may have another schedule, token and trace.
bool ExplainFailure(Exploration& exploration, Failure& failure);

// All of the result's, as far as the options ask for it; schedule files that
// were written are replaced.
void ExplainFailures(Exploration& exploration);
// ... of those that are kept for another process.
void ExplainFound(Exploration& exploration);

// Failures of an exploration with these options are explained after its end.
bool IsToBeExplained(const Options& options, const Failure& failure);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_EXPLAIN_FAILURE_H_
