// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What an instrumented file of a program has, for bodies of other files.

#include "tests/instrumented/body_file_program.h"

#include <array>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace interleave {

void SevenDine() {
  constexpr size_t kSeats = 7;
  std::array<std::mutex, kSeats> forks;
  std::vector<std::thread> tasks;
  for (size_t seat = 0; seat < kSeats; ++seat) {
    tasks.emplace_back([&forks, seat] {
      size_t first = seat;
      size_t second = (seat + 1) % kSeats;
      if (seat == 0) std::swap(first, second);
      const std::lock_guard hold_first(forks[first]);
      const std::lock_guard hold_second(forks[second]);
    });
  }
  for (std::thread& task : tasks) task.join();
}

}  // namespace interleave
