// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TraceSet: the hashes of the traces that were met (strategy/trace_hash.h).
//
// Thread safety: none. Determinism: what it holds; it is listed in order.
// Cost: of Insert, a probe of a table in which at least every other entry is
// free: 16 to 32 bytes for each trace, 64 MB when it is full.

#ifndef INTERLEAVE_EXPLORE_TRACE_SET_H_
#define INTERLEAVE_EXPLORE_TRACE_SET_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace interleave {

class TraceSet {
 public:
  // So many are told apart; what is new then only makes it overflow.
  static constexpr size_t kMax = size_t{1} << 22;

  explicit TraceSet(size_t max = kMax);

  // True when it is new, and there was room for it.
  bool Insert(uint64_t hash);
  void Clear();
  size_t size() const { return size_; }
  bool has_overflowed() const { return overflowed_; }
  std::vector<uint64_t> Sorted() const;

 private:
  size_t Slot(uint64_t hash) const;
  void Grow();

  const size_t max_;
  std::vector<uint64_t> slots_;  // a power of two; 0: free
  size_t size_ = 0;
  bool overflowed_ = false;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_TRACE_SET_H_
