// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/walked_search.h"

#include "interleave/runtime/happens_before.h"

// There when something of the program is instrumented: ThreadSanitizer's
// runtime has it, or what Interleave puts in its place.
extern "C" [[gnu::weak]] void __tsan_read1(void* address);

namespace interleave {

bool WalksWouldMislead() {
  return !IsJudgedByTsan() && __tsan_read1 != nullptr;
}

}  // namespace interleave
