// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/granule_table.h"

#include <bit>
#include <utility>

namespace interleave {
namespace {

constexpr size_t kEntriesAtFirst = 256;

}  // namespace

GranuleTable::GranuleTable() : entries_(kEntriesAtFirst) {
  mask_ = entries_.size() - 1;
  shift_ = 64 - std::countr_zero(entries_.size());
}

void GranuleTable::Reset() {
  used_ = 0;
  filled_ = 0;
  if (++epoch_ != 0) return;
  entries_.assign(entries_.size(), {});
  epoch_ = 1;
}

size_t GranuleTable::Probe(uintptr_t granule) const {
  size_t index = (granule * kMultiplier) >> shift_;
  while (entries_[index].epoch == epoch_ &&
         entries_[index].granule != granule) {
    index = (index + 1) & mask_;
  }
  return index;
}

std::optional<uint32_t> GranuleTable::Lookup(uintptr_t granule) const {
  const Entry& entry = entries_[Probe(granule)];
  if (entry.epoch != epoch_) return std::nullopt;
  return entry.number;
}

void GranuleTable::Forget(const void* address, size_t bytes) {
  if (filled_ == 0 || bytes == 0) return;
  const auto begin = reinterpret_cast<uintptr_t>(address);
  const uintptr_t first = GranuleOf(begin);
  const uintptr_t last = GranuleOf(begin + bytes - 1);
  if (last - first >= entries_.size()) {
    for (Entry& entry : entries_) {
      if (entry.granule >= first && entry.granule <= last) {
        entry.granule = kForgotten;
      }
    }
    return;
  }
  for (uintptr_t granule = first; granule <= last; ++granule) {
    Entry& entry = entries_[Probe(granule)];
    if (entry.epoch == epoch_) entry.granule = kForgotten;
  }
}

uint32_t GranuleTable::Add(size_t index, uintptr_t granule) {
  const uint32_t number = used_++;
  entries_[index] = {granule, epoch_, number};
  if (++filled_ * 2 > entries_.size()) Grow();
  return number;
}

// What was forgotten is left out.
void GranuleTable::Grow() {
  std::vector<Entry> old(entries_.size() * 2);
  old.swap(entries_);
  mask_ = entries_.size() - 1;
  shift_ = 64 - std::countr_zero(entries_.size());
  filled_ = 0;
  for (const Entry& entry : old) {
    if (entry.epoch != epoch_ || entry.granule == kForgotten) continue;
    entries_[Probe(entry.granule)] = entry;
    ++filled_;
  }
}

}  // namespace interleave
