// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// SharedTraces: how many distinct traces several processes have met together,
// while they are at it.
//
// For who shows progress; what counts in the end is in the tallies of parts.
// It lies in memory that all processes share, as SharedPage does; of its 64 MB
// the system gives what is touched: 4 KB for each trace at first, 16 bytes for
// each when it is full.
// Thread safety: any process may call any function at any time, but Clear.
// Determinism: the count of a set of traces is the same in whatever order they
// come. Cost: of Insert, a probe of a table and an atomic exchange.

#ifndef INTERLEAVE_EXPLORE_SHARED_TRACES_H_
#define INTERLEAVE_EXPLORE_SHARED_TRACES_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "interleave/explore/trace_set.h"

namespace interleave {

class SharedTraces {
 public:
  // So many are counted, those that were cleared among them.
  static constexpr size_t kMax = TraceSet::kMax;

  // In this process and all that it forks. Null when the system doesn't give
  // it.
  static SharedTraces* Map();
  void Unmap();

  void Insert(uint64_t hash);
  uint64_t size() const { return count_.load() - cleared_.load(); }
  // The search begins again. REQUIRES: nobody inserts meanwhile
  void Clear();

 private:
  static constexpr size_t kSlots = kMax * 2;

  std::atomic<uint64_t> count_{0};
  std::atomic<uint64_t> cleared_{0};     // of those
  std::atomic<uint64_t> search_{0};      // how often it was cleared
  std::atomic<uint64_t> slots_[kSlots];  // 0: free
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_SHARED_TRACES_H_
