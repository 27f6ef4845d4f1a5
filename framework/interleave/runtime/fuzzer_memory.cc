// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/fuzzer_memory.h"

#include <algorithm>

namespace interleave {
namespace {

constexpr uintptr_t kGranuleMask = 7;

uintptr_t Number(const void* address) {
  return reinterpret_cast<uintptr_t>(address);
}

}  // namespace

namespace internal {
constinit FuzzerMemory fuzzer_memory;
}  // namespace internal

void FuzzerMemory::Add(const void* begin, const void* end) {
  if (begin == end) return;
  for (size_t i = 0; i < count_; ++i) {
    if (ranges_[i].begin == Number(begin) && ranges_[i].end == Number(end)) {
      return;
    }
  }
  if (count_ == capacity_) {
    capacity_ = std::max<size_t>(8, 2 * capacity_);
    auto* const larger = new Range[capacity_];
    std::copy_n(ranges_, count_, larger);
    delete[] ranges_;
    ranges_ = larger;
  }
  ranges_[count_++] = {Number(begin), Number(end)};
}

void FuzzerMemory::Remove(const void* begin, const void* end) {
  const auto is_it = [&](const Range& range) {
    return range.begin == Number(begin) && range.end == Number(end);
  };
  count_ = static_cast<size_t>(
      std::remove_if(ranges_, ranges_ + count_, is_it) - ranges_);
}

bool FuzzerMemory::Has(const void* address) const {
  for (size_t i = 0; i < count_; ++i) {
    const uintptr_t size = ranges_[i].end - ranges_[i].begin;
    if (Number(address) - ranges_[i].begin < size) return true;
  }
  return false;
}

bool FuzzerMemory::IsNear(const void* address) const {
  for (size_t i = 0; i < count_; ++i) {
    const uintptr_t begin = ranges_[i].begin & ~kGranuleMask;
    const uintptr_t end = (ranges_[i].end + kGranuleMask) & ~kGranuleMask;
    if (Number(address) - begin < end - begin) return true;
  }
  return false;
}

}  // namespace interleave
