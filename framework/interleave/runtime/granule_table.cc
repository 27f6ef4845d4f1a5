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
  if (++epoch_ != 0) return;
  entries_.assign(entries_.size(), {});
  epoch_ = 1;
}

std::optional<uint32_t> GranuleTable::Lookup(uintptr_t granule) const {
  size_t index = (granule * kMultiplier) >> shift_;
  while (entries_[index].epoch == epoch_) {
    if (entries_[index].granule == granule) return entries_[index].number;
    index = (index + 1) & mask_;
  }
  return std::nullopt;
}

uint32_t GranuleTable::Add(size_t index, uintptr_t granule) {
  const uint32_t number = used_++;
  entries_[index] = {granule, epoch_, number};
  if (used_ * 2 > entries_.size()) Grow();
  return number;
}

void GranuleTable::Grow() {
  std::vector<Entry> old(entries_.size() * 2);
  old.swap(entries_);
  mask_ = entries_.size() - 1;
  shift_ = 64 - std::countr_zero(entries_.size());
  for (const Entry& entry : old) {
    if (entry.epoch != epoch_) continue;
    size_t index = (entry.granule * kMultiplier) >> shift_;
    while (entries_[index].epoch == epoch_) index = (index + 1) & mask_;
    entries_[index] = entry;
  }
}

}  // namespace interleave
