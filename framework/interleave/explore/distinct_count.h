// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// DistinctCount: about how many different numbers were added, in 4096 bits.
//
// Each number sets one bit; how many are left says how many numbers there were.
// Source: Whang, Vander-Zanden & Taylor, "A Linear-Time Probabilistic Counting
// Algorithm for Database Applications" (ACM TODS 1990). Some 1 % off for
// 4000 numbers, 8 % for 30000; beyond all that is said is: that many.
// Counts of several processes add up in any order.
// Thread safety: none. Determinism: no randomness. Cost: O(1) to add.

#ifndef INTERLEAVE_EXPLORE_DISTINCT_COUNT_H_
#define INTERLEAVE_EXPLORE_DISTINCT_COUNT_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace interleave {

class DistinctCount {
 public:
  void Add(uint64_t number);
  void Add(const DistinctCount& other);
  // Rounded; 0 for none, and no more than were added.
  uint64_t about() const;
  // How many were added, the same ones too.
  uint64_t added() const { return added_; }

  // "12:" and 1024 hexadecimal digits; "0:" for nothing.
  std::string Text() const;
  // False: it is no such text, and this is as before.
  bool Load(std::string_view text);

  friend bool operator==(const DistinctCount&, const DistinctCount&) = default;

 private:
  std::array<uint64_t, 64> bits_ = {};
  uint64_t added_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_DISTINCT_COUNT_H_
