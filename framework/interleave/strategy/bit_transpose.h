// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// BitTranspose: a square matrix of bits, its rows for its columns.
//
// By blocks of 64 by 64, each by exchanging ever smaller quarters (Warren,
// "Hacker's Delight", section 7-3).
// Thread safety: none. Cost: for n rows some n * n / 10 operations.

#ifndef INTERLEAVE_STRATEGY_BIT_TRANSPOSE_H_
#define INTERLEAVE_STRATEGY_BIT_TRANSPOSE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace interleave {

// Bit i of word 0 is column i.
inline void TransposeBlock(uint64_t (&block)[64]) {
  uint64_t mask = 0x00000000ffffffffu;
  for (unsigned width = 32; width != 0; width >>= 1, mask ^= mask << width) {
    for (unsigned row = 0; row < 64; row = (row + width + 1) & ~width) {
      const uint64_t moved =
          ((block[row] >> width) ^ block[row + width]) & mask;
      block[row] ^= moved << width;
      block[row + width] ^= moved;
    }
  }
}

// `to` has in row i what `from` has in column i; both have `rows` rows of as
// many bits, each row in `words` words.
inline void BitTranspose(const std::vector<uint64_t>& from, size_t rows,
                         size_t words, std::vector<uint64_t>& to) {
  to.assign(rows * words, 0);
  uint64_t block[64];
  for (size_t top = 0; top < words; ++top) {
    const size_t height = rows - top * 64 < 64 ? rows - top * 64 : 64;
    for (size_t left = 0; left < words; ++left) {
      for (size_t i = 0; i < 64; ++i) {
        block[i] = i < height ? from[(top * 64 + i) * words + left] : 0;
      }
      TransposeBlock(block);
      const size_t width = rows - left * 64 < 64 ? rows - left * 64 : 64;
      for (size_t i = 0; i < width; ++i) {
        to[(left * 64 + i) * words + top] = block[i];
      }
    }
  }
}

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_BIT_TRANSPOSE_H_
