// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The model of a futex word (futex(2)): compare and wait, wake.
//
// std::atomic::wait, latch, barrier, semaphore, future and Abseil's Debian
// build wait in this way. Which of several waiters a wake takes is a choice.

#ifndef INTERLEAVE_RUNTIME_FUTEX_H_
#define INTERLEAVE_RUNTIME_FUTEX_H_

#include <cstdint>

#include "interleave/runtime/execution.h"

namespace interleave {

// Waits while `*word == expected`: 0 when woken, EAGAIN when the value differs
// at once, ETIMEDOUT. `bits` is as in FUTEX_WAIT_BITSET, not 0.
int WaitFutex(Task& self, const uint32_t* word, uint32_t expected,
              uint32_t bits, const void* site,
              VirtualTime deadline = kNoDeadline);

// Wakes up to `count` waiters whose bits match; returns how many.
int WakeFutex(Task& self, const uint32_t* word, int count, uint32_t bits,
              const void* site);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_FUTEX_H_
