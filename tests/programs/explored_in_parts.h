// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ExploreTracesInParts: a partial order reduction that is divided among workers
// in every way in which processes could do it, but within one process.
//
// Workers explore, divide, stop and are taken up again, and their messages come
// late, as a random generator says; those of one worker come in their order, as
// they do from a process.
// Thread safety: none. Determinism: that of the generator.

#ifndef INTERLEAVE_TESTS_PROGRAMS_EXPLORED_IN_PARTS_H_
#define INTERLEAVE_TESTS_PROGRAMS_EXPLORED_IN_PARTS_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "interleave/base/random.h"
#include "tests/programs/explored.h"

namespace interleave {

struct Division {
  uint64_t parts = 0;
  uint64_t wishes = 0;
  uint64_t granted = 0;
};

// `strategy` is one of ReducingStrategies().
Explored ExploreTracesInParts(const std::string& strategy,
                              absl::FunctionRef<void()> body,
                              const Limits& limits, Random& random,
                              Division* division);

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PROGRAMS_EXPLORED_IN_PARTS_H_
