// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Tracer: whether a debugger or the like follows this process.
//
// Thread safety: any thread. Cost: a file of the system's is read.

#ifndef INTERLEAVE_BASE_TRACER_H_
#define INTERLEAVE_BASE_TRACER_H_

namespace interleave {

// Another process traces this one (ptrace): a debugger, rr, strace. False where
// the system doesn't tell.
bool IsTraced();

}  // namespace interleave

#endif  // INTERLEAVE_BASE_TRACER_H_
