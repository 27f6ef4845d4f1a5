// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A fuzz target whose only symptom is a data race: a letter is written, a flag
// says so, and who sees the flag reads the letter. The flag is atomic, but
// orders nothing, so that on another machine the letter might still be empty.
// RELEASED: it orders the two, and nothing is to be found.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <thread>

#include "interleave/fuzz/fuzz.h"

namespace {

#ifdef RELEASED
constexpr std::memory_order kWrites = std::memory_order_release;
constexpr std::memory_order kReads = std::memory_order_acquire;
#else
constexpr std::memory_order kWrites = std::memory_order_relaxed;
constexpr std::memory_order kReads = std::memory_order_relaxed;
#endif

struct Letter {
  std::array<char, 8> text{};
  std::atomic<bool> is_there = false;
};

void Run() {
  const auto letter = std::make_unique<Letter>();
  std::thread writer([&letter = *letter] {
    letter.text.fill('x');
    letter.is_there.store(true, kWrites);
  });
  if (letter->is_there.load(kReads)) {
    INTERLEAVE_CHECK(letter->text[0] == 'x', "a letter that came is written");
  }
  writer.join();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  interleave::FuzzSchedule({data, size}, &Run);
  return 0;
}
