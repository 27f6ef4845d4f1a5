// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What an execution of a random program came to, written down as it goes, so
// that it is known of a deadlock too. Not instrumented: it is no part of what
// the tasks share.
// Thread safety: none; an execution is on one thread.

#ifndef INTERLEAVE_TESTS_PROGRAMS_FINAL_STATE_H_
#define INTERLEAVE_TESTS_PROGRAMS_FINAL_STATE_H_

#include <cstddef>

namespace interleave {

// At the beginning of an execution.
void BeginFinalState();
// `task` saw `value`. The whole is given to RecordOutcome.
void AddToFinalState(size_t task, int value);

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PROGRAMS_FINAL_STATE_H_
