// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ByteCounts: which of the bits that are set in a byte is the n-th.
//
// What is drawn among few tasks is nothing that a processor could predict, so
// no branch is taken on it. The counts of the set bits up to each of 8 lie side
// by side in a word (Knuth, "The Art of Computer Programming", 7.1.3, broadword
// computing), and are known before n is.
// Cost: some ten instructions for the counts, and as many to find a bit.

#ifndef INTERLEAVE_STRATEGY_BYTE_COUNTS_H_
#define INTERLEAVE_STRATEGY_BYTE_COUNTS_H_

#include <cstdint>

namespace interleave {

class ByteCounts {
 public:
  // REQUIRES: byte < 256
  explicit constexpr ByteCounts(uint64_t byte) {
    // The i-th bit, in the i-th byte of a word.
    const uint64_t spread = byte * kEach & 0x8040201008040201;
    const uint64_t bits = (spread + 0x7f7f7f7f7f7f7f7f) >> 7 & kEach;
    up_to_ = bits * kEach;
  }

  // How many are set.
  constexpr uint32_t all() const { return static_cast<uint32_t>(up_to_ >> 56); }
  // ... below this one. REQUIRES: bit < 8
  constexpr uint32_t Below(uint32_t bit) const {
    return static_cast<uint32_t>((up_to_ << 8) >> (8 * bit) & 0xff);
  }
  // The one below which there are n. REQUIRES: n < all()
  constexpr uint32_t Find(uint32_t n) const {
    // In the high bit of each byte, whether its count is not above n.
    const uint64_t compared = ((n * kEach) | kEach << 7) - up_to_;
    return static_cast<uint32_t>(((compared >> 7 & kEach) * kEach) >> 56);
  }

 private:
  static constexpr uint64_t kEach = 0x0101010101010101;

  uint64_t up_to_ = 0;  // in the i-th byte, of the bits 0 to i
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_BYTE_COUNTS_H_
