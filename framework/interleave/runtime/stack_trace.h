// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// CaptureStack: the return addresses on the calling task's stack.

#ifndef INTERLEAVE_RUNTIME_STACK_TRACE_H_
#define INTERLEAVE_RUNTIME_STACK_TRACE_H_

#include <vector>

namespace interleave {

inline constexpr int kStackDepthMax = 48;

// Innermost first, at most kStackDepthMax of them. The frames of Interleave
// itself are included; report/ leaves them out. Cost: some microseconds.
std::vector<const void*> CaptureStack();

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_STACK_TRACE_H_
