// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The same walk in two libraries: code with many blocks, and memory of the
// caller's that each of them changes.

#ifndef TESTS_FUZZ_WALK_H_
#define TESTS_FUZZ_WALK_H_

// Adds up what it meets on `steps` steps through `rooms` (8 of them).
int WalkInProgram(int steps, int* rooms);
int WalkInLibrary(int steps, int* rooms);

#endif  // TESTS_FUZZ_WALK_H_
