// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/bit_transpose.h"

#include "gtest/gtest.h"
#include "interleave/base/random.h"

namespace interleave {
namespace {

bool Has(const std::vector<uint64_t>& matrix, size_t words, size_t row,
         size_t column) {
  return (matrix[row * words + column / 64] >> (column % 64) & 1) != 0;
}

TEST(BitTransposeTest, RowsBecomeColumns) {
  for (const size_t rows : {1, 2, 63, 64, 65, 130}) {
    const size_t words = (rows + 63) / 64;
    std::vector<uint64_t> from(rows * words);
    Random random(rows);
    for (size_t i = 0; i < from.size(); ++i) {
      const size_t bits = rows - i % words * 64;
      from[i] = random.Next() &
                (bits >= 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1);
    }
    std::vector<uint64_t> to;
    BitTranspose(from, rows, words, to);
    ASSERT_EQ(to.size(), from.size());
    for (size_t row = 0; row < rows; ++row) {
      for (size_t column = 0; column < rows; ++column) {
        ASSERT_EQ(Has(to, words, column, row), Has(from, words, row, column))
            << rows << " rows, at " << row << ", " << column;
      }
    }
    std::vector<uint64_t> back;
    BitTranspose(to, rows, words, back);
    EXPECT_EQ(back, from);
  }
}

}  // namespace
}  // namespace interleave
