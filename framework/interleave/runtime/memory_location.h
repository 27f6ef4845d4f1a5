// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What some memory is part of: a task's stack, or a block and who allocated it.

#ifndef INTERLEAVE_RUNTIME_MEMORY_LOCATION_H_
#define INTERLEAVE_RUNTIME_MEMORY_LOCATION_H_

#include <optional>

#include "interleave/runtime/execution.h"
#include "interleave/schedule/finding.h"

namespace interleave {

// In words, with the place of the allocation; nothing for variables of static
// lifetime, which have names (see report/), and for what isn't known. Blocks
// are known to ThreadSanitizer's runtime only.
std::optional<RelatedPlace> DescribeMemory(Execution& execution,
                                           const void* address);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_MEMORY_LOCATION_H_
