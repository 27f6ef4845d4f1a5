// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A fuzz target in which a runner must be seen at each of its stations: one
// task writes where it is, the other looks once for each station. No code is
// run but what is run in all schedules; only which write a look sees tells a
// fuzzer that it comes nearer, and a schedule drawn at random has to meet all
// at once.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <utility>

#include "interleave/fuzz/fuzz.h"

namespace {

constexpr int kStations = 8;

template <int... kStation>
void Run(std::integer_sequence<int, kStation...>) {
  std::atomic<int> at{-1};
  // Each store and each look is a place of its own.
  std::thread runner([&] { (at.store(kStation), ...); });
  const unsigned seen = (unsigned{at.load() == kStation} + ...);
  runner.join();
  INTERLEAVE_CHECK(seen != kStations,
                   "somebody saw the runner at every station");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  interleave::FuzzSchedule(
      {data, size}, [] { Run(std::make_integer_sequence<int, kStations>()); });
  return 0;
}
