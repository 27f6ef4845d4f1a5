// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/pair_set.h"

#include <algorithm>
#include <bit>

namespace interleave {
namespace {

constexpr size_t kSlotsAtFirst = 256;

}  // namespace

PairSet::PairSet()
    : slots_(kSlotsAtFirst), shift_(64 - std::countr_zero(kSlotsAtFirst)) {}

void PairSet::See(uint32_t pair, uint8_t relations) {
  pairs_[pair].seen |= relations;
  fresh_.push_back(pair);
}

void PairSet::Add(size_t slot, const Site& first, const Site& second,
                  uint8_t relations) {
  pairs_.push_back({first, second, 0, 0});
  slots_[slot] = static_cast<uint32_t>(pairs_.size());
  See(slots_[slot] - 1, relations);
  if (pairs_.size() * 2 <= slots_.size()) return;
  slots_.assign(slots_.size() * 2, 0);
  --shift_;
  for (size_t i = 0; i < pairs_.size(); ++i) {
    size_t at = Hash(pairs_[i].first, pairs_[i].second) >> shift_;
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = static_cast<uint32_t>(i + 1);
  }
}

void PairSet::End(bool counts) {
  for (const uint32_t index : fresh_) {
    Pair& pair = pairs_[index];
    (counts ? pair.kept : pair.seen) = counts ? pair.seen : pair.kept;
  }
  fresh_.clear();
}

void PairSet::Clear() {
  std::fill(slots_.begin(), slots_.end(), 0);
  pairs_.clear();
  fresh_.clear();
}

}  // namespace interleave
