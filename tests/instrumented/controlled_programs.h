// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The programs of read_programs.h by threads that Interleave controls, and such
// programs drawn at random.

#ifndef INTERLEAVE_TESTS_INSTRUMENTED_CONTROLLED_PROGRAMS_H_
#define INTERLEAVE_TESTS_INSTRUMENTED_CONTROLLED_PROGRAMS_H_

#include <cstdint>

#include "interleave/base/random.h"
#include "read_programs.h"

namespace interleave::read_programs {

// Its outcome is what was read, as Text says it.
void RunProgram(const Program& program);

// So many threads with at most so many steps each, or groups of steps. What can
// end in a deadlock has no plain accesses: a race is learned of from executions
// without a finding only.
Program Draw(Random& random, uint32_t threads, uint32_t parts);

}  // namespace interleave::read_programs

#endif  // INTERLEAVE_TESTS_INSTRUMENTED_CONTROLLED_PROGRAMS_H_
