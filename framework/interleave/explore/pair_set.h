// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// PairSet: which ordered pairs of places in the program were seen, and how the
// two were related.
//
// What an execution adds is kept only if that execution counts.
// Thread safety: none. Determinism: the order of pairs() is that in which they
// were met; places are addresses of this process.
// Cost: of Note, a probe of an open-addressing table; nothing is allocated
// unless a pair is new.

#ifndef INTERLEAVE_EXPLORE_PAIR_SET_H_
#define INTERLEAVE_EXPLORE_PAIR_SET_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/schedule/operation.h"

namespace interleave {

// How the second of two operations follows the first.
enum class Relation : uint8_t {
  // Directly after it on the same object, or on memory that one of them writes,
  // by another task.
  kOnObject = 1,
  // Directly after it among named points, by another task.
  kOfPoints = 2,
  // It reads what the first wrote, by any task.
  kReadsFrom = 4,
};
constexpr uint8_t BitOf(Relation relation) {
  return static_cast<uint8_t>(relation);
}

// Where an operation is in the program, and which it is.
class Site {
 public:
  // No operation, but the value before the first.
  constexpr Site() = default;
  // `site` as Operation::site.
  Site(const void* site, OperationKind kind)
      : bits_(reinterpret_cast<uintptr_t>(site) |
              uint64_t{static_cast<uint8_t>(kind)} << kAddressBits) {}

  // Null for no operation.
  const void* site() const {
    return reinterpret_cast<const void*>(bits_ &
                                         ((uint64_t{1} << kAddressBits) - 1));
  }
  OperationKind kind() const {
    return static_cast<OperationKind>(bits_ >> kAddressBits);
  }
  uint64_t bits() const { return bits_; }

  bool operator==(const Site& other) const = default;

 private:
  // More than programs have.
  static constexpr int kAddressBits = 57;
  static_assert(kOperationKindCount <= 1 << (64 - kAddressBits));

  uint64_t bits_ = 0;
};

class PairSet {
 public:
  struct Pair {
    Site first;
    Site second;
    uint8_t kept = 0;  // a set of BitOf
    uint8_t seen = 0;  // ... with those of the present execution
  };

  PairSet();

  // `relations`: a set of BitOf.
  void Note(const Site& first, const Site& second, uint8_t relations) {
    size_t slot = Hash(first, second) >> shift_;
    while (slots_[slot] != 0) {
      Pair& pair = pairs_[slots_[slot] - 1];
      if (pair.second == second && pair.first == first) {
        if ((relations & ~pair.seen) != 0) See(slots_[slot] - 1, relations);
        return;
      }
      slot = (slot + 1) & (slots_.size() - 1);
    }
    Add(slot, first, second, relations);
  }
  // The execution is over.
  void End(bool counts);
  void Clear();

  // What is kept; some may have no relation.
  const std::vector<Pair>& pairs() const { return pairs_; }

 private:
  static size_t Hash(const Site& first, const Site& second) {
    constexpr uint64_t kMultiplier = 0x9e3779b97f4a7c15u;
    return ((first.bits() * kMultiplier) ^ std::rotr(second.bits(), 32)) *
           kMultiplier;
  }
  void See(uint32_t pair, uint8_t relations);
  void Add(size_t slot, const Site& first, const Site& second,
           uint8_t relations);

  std::vector<uint32_t> slots_;  // a power of two: index in pairs_, plus 1
  int shift_ = 0;
  std::vector<Pair> pairs_;
  std::vector<uint32_t> fresh_;  // that the present execution added to
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_PAIR_SET_H_
