// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/neighbourhood.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "interleave/strategy/default_answer.h"

namespace interleave {
namespace {

bool KeyIsLess(const Choice& a, const Choice& b) {
  return std::tie(a.kind, a.task, a.at) < std::tie(b.kind, b.task, b.at);
}

}  // namespace

NeighbourhoodStrategy::NeighbourhoodStrategy(Choices base)
    : rules_(std::move(base)) {
  std::stable_sort(rules_.begin(), rules_.end(), KeyIsLess);
}

bool NeighbourhoodStrategy::Begin() {
  drawn_.assign(rules_.size(), false);
  depth_ = 0;
  return !base_done_ || fork_ < forks_.size();
}

uint32_t NeighbourhoodStrategy::Choose(const ChoicePoint& point) {
  const size_t depth = depth_++;
  const uint32_t answer = FollowBase(point);
  if (!base_done_) {
    forks_.push_back({point.count, answer});
    return answer;
  }
  return depth == fork_ && alternative_ < point.count ? alternative_ : answer;
}

uint32_t NeighbourhoodStrategy::FollowBase(const ChoicePoint& point) {
  if (point.announcer == nullptr) return DefaultAnswer(point);
  const Choice key{point.kind, point.announcer->id, point.announcer->points, 0,
                   0};
  const auto rule =
      std::lower_bound(rules_.begin(), rules_.end(), key, KeyIsLess);
  if (rule == rules_.end() || KeyIsLess(key, *rule)) {
    return DefaultAnswer(point);
  }
  if (point.kind == ChoiceKind::kValue) {
    return FollowValue(point, static_cast<size_t>(rule - rules_.begin()));
  }
  const uint32_t target = IndexOf(point, rule->value);
  return target == ChoicePoint::kNotEnabled ? DefaultAnswer(point) : target;
}

// A task may draw several values after one schedule point.
uint32_t NeighbourhoodStrategy::FollowValue(const ChoicePoint& point,
                                            size_t rule) {
  const Choice key = rules_[rule];
  for (; rule < rules_.size() && !KeyIsLess(key, rules_[rule]); ++rule) {
    if (drawn_[rule] || rules_[rule].liberty != point.liberty) continue;
    drawn_[rule] = true;
    const bool fits =
        rules_[rule].count == point.count && rules_[rule].value < point.count;
    return fits ? rules_[rule].value : 0;
  }
  return 0;
}

void NeighbourhoodStrategy::End(const ExecutionResult&) {
  ++executed_;
  if (base_done_) {
    ++alternative_;
  } else {
    base_done_ = true;
    size_ = 1;
    for (const Fork& fork : forks_) size_ += fork.count - 1;
  }
  Advance();
}

// To the next alternative that the base run did not take itself.
void NeighbourhoodStrategy::Advance() {
  for (; fork_ < forks_.size(); ++fork_, alternative_ = 0) {
    if (alternative_ == forks_[fork_].answer) ++alternative_;
    if (alternative_ < forks_[fork_].count) return;
  }
}

}  // namespace interleave
