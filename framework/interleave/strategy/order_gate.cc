// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/order_gate.h"

#include <algorithm>

namespace interleave {

OrderGate::OrderGate(const std::vector<OrderConstraint>& constraints) {
  for (const OrderConstraint& constraint : constraints) {
    entries_.push_back({constraint, 0, 0});
  }
}

void OrderGate::Reset() {
  for (Entry& entry : entries_) entry.before_passed = entry.after_passed = 0;
}

void OrderGate::Pass(const TaskState& task) {
  if (entries_.empty()) return;
  const PointSite* site = task.next.point();
  if (site == nullptr) return;
  for (Entry& entry : entries_) {
    if (entry.constraint.before == site->name) ++entry.before_passed;
    if (entry.constraint.after == site->name) ++entry.after_passed;
  }
}

const OrderConstraint* OrderGate::Withholding(const TaskState& task) const {
  if (entries_.empty() || task.finished) return nullptr;
  const PointSite* site = task.next.point();
  if (site == nullptr) return nullptr;
  for (const Entry& entry : entries_) {
    const OrderConstraint& constraint = entry.constraint;
    const bool is_meant =
        constraint.after == site->name &&
        (constraint.after_occurrence == 0 ||
         constraint.after_occurrence == entry.after_passed + 1);
    const bool is_open = entry.before_passed >=
                         std::max<uint32_t>(constraint.before_occurrence, 1);
    if (is_meant && !is_open) return &constraint;
  }
  return nullptr;
}

}  // namespace interleave
