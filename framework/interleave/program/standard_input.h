// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// StandardInput: what a whole program reads, the same in each execution.

#ifndef INTERLEAVE_PROGRAM_STANDARD_INPUT_H_
#define INTERLEAVE_PROGRAM_STANDARD_INPUT_H_

namespace interleave {

// A file that holds all that the process could read from its standard input, a
// pipe's up to its end; an empty one for a terminal and for whatever else has
// no end of its own. -1: it can't be read or kept, which errno says why.
int KeepStandardInput();

}  // namespace interleave

#endif  // INTERLEAVE_PROGRAM_STANDARD_INPUT_H_
