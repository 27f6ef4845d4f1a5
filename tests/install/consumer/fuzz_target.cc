// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A lost update that any fuzzer finds, by a schedule of two bytes or so.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

#include "interleave/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  interleave::FuzzSchedule({data, size}, [] {
    std::atomic<int> count = 0;
    const auto add = [&] { count = count + 1; };
    std::thread other(add);
    add();
    other.join();
    INTERLEAVE_CHECK(count == 2);
  });
  return 0;
}
