// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/label_set.h"

#include <algorithm>

namespace interleave {

size_t LabelSet::Slot(const HistoryLabel& label) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = label.first & mask;
  while (slots_[slot] != 0 && !(labels_[slots_[slot] - 1] == label)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

bool LabelSet::Contains(const HistoryLabel& label) const {
  if (indexed_) return slots_[Slot(label)] != 0;
  return std::find(labels_.begin(), labels_.end(), label) != labels_.end();
}

bool LabelSet::Insert(const HistoryLabel& label) {
  if (labels_.size() < kFew) {
    if (std::find(labels_.begin(), labels_.end(), label) != labels_.end()) {
      return false;
    }
    labels_.push_back(label);
    return true;
  }
  if (!indexed_ || labels_.size() * 2 > slots_.size()) Index();
  const size_t slot = Slot(label);
  if (slots_[slot] != 0) return false;
  labels_.push_back(label);
  slots_[slot] = static_cast<uint32_t>(labels_.size());
  return true;
}

// Puts all in slots, of which at least every other stays free.
void LabelSet::Index() {
  size_t size = std::max<size_t>(slots_.size(), 4 * kFew);
  while (size < labels_.size() * 4 || (size & (size - 1)) != 0) ++size;
  slots_.assign(size, 0);
  indexed_ = true;
  for (size_t i = 0; i < labels_.size(); ++i) {
    slots_[Slot(labels_[i])] = static_cast<uint32_t>(i + 1);
  }
}

void LabelSet::Clear() {
  // What is large for once is not to be emptied each time.
  if (slots_.size() > 16 * (labels_.size() + kFew)) slots_.clear();
  labels_.clear();
  indexed_ = false;
}

}  // namespace interleave
