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
// Forget one addition.

#ifndef INTERLEAVE_RUNTIME_RECENT_ACCESSES_H_
#define INTERLEAVE_RUNTIME_RECENT_ACCESSES_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace interleave {

class RecentAccesses {
 public:
  // The location was written, or read where this is a read, since Forget. Those
  // that lie in more than one granule are never known. REQUIRES: bytes > 0
  bool Has(const void* address, size_t bytes, bool writes,
           bool in_one_granule = false) const {
    const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
    const uintptr_t granule = begin >> kGranuleBits;
    const Entry& entry = entries_[granule % kEntries];
    return entry.granule == granule && entry.generation == generation_ &&
           (!writes || entry.written) &&
           (in_one_granule || (begin + bytes - 1) >> kGranuleBits == granule);
  }

  void Add(const void* address, size_t bytes, bool writes) {
    const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
    const uintptr_t granule = begin >> kGranuleBits;
    if ((begin + bytes - 1) >> kGranuleBits != granule) return;
    entries_[granule % kEntries] = {granule, generation_, writes};
  }

  void Forget() { ++generation_; }

 private:
  static constexpr int kGranuleBits = 3;  // as SharedMemory's
  static constexpr size_t kEntries = 256;

  struct Entry {
    uintptr_t granule = 0;
    uint64_t generation : 63 = 0;
    uint64_t written : 1 = 0;
  };

  std::array<Entry, kEntries> entries_{};
  uint64_t generation_ = 1;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_RECENT_ACCESSES_H_
