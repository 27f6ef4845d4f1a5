// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Exhaustive: the options of a search that tries every schedule.

#ifndef INTERLEAVE_TESTS_UNIT_RUNTIME_EXHAUSTIVE_OPTIONS_H_
#define INTERLEAVE_TESTS_UNIT_RUNTIME_EXHAUSTIVE_OPTIONS_H_

#include "interleave/explore/options.h"

namespace interleave {

inline Options Exhaustive() {
  return {.strategy = "exhaustive", .executions = 100'000};
}

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_UNIT_RUNTIME_EXHAUSTIVE_OPTIONS_H_
