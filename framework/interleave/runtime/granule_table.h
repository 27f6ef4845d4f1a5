// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// GranuleTable: numbers for the memory that one execution comes to.
//
// Where a variable lies may differ from one execution to the next; numbers
// follow the order in which an execution came to the granules (8 bytes,
// aligned), so that executions with the same choices give the same numbers.
// Cost: one probe of an open-addressing table for each granule; nothing is
// allocated unless an execution comes to more of them than all before it.

#ifndef INTERLEAVE_RUNTIME_GRANULE_TABLE_H_
#define INTERLEAVE_RUNTIME_GRANULE_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace interleave {

// The granules that one operation uses.
struct GranuleUse {
  static constexpr uint32_t kMax = 2;

  uint32_t count = 0;  // when more than kMax, the rest is not filled
  std::array<uint32_t, kMax> numbers;
  std::array<uint8_t, kMax> bytes;  // a bit for each byte used
};

class GranuleTable {
 public:
  GranuleTable();

  // Of [address, address + bytes). REQUIRES: bytes > 0
  GranuleUse Find(const void* address, size_t bytes) {
    const auto begin = reinterpret_cast<uintptr_t>(address);
    const uintptr_t first = begin >> kGranuleBits;
    const uintptr_t last = (begin + bytes - 1) >> kGranuleBits;
    GranuleUse use;
    use.count = static_cast<uint32_t>(last - first + 1);
    if (use.count > GranuleUse::kMax) return use;
    // As if the two were one of 16 bytes.
    const uint32_t mask = ((uint32_t{1} << bytes) - 1)
                          << (begin & ((1u << kGranuleBits) - 1));
    for (uint32_t i = 0; i < use.count; ++i) {
      use.numbers[i] = NumberOf(first + i);
      use.bytes[i] = static_cast<uint8_t>(mask >> (8 * i));
    }
    return use;
  }

  static constexpr size_t kGranuleBytes = 8;
  static uintptr_t GranuleOf(uintptr_t address) {
    return address >> kGranuleBits;
  }
  // Its number; none when Find never came to it.
  std::optional<uint32_t> Lookup(uintptr_t granule) const;

  // What is there from now on has another number. Cost: linear in the granules,
  // but no more than in all that have a number.
  void Forget(const void* address, size_t bytes);
  // Nothing has a number.
  void Reset();

 private:
  static constexpr int kGranuleBits = 3;
  static constexpr uintptr_t kMultiplier = 0x9e3779b97f4a7c15u;
  static constexpr uintptr_t kForgotten = ~uintptr_t{0};  // is no granule

  struct Entry {
    uintptr_t granule = 0;
    uint32_t epoch = 0;  // the execution that it is of; of another: free
    uint32_t number = 0;
  };

  uint32_t NumberOf(uintptr_t granule) {
    size_t index = (granule * kMultiplier) >> shift_;
    while (entries_[index].epoch == epoch_) {
      if (entries_[index].granule == granule) return entries_[index].number;
      index = (index + 1) & mask_;
    }
    return Add(index, granule);
  }
  // Its entry, or the free one that it would have.
  size_t Probe(uintptr_t granule) const;
  uint32_t Add(size_t index, uintptr_t granule);
  void Grow();

  std::vector<Entry> entries_;  // a power of two
  size_t mask_ = 0;
  int shift_ = 0;
  uint32_t epoch_ = 1;
  uint32_t used_ = 0;  // numbers
  size_t filled_ = 0;  // entries of this epoch
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_GRANULE_TABLE_H_
