// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How much of its space a partial order reduction has tried.

#include <algorithm>
#include <bit>
#include <cmath>

#include "interleave/strategy/dpor.h"

namespace interleave {

// Those known: tried, being tried and to be tried.
uint32_t DporStrategy::BranchCount(const Node& node) const {
  uint32_t count = node.left_behind + 1;
  for (WakeupTrees::Tree at = node.left; at != WakeupTrees::kEmpty;
       at = trees_.next(at)) {
    const TaskSet task = BitOf(trees_.task(at));
    count += (task & node.enabled & ~node.asleep) != 0 ? 1 : 0;
  }
  // What others try is not behind us.
  const int known = std::popcount(BranchesOf(node) & node.enabled);
  return std::max(count, static_cast<uint32_t>(known));
}

// Branches but those known that a choice is to be expected to get, which has
// not been left behind by any: the fewer, the more of what is below was tried.
double DporStrategy::MoreBranches(const Node& node, double done_below) const {
  if (node.left_behind > 0 || node.event >= log_.size()) return 0;
  const auto others = static_cast<uint32_t>(
      std::popcount(node.enabled & ~node.asleep & ~BitOf(node.chosen)));
  const double expected =
      1 + rates_.Expected(log_.at(node.event).footprint, others);
  return std::max(0.0, expected - BranchCount(node)) * (1 - done_below);
}

void DporStrategy::NoteBranches(const Node& node) {
  if (node.event >= log_.size()) return;
  const TaskSet not_tried =
      node.enabled & ~(is_bounded() ? node.tried : node.asleep);
  const uint32_t more = node.left_behind - 1;
  rates_.Note(log_.at(node.event).footprint, more,
              more + static_cast<uint32_t>(std::popcount(not_tried)));
}

double DporStrategy::done() const {
  if (finished_) return 1;
  double done = 0;  // of what is below the node
  for (size_t i = length_; i-- > 0;) {
    const Node& node = path_[i];
    if (node.kind == ChoiceKind::kValue) {
      done = (node.tries + done) / node.count;
      continue;
    }
    done = (node.left_behind + done) /
           (BranchCount(node) + MoreBranches(node, done));
  }
  // What is under way is not done, however little it is.
  return std::min(done, std::nextafter(1.0, 0.0));
}

double DporStrategy::left() const {
  if (finished_) return 0;
  double left = 0;
  double share = 1;  // of what is below the node
  for (size_t i = 0; i < length_; ++i) {
    const Node& node = path_[i];
    if (node.kind == ChoiceKind::kValue) {
      share /= node.count;
      if (i + 1 >= shared_) left += share * (node.end - node.tries - 1);
      continue;
    }
    share /= BranchCount(node);
    for (WakeupTrees::Tree at = node.left; at != WakeupTrees::kEmpty;
         at = trees_.next(at)) {
      left += share;
    }
  }
  return std::min(left + share, 1.0);
}

}  // namespace interleave
