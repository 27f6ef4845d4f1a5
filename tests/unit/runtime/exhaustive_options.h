// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Exhaustive: the options of a search that tries every schedule.

#ifndef INTERLEAVE_TESTS_UNIT_RUNTIME_EXHAUSTIVE_OPTIONS_H_
#define INTERLEAVE_TESTS_UNIT_RUNTIME_EXHAUSTIVE_OPTIONS_H_

#include "interleave/explore/options.h"

namespace interleave {

// Of what the scheduler alone decides: no wait ends for nothing, and the last
// to come to a barrier is serial (tests/primitives/liberties_test.cc).
inline Options Exhaustive() {
  Options options;
  options.strategy = "exhaustive";
  options.executions = 100'000;
  options.spurious_wakeups = 0;
  options.serial_threads = 0;
  return options;
}

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_UNIT_RUNTIME_EXHAUSTIVE_OPTIONS_H_
