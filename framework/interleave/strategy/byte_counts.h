// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ByteCounts: which of the bits that are set in a byte is the n-th.
//
// What is drawn among few tasks is nothing that a processor could predict, so
// no branch is taken on it.
// Cost: a look-up in a table of 1 KiB for each answer, and a shift or two.

#ifndef INTERLEAVE_STRATEGY_BYTE_COUNTS_H_
#define INTERLEAVE_STRATEGY_BYTE_COUNTS_H_

#include <array>
#include <cstdint>

namespace interleave {

class ByteCounts {
 public:
  // REQUIRES: byte < 256
  explicit constexpr ByteCounts(uint64_t byte) : byte_(byte) {}

  // How many are set.
  constexpr uint32_t all() const { return kTables.below[byte_] >> 28; }
  // ... below this one. REQUIRES: bit < 8
  constexpr uint32_t Below(uint32_t bit) const {
    return bit == 0 ? 0 : kTables.below[byte_] >> (4 * bit - 4) & 0xf;
  }
  // The one below which there are n. REQUIRES: n < all()
  constexpr uint32_t Find(uint32_t n) const {
    return kTables.found[byte_] >> (4 * n) & 0xf;
  }

 private:
  // Four bits for each answer, 2 KiB.
  struct Tables {
    std::array<uint32_t, 256> below = {};  // bit + 1
    std::array<uint32_t, 256> found = {};
  };
  static constexpr Tables Make() {
    Tables tables;
    for (uint32_t byte = 0; byte < 256; ++byte) {
      uint32_t count = 0;
      for (uint32_t bit = 0; bit < 8; ++bit) {
        if ((byte >> bit & 1) != 0) {
          tables.found[byte] |= bit << (4 * count);
          ++count;
        }
        tables.below[byte] |= count << (4 * bit);
      }
    }
    return tables;
  }
  static const Tables kTables;

  uint64_t byte_ = 0;
};

inline constexpr ByteCounts::Tables ByteCounts::kTables = ByteCounts::Make();

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_BYTE_COUNTS_H_
