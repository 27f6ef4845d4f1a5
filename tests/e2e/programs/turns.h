// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a whole program and a test do alike.

#ifndef TESTS_E2E_PROGRAMS_TURNS_H_
#define TESTS_E2E_PROGRAMS_TURNS_H_

#include <mutex>
#include <thread>

namespace interleave::e2e {

// Counts to four by two threads that take turns as they like.
inline int TakeTurns() {
  std::mutex mutex;
  int count = 0;
  const auto add = [&] {
    for (int i = 0; i < 2; ++i) {
      const std::lock_guard<std::mutex> lock(mutex);
      ++count;
    }
  };
  std::thread one(add);
  std::thread two(add);
  one.join();
  two.join();
  return count;
}

}  // namespace interleave::e2e

#endif  // TESTS_E2E_PROGRAMS_TURNS_H_
