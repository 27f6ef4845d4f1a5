// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// SideStack: calls of functions on memory of one's own choice.
//
// Thread safety: none. Cost: that of a call.

#ifndef INTERLEAVE_EXPLORE_SIDE_STACK_H_
#define INTERLEAVE_EXPLORE_SIDE_STACK_H_

#include <cstddef>

#include "absl/functional/function_ref.h"

namespace interleave {

// Calls `work` on the `bytes` from `bottom` on, and returns when it has.
// REQUIRES: it throws nothing; no call on that memory is under way
void CallOnStack(char* bottom, size_t bytes, absl::FunctionRef<void()> work);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_SIDE_STACK_H_
