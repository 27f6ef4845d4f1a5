// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/place_table.h"

#include <bit>
#include <utility>

namespace interleave {
namespace {

constexpr size_t kEntriesAtFirst = 64;
constexpr uint64_t kMultiplier = 0x9e3779b97f4a7c15u;

}  // namespace

PlaceTable::PlaceTable()
    : entries_(kEntriesAtFirst),
      shift_(64 - std::countr_zero(kEntriesAtFirst)) {}

void PlaceTable::Clear() {
  filled_ = 0;
  links_.clear();
  places_.clear();
  if (++epoch_ != 0) return;
  for (Entry& entry : entries_) entry = Entry{};
  epoch_ = 1;
}

// The granule's entry, or the free one that it will have.
PlaceTable::Entry& PlaceTable::Probe(uint64_t granule) {
  size_t index = (granule * kMultiplier) >> shift_;
  while (entries_[index].epoch == epoch_ &&
         entries_[index].granule != granule) {
    index = (index + 1) & (entries_.size() - 1);
  }
  return entries_[index];
}

PlaceTable::Found PlaceTable::Find(uint64_t begin, uint32_t bytes) {
  const uint64_t first = begin >> kGranuleBits;
  const uint64_t last = (begin + bytes - 1) >> kGranuleBits;
  for (uint64_t granule = first; granule <= last; ++granule) {
    const Entry& entry = Probe(granule);
    if (entry.epoch != epoch_) continue;
    for (uint32_t at = entry.last; at != kNone; at = links_[at].next) {
      const uint32_t number = links_[at].place;
      const Place& place = places_[number];
      if (place.begin == begin && place.bytes == bytes) return {number, false};
      if (place.bytes != 0 && place.begin < begin + bytes &&
          begin < place.begin + place.bytes) {
        return {number, true};
      }
    }
  }
  return {Add(begin, bytes), false};
}

uint32_t PlaceTable::Add(uint64_t begin, uint32_t bytes) {
  const auto number = static_cast<uint32_t>(places_.size());
  places_.push_back({begin, bytes});
  const uint64_t last = (begin + bytes - 1) >> kGranuleBits;
  for (uint64_t granule = begin >> kGranuleBits; granule <= last; ++granule) {
    if ((filled_ + 1) * 2 > entries_.size()) Grow();
    Entry& entry = Probe(granule);
    if (entry.epoch != epoch_) {
      entry = {granule, epoch_, kNone};
      ++filled_;
    }
    links_.push_back({number, entry.last});
    entry.last = static_cast<uint32_t>(links_.size() - 1);
  }
  return number;
}

void PlaceTable::Grow() {
  const std::vector<Entry> before =
      std::exchange(entries_, std::vector<Entry>(entries_.size() * 2));
  --shift_;
  for (const Entry& entry : before) {
    if (entry.epoch == epoch_) Probe(entry.granule) = entry;
  }
}

}  // namespace interleave
