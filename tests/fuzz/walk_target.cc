// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A fuzz target in which two tasks go through the same code, of the program
// and of a shared library, each with memory of its own: all that they share is
// what a fuzzer counts. Every access is a schedule point, so that one of the
// fuzzer's would show. It fails under any schedule, to print how it came there.

#include <array>
#include <cstddef>
#include <cstdint>
#include <thread>

#include "interleave/fuzz/fuzz.h"
#include "tests/fuzz/walk.h"

namespace {

int Walk() {
  std::array<int, 8> rooms{1, 2, 3, 4, 5, 6, 7, 8};
  const int sum = WalkInProgram(9, rooms.data());
  return sum + WalkInLibrary(9, rooms.data());
}

void Run() {
  int others = 0;
  std::thread other([&] { others = Walk(); });
  const int mine = Walk();
  other.join();
  INTERLEAVE_CHECK(mine != others, "the walks differ");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  interleave::Options options;
  options.points = "all";
  interleave::FuzzSchedule({data, size}, &Run, options, "Walk");
  return 0;
}
