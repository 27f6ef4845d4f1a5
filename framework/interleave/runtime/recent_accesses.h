// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// RecentAccesses: what the running task has just done to memory, and would
// change nothing by doing it again.
//
// Most accesses of a program repeat earlier ones: of the same task, with no
// synchronisation and no other task in between. SharedMemory knows these too,
// but a look into its table costs more than the access itself. An entry holds
// until Forget: whoever switches tasks, announces or sees anything, makes a
// task or uses memory anew must call it. Cost: Has and Add one comparison each;
// Forget one addition, and every 2^18th time a pass over the table.

#ifndef INTERLEAVE_RUNTIME_RECENT_ACCESSES_H_
#define INTERLEAVE_RUNTIME_RECENT_ACCESSES_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace interleave {

class RecentAccesses {
 public:
  // The location was written, or read where this is a read, since Forget. Those
  // that lie in more than one granule are never known. REQUIRES: bytes > 0, and
  // an address of 48 bits, as all are that the kernel gives unasked.
  bool Has(const void* address, size_t bytes, bool writes,
           bool in_one_granule = false) const {
    const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
    const uintptr_t granule = begin >> kGranuleBits;
    const uint64_t entry = entries_[granule % kEntries];
    return (writes ? entry : entry | kWritten) ==
               (EntryOf(granule) | kWritten) &&
           (in_one_granule || (begin + bytes - 1) >> kGranuleBits == granule);
  }

  void Add(const void* address, size_t bytes, bool writes) {
    const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
    const uintptr_t granule = begin >> kGranuleBits;
    if ((begin + bytes - 1) >> kGranuleBits != granule) return;
    entries_[granule % kEntries] = EntryOf(granule) | (writes ? kWritten : 0);
  }

  void Forget() {
    generation_ += kNextGeneration;
    if (__builtin_expect(generation_ >= kGenerationsEnd, false)) {
      entries_.fill(0);
      generation_ = kNextGeneration;
    }
  }

 private:
  static constexpr int kGranuleBits = 3;  // as SharedMemory's
  static constexpr size_t kEntries = 256;
  // An entry: the granule in 45 bits, the generation in 18, and whether it was
  // written.
  static constexpr uint64_t kWritten = 1;
  static constexpr uint64_t kNextGeneration = 2;
  static constexpr int kBitsBelowGranule = 19;
  static constexpr uint64_t kGenerationsEnd = uint64_t{1} << kBitsBelowGranule;

  uint64_t EntryOf(uintptr_t granule) const {
    return (uint64_t{granule} << kBitsBelowGranule) | generation_;
  }

  uint64_t generation_ = kNextGeneration;
  std::array<uint64_t, kEntries> entries_{};
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_RECENT_ACCESSES_H_
