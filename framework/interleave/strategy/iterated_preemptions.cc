// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/iterated_preemptions.h"

namespace interleave {

IteratedPreemptionsStrategy::IteratedPreemptionsStrategy(
    uint32_t preemptions_max)
    : preemptions_max_(preemptions_max), search_(0) {}

bool IteratedPreemptionsStrategy::Begin() {
  if (search_.Begin()) return true;
  if (exhausted_ || bound_ >= preemptions_max_) return false;
  if (!search_.nondeterminism().empty()) return false;
  search_.Restart(++bound_);
  return search_.Begin();
}

void IteratedPreemptionsStrategy::End(const ExecutionResult& result) {
  if (search_.preemptions() < bound_) ++repeated_;
  search_.End(result);
  if (!search_.exhausted()) return;
  completed_bound_ = bound_;
  exhausted_ = !search_.bound_was_hit();
}

}  // namespace interleave
