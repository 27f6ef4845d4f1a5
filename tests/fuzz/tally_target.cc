// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A fuzz target whose only symptom is a data race: who finds the lock taken
// counts without it. No result of that is looked at, and where nobody comes in
// between nothing races. LOCKED: who finds it taken waits. ATOMIC: the count is
// atomic. In both nothing is to be found.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

#include "interleave/fuzz/fuzz.h"

namespace {

class Tally {
 public:
  void Add(int amount) {
#ifdef LOCKED
    const std::lock_guard lock(mutex_);
#else
    const std::unique_lock lock(mutex_, std::try_to_lock);
#endif
    sum_ += amount;
  }

 private:
  std::mutex mutex_;
#ifdef ATOMIC
  std::atomic<int> sum_ = 0;
#else
  int sum_ = 0;
#endif
};

void Run() {
  const auto tally = std::make_unique<Tally>();
  const auto add = [&tally = *tally] {
    for (int i = 0; i < 3; ++i) tally.Add(i);
  };
  std::thread other(add);
  add();
  other.join();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  interleave::FuzzSchedule({data, size}, &Run);
  return 0;
}
