// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Sets of signals, as bits: 1 in the lowest.

#ifndef INTERLEAVE_INTERCEPT_SIGNAL_SET_H_
#define INTERLEAVE_INTERCEPT_SIGNAL_SET_H_

#include <signal.h>

#include <cstdint>

#include "interleave/runtime/signals.h"

namespace interleave {

inline uint64_t SignalsOf(const sigset_t& set) {
  uint64_t bits = 0;
  for (int signal = 1; signal < kSignalsEnd; ++signal) {
    if (sigismember(&set, signal) == 1) bits |= SignalBit(signal);
  }
  return bits & ~(SignalBit(SIGKILL) | SignalBit(SIGSTOP));
}

inline void WriteSignals(uint64_t bits, sigset_t* set) {
  sigemptyset(set);
  for (int signal = 1; signal < kSignalsEnd; ++signal) {
    if ((bits & SignalBit(signal)) != 0) sigaddset(set, signal);
  }
}

}  // namespace interleave

#endif  // INTERLEAVE_INTERCEPT_SIGNAL_SET_H_
