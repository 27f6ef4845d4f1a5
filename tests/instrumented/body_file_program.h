// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What bodies of body_file_test.cc call, in a file of its own, which is
// instrumented however that one is. Thread safety: an execution's. Determinism:
// the schedule decides. Cost: seven threads.

#ifndef INTERLEAVE_TESTS_INSTRUMENTED_BODY_FILE_PROGRAM_H_
#define INTERLEAVE_TESTS_INSTRUMENTED_BODY_FILE_PROGRAM_H_

namespace interleave {

// Seven philosophers, one of whom takes the right fork first: 2^7 - 2 traces,
// and far more schedules than are tried.
void SevenDine();

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_INSTRUMENTED_BODY_FILE_PROGRAM_H_
