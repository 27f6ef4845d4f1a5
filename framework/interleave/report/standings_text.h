// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Where each task stood when an execution was over, and who waits for whom.

#ifndef INTERLEAVE_REPORT_STANDINGS_TEXT_H_
#define INTERLEAVE_REPORT_STANDINGS_TEXT_H_

#include <span>
#include <string>

#include "interleave/report/place_resolver.h"
#include "interleave/schedule/trace.h"

namespace interleave {

// One line for each task:
//
//   main    stands before join T1 (pool_test.cc:80)
//   reset   stands before lock mutex 1 (pool.cc:50), held by return (taken at
//           pool.cc:44)
//   return  ready at point pool.return.loaded
//   close   ended
//
// (but not wrapped). A site is one program counter, which may lie in a library
// that is not inlined; a `trace` of the same execution then says the place.
std::string FormatStandings(std::span<const TaskStanding> standings,
                            PlaceResolver& resolver,
                            const Trace* trace = nullptr);

// The first cycle of tasks of which each holds what the one before waits for:
// "reset -> return -> reset"; empty when there is none.
std::string FindWaitCycle(std::span<const TaskStanding> standings);

}  // namespace interleave

#endif  // INTERLEAVE_REPORT_STANDINGS_TEXT_H_
