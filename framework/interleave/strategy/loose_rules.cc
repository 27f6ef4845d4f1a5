// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/loose_rules.h"

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

LooseRules::LooseRules(Choices base) : rules_(std::move(base)) {
  std::stable_sort(rules_.begin(), rules_.end(), KeyIsLess);
}

uint32_t LooseRules::Answer(const ChoicePoint& point) {
  if (point.announcer == nullptr) return DefaultAnswer(point);
  const Choice key{point.kind, point.announcer->id, point.announcer->points, 0,
                   0};
  const auto rule =
      std::lower_bound(rules_.begin(), rules_.end(), key, KeyIsLess);
  if (rule == rules_.end() || KeyIsLess(key, *rule)) {
    return DefaultAnswer(point);
  }
  if (point.kind == ChoiceKind::kValue) {
    return DrawnValue(point, static_cast<size_t>(rule - rules_.begin()));
  }
  const uint32_t target = IndexOf(point, rule->value);
  return target == ChoicePoint::kNotEnabled ? DefaultAnswer(point) : target;
}

// A task may draw several values after one schedule point.
uint32_t LooseRules::DrawnValue(const ChoicePoint& point, size_t rule) {
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

}  // namespace interleave
