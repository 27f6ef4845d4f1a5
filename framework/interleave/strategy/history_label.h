// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// HistoryLabel: 128 bits that stand for all that came before an operation and
// matters to it: its task's course, who started it, and whom each read in there
// read from.
//
// Two histories have the same label when they are the same, and otherwise but
// by a chance of some 2^-128 for each pair that is compared. A label depends on
// no address, and not on the order in which an execution did things.
// Thread safety: plain data. Cost: O(1).

#ifndef INTERLEAVE_STRATEGY_HISTORY_LABEL_H_
#define INTERLEAVE_STRATEGY_HISTORY_LABEL_H_

#include <cstdint>

namespace interleave {

struct HistoryLabel {
  uint64_t first = 0x243f6a8885a308d3u;
  uint64_t second = 0x13198a2e03707344u;

  friend bool operator==(const HistoryLabel& a, const HistoryLabel& b) {
    return a.first == b.first && a.second == b.second;
  }
};

namespace internal {

inline uint64_t FoldedProduct(uint64_t a, uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

}  // namespace internal

// The label of what has `before` and then `source` in its history; the two are
// not interchangeable, and `kind` tells ways of having them apart.
inline HistoryLabel Combine(const HistoryLabel& before,
                            const HistoryLabel& source, uint64_t kind) {
  using internal::FoldedProduct;
  const uint64_t salt = kind * 0x9e3779b97f4a7c15u;
  HistoryLabel label;
  label.first = FoldedProduct(before.first ^ 0xa0761d6478bd642fu ^ salt,
                              source.first ^ 0xe7037ed1a0b428dbu) +
                before.second;
  label.second = FoldedProduct(before.second ^ 0x8ebc6af09c88c6e3u,
                               source.second ^ 0x589965cc75374cc3u ^ salt) +
                 (source.first ^ before.first) * 0x1d8e4e27c47d124fu;
  return label;
}

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_HISTORY_LABEL_H_
