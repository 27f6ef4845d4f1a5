// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/random.h"

namespace interleave {

RandomStrategy::RandomStrategy(uint64_t seed, uint64_t first_execution)
    : seed_(seed), execution_(first_execution), random_(seed) {}

bool RandomStrategy::Begin() {
  random_ = Random(ExecutionSeed(seed_, execution_));
  return true;
}

void RandomStrategy::End(const ExecutionResult&) { ++execution_; }

}  // namespace interleave
