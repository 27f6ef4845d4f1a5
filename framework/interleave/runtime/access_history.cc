// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/access_history.h"

#include <algorithm>
#include <utility>

namespace interleave {
namespace {

constexpr size_t kGranuleBytes = 8;
constexpr size_t kInitialLists = 256;

// The bytes of `granule` that lie in [begin, end).
uint8_t MaskOf(uintptr_t granule, uintptr_t begin, uintptr_t end) {
  const uintptr_t start = granule * kGranuleBytes;
  const uintptr_t from = std::max(begin, start) - start;
  const uintptr_t to = std::min(end, start + kGranuleBytes) - start;
  return static_cast<uint8_t>((0xffu << from) & (0xffu >> (8 - to)));
}

bool Conflict(const Access& one, const Access& other) {
  return one.task != other.task && (one.writes || other.writes) &&
         !(one.atomic && other.atomic);
}

}  // namespace

AccessHistory::AccessHistory(uint32_t epoch)
    : entries_(kInitialLists), epoch_(epoch) {}

void AccessHistory::BeginExecution() {
  filled_ = 0;
  lists_used_ = 0;
  if (++epoch_ != 0) return;
  entries_.assign(entries_.size(), Entry{});
  epoch_ = 1;
}

std::optional<Access> AccessHistory::Add(const Access& access,
                                         Causality& causality) {
  const auto begin = reinterpret_cast<uintptr_t>(access.address);
  const uintptr_t end = begin + access.bytes;
  std::optional<Access> race;
  for (uintptr_t granule = begin / kGranuleBytes;
       granule <= (end - 1) / kGranuleBytes; ++granule) {
    const std::optional<Access> here =
        AddTo(granule, MaskOf(granule, begin, end), access, causality);
    if (!race.has_value()) race = here;
  }
  return race;
}

std::optional<Access> AccessHistory::AddTo(uintptr_t granule, uint8_t mask,
                                           const Access& access,
                                           Causality& causality) {
  std::vector<Kept>& list = At(granule);
  std::optional<Access> race;
  // What this access comes after, and stands for from now on: whatever would
  // race with the earlier one races with this one too.
  const auto is_replaced = [&](const Kept& kept) {
    if ((kept.mask & ~mask) != 0) return false;
    if (!causality.HasSeen(access.task, kept.access.task, kept.epoch)) {
      return false;
    }
    const bool as_strong = access.writes || !kept.access.writes;
    const bool as_plain = !access.atomic || kept.access.atomic;
    // A read stands for reads of its own task only: who comes after another's
    // read need not come after this one.
    return as_strong && as_plain &&
           (access.writes || kept.access.task == access.task);
  };
  for (const Kept& kept : list) {
    if ((kept.mask & mask) == 0 || !Conflict(kept.access, access)) continue;
    if (causality.HasSeen(access.task, kept.access.task, kept.epoch)) continue;
    race = kept.access;
    break;
  }
  list.erase(std::remove_if(list.begin(), list.end(), is_replaced), list.end());
  list.push_back({access, causality.Now(access.task), mask});
  return race;
}

void AccessHistory::Forget(const void* address, size_t bytes) {
  if (bytes == 0 || lists_used_ == 0) return;
  const auto begin = reinterpret_cast<uintptr_t>(address);
  const uintptr_t first = begin / kGranuleBytes;
  const uintptr_t last = (begin + bytes - 1) / kGranuleBytes;
  const auto forget = [&](const Entry& entry) {
    if (entry.epoch != epoch_) return;
    const uint8_t mask = MaskOf(entry.granule, begin, begin + bytes);
    std::vector<Kept>& list = lists_[entry.list];
    for (Kept& kept : list) kept.mask &= static_cast<uint8_t>(~mask);
    list.erase(std::remove_if(list.begin(), list.end(),
                              [](const Kept& kept) { return kept.mask == 0; }),
               list.end());
  };
  if (last - first >= entries_.size()) {
    for (const Entry& entry : entries_) {
      if (entry.granule >= first && entry.granule <= last) forget(entry);
    }
    return;
  }
  for (uintptr_t granule = first; granule <= last; ++granule) {
    forget(Probe(granule));
  }
}

std::vector<AccessHistory::Kept>& AccessHistory::At(uintptr_t granule) {
  if (const Entry& entry = Probe(granule); entry.epoch == epoch_) {
    return lists_[entry.list];
  }
  if (filled_ + 1 > entries_.size() / 2) Grow();
  if (lists_used_ == lists_.size()) lists_.emplace_back();
  lists_[lists_used_].clear();
  Probe(granule) = {granule, epoch_, static_cast<uint32_t>(lists_used_)};
  ++filled_;
  return lists_[lists_used_++];
}

AccessHistory::Entry& AccessHistory::Probe(uintptr_t granule) {
  const size_t mask = entries_.size() - 1;
  size_t at = (granule * 0x9e3779b97f4a7c15u >> 20) & mask;
  while (entries_[at].epoch == epoch_ && entries_[at].granule != granule) {
    at = (at + 1) & mask;
  }
  return entries_[at];
}

void AccessHistory::Grow() {
  const std::vector<Entry> before =
      std::exchange(entries_, std::vector<Entry>(entries_.size() * 2));
  for (const Entry& entry : before) {
    if (entry.epoch == epoch_) Probe(entry.granule) = entry;
  }
}

}  // namespace interleave
