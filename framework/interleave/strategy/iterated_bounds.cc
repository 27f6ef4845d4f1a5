// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/iterated_bounds.h"

namespace interleave {

IteratedBoundsStrategy::IteratedBoundsStrategy(Bound last)
    : last_(last), bound_{last.kind, 0}, search_(bound_) {}

bool IteratedBoundsStrategy::Begin() {
  if (search_.Begin()) return true;
  if (exhausted_ || bound_.most >= last_.most) return false;
  if (!search_.nondeterminism().empty()) return false;
  ++bound_.most;
  search_.Restart(bound_);
  return search_.Begin();
}

void IteratedBoundsStrategy::End(const ExecutionResult& result) {
  if (search_.cost() < bound_.most) ++repeated_;
  search_.End(result);
  if (!search_.exhausted()) return;
  completed_bound_ = bound_;
  exhausted_ = !search_.bound_was_hit();
}

}  // namespace interleave
