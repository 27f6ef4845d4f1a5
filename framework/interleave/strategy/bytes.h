// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// BytesStrategy: the schedule that a string of bytes says.
//
// For fuzzers, which change bytes at random and keep what shows new behaviour.
// A byte is a wait and what comes after it:
//
// - Its low five bits. 0 to 23: so many choices pass with the default answer
//   (the task goes on, else the lowest id; value 0), and at the next one comes
//   another answer. 24 to 31: 24, 48, 96, ..., 3072 choices pass, no more.
// - Its high three bits: which of the other answers, modulo how many there are.
//   Where there are more than eight the bytes that follow are further digits,
//   to the base 256.
//
// When the bytes are over, what is left has the default answer. So no bytes are
// the schedule without a preemption, a byte is one switch more, every string
// means something, and every schedule is said by some string. Why it is so: a
// schedule that shows a defect has few preemptions at the right places, and
// these are as far apart as waits of one or two bytes say. Since a wait counts
// from the switch before, to insert, remove, copy or change a byte leaves what
// comes before it as it was and moves what comes after by so much; and since
// each byte stands for itself, no mutation makes others be read askew.
// Thread safety: none. Determinism: the bytes alone decide. Cost: O(1) for a
// choice, and a byte read for each switch; no memory.

#ifndef INTERLEAVE_STRATEGY_BYTES_H_
#define INTERLEAVE_STRATEGY_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "interleave/runtime/strategy.h"

namespace interleave {

class BytesStrategy final : public Strategy {
 public:
  static constexpr uint32_t kWaitBits = 5;
  // Waits below it end in another answer; the others are this times a power of
  // two.
  static constexpr uint32_t kLongWait = 24;

  // `bytes` must outlive this.
  explicit BytesStrategy(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  // Always true: each execution is the same schedule.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;

  // How many bytes the present execution has read.
  size_t bytes_read() const { return next_; }

 private:
  void ReadWait();
  uint32_t OtherAnswer(const ChoicePoint& point);

  const std::span<const uint8_t> bytes_;
  size_t next_ = 0;
  uint32_t wait_ = 0;      // choices that still pass
  bool switches_ = false;  // ... and then comes another answer
  uint32_t which_ = 0;     // of the others
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_BYTES_H_
