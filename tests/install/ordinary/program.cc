// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include <cstdio>
#include <mutex>
#include <thread>

#include "ledger.h"

int main() {
  std::mutex mutex;
  const auto add = [&mutex] {
    const std::lock_guard lock(mutex);
    AddToTally();
    AddToLedger();
  };
  std::thread one(add);
  std::thread two(add);
  one.join();
  two.join();
  std::printf("%d %d\n", tally, ledger);
}
