// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// LabelSet: the histories that were tried at one place.
//
// Thread safety: none. Determinism: whether a label is in it, and the order in
// which they were added, are all that it tells.
// Cost: O(1) for each call, but Clear, which is linear in what was added; an
// emptied set keeps its memory.

#ifndef INTERLEAVE_STRATEGY_LABEL_SET_H_
#define INTERLEAVE_STRATEGY_LABEL_SET_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "interleave/strategy/history_label.h"

namespace interleave {

class LabelSet {
 public:
  // False when it was in the set already.
  bool Insert(const HistoryLabel& label);
  void Clear();
  bool Contains(const HistoryLabel& label) const;
  // In the order in which they were added.
  std::span<const HistoryLabel> labels() const { return labels_; }
  size_t size() const { return labels_.size(); }

 private:
  // Up to so many are compared one by one.
  static constexpr size_t kFew = 12;

  size_t Slot(const HistoryLabel& label) const;
  void Index();

  std::vector<HistoryLabel> labels_;
  bool indexed_ = false;
  std::vector<uint32_t> slots_;  // a power of two: place in labels_, plus 1
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_LABEL_SET_H_
