// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Interrupts: SIGINT (Ctrl-C) and SIGTERM, as a bit that explorations look at.
//
// Thread safety: the handler only sets bits. Cost: two system calls for each
// trap.

#ifndef INTERLEAVE_EXPLORE_INTERRUPTS_H_
#define INTERLEAVE_EXPLORE_INTERRUPTS_H_

#include <signal.h>

#include <array>
#include <atomic>
#include <cstdint>

namespace interleave {

class InterruptTrap {
 public:
  // The bit that the handler sets; other bits of a word are left alone.
  static constexpr uint32_t kInterrupted = 1;

  // The first SIGINT or SIGTERM from now on sets kInterrupted in all `words`
  // (null: none there), which outlive this; the second acts as it would have.
  // Signals that the program ignores or handles itself stay as they are.
  // REQUIRES: there is no other trap
  explicit InterruptTrap(std::array<std::atomic<uint32_t>*, 2> words);
  ~InterruptTrap();
  InterruptTrap(const InterruptTrap&) = delete;
  InterruptTrap& operator=(const InterruptTrap&) = delete;

  // In a forked process: the bit is to be set there instead.
  static void Redirect(std::array<std::atomic<uint32_t>*, 2> words);

  // The word of an exploration in this process; another one, in memory that is
  // shared with who forked it, when one was set.
  static std::atomic<uint32_t>& Word();
  static void SetWord(std::atomic<uint32_t>& word);

 private:
  static constexpr int kSignals[] = {SIGINT, SIGTERM};

  struct sigaction before_[2];
  bool trapped_[2] = {false, false};
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_INTERRUPTS_H_
