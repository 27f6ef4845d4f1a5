// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Stopwatch: real time, the only place where an exploration reads a clock.

#ifndef INTERLEAVE_EXPLORE_STOPWATCH_H_
#define INTERLEAVE_EXPLORE_STOPWATCH_H_

#include <chrono>

namespace interleave {

class Stopwatch {
 public:
  // Seconds since it was made.
  double seconds() const {
    return std::chrono::duration<double>(Clock::now() -
                                         begin_)  // style: wall clock
        .count();
  }

 private:
  using Clock = std::chrono::steady_clock;

  Clock::time_point begin_ = Clock::now();  // style: wall clock
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_STOPWATCH_H_
