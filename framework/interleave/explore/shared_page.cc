// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/shared_page.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

#include "interleave/base/check.h"

namespace interleave {

SharedPage& SharedPage::Map() {
  void* const memory = mmap(nullptr, sizeof(SharedPage), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  INTERLEAVE_INVARIANT(memory != MAP_FAILED);
  return *new (memory) SharedPage();
}

void SharedPage::Unmap() { munmap(this, sizeof(SharedPage)); }

void SharedPage::SetBudget(uint64_t executions) {
  executions_left_.store(executions == 0 ? kNoLimit : executions);
}

// The fewer are left the fewer at once, so that nobody is short of what another
// has and doesn't use.
uint64_t SharedPage::TakeExecutions(uint32_t jobs) {
  uint64_t left = executions_left_.load();
  for (;;) {
    if (left == 0) return 0;
    if (left == kNoLimit) return kTakenAtOnce;
    const uint64_t taken =
        std::clamp<uint64_t>(left / (uint64_t{4} * jobs), 1, kTakenAtOnce);
    if (executions_left_.compare_exchange_weak(left, left - taken)) {
      return taken;
    }
  }
}

void SharedPage::GiveBack(uint64_t executions) {
  if (executions_left_.load() != kNoLimit) executions_left_ += executions;
}

}  // namespace interleave
