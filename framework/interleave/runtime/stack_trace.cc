// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/stack_trace.h"

#include <unwind.h>

namespace interleave {

std::vector<const void*> CaptureStack() {
  std::vector<const void*> stack;
  _Unwind_Backtrace(
      [](_Unwind_Context* context, void* out) {
        auto* frames = static_cast<std::vector<const void*>*>(out);
        const auto pc = _Unwind_GetIP(context);
        if (pc == 0 || frames->size() >= kStackDepthMax) {
          return _URC_END_OF_STACK;
        }
        frames->push_back(reinterpret_cast<const void*>(pc));
        return _URC_NO_REASON;
      },
      &stack);
  return stack;
}

}  // namespace interleave
