// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/sticky_random.h"

#include "interleave/base/check.h"

namespace interleave {

StickyRandomStrategy::StickyRandomStrategy(uint64_t seed, uint32_t mean_slice,
                                           uint64_t first_execution)
    : seed_(seed),
      mean_slice_(mean_slice),
      execution_(first_execution),
      random_(seed) {
  INTERLEAVE_REQUIRE(mean_slice > 0,
                     "the mean length of a time slice is at least 1 point");
}

bool StickyRandomStrategy::Begin() {
  random_ = Random(ExecutionSeed(seed_, execution_));
  return true;
}

void StickyRandomStrategy::End(const ExecutionResult&) { ++execution_; }

}  // namespace interleave
