// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/access_contexts.h"

#include "interleave/runtime/stack_trace.h"

namespace interleave {

uint32_t AccessContexts::Now(Task& task, bool with_stack) {
  if (task.lock_set.has_value() && !with_stack) return *task.lock_set;
  AccessContext& context = contexts_.emplace_back();
  context.locks = task.locks_held;
  if (with_stack) context.stack = CaptureStack();
  task.lock_set = static_cast<uint32_t>(contexts_.size() - 1);
  return *task.lock_set;
}

}  // namespace interleave
