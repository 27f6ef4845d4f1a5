// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How much memory the process uses.

#ifndef INTERLEAVE_EXPLORE_MEMORY_USE_H_
#define INTERLEAVE_EXPLORE_MEMORY_USE_H_

#include <cstdint>

namespace interleave {

// Bytes of the process that are in memory now (its resident set); 0 when the
// system doesn't say. Cost: reads a file of the system's, some microseconds.
uint64_t ResidentBytes();

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_MEMORY_USE_H_
