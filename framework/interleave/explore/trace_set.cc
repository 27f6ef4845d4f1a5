// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/trace_set.h"

#include <algorithm>
#include <utility>

namespace interleave {
namespace {

constexpr size_t kSlotsAtFirst = 256;

}  // namespace

TraceSet::TraceSet(size_t max) : max_(max), slots_(kSlotsAtFirst) {}

// Hashes are as good as drawn.
size_t TraceSet::Slot(uint64_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  while (slots_[slot] != 0 && slots_[slot] != hash) slot = (slot + 1) & mask;
  return slot;
}

bool TraceSet::Insert(uint64_t hash) {
  // That of an execution in which nothing was seen is taken for 1.
  if (hash == 0) hash = 1;
  const size_t slot = Slot(hash);
  if (slots_[slot] == hash) return false;
  if (size_ == max_) {
    overflowed_ = true;
    return false;
  }
  slots_[slot] = hash;
  if (++size_ * 2 > slots_.size()) Grow();
  return true;
}

void TraceSet::Grow() {
  const std::vector<uint64_t> before =
      std::exchange(slots_, std::vector<uint64_t>(slots_.size() * 2));
  for (const uint64_t hash : before) {
    if (hash != 0) slots_[Slot(hash)] = hash;
  }
}

void TraceSet::Clear() {
  if (size_ > 0) std::fill(slots_.begin(), slots_.end(), 0);
  size_ = 0;
  overflowed_ = false;
}

std::vector<uint64_t> TraceSet::Sorted() const {
  std::vector<uint64_t> sorted;
  sorted.reserve(size_);
  for (const uint64_t hash : slots_) {
    if (hash != 0) sorted.push_back(hash);
  }
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace interleave
