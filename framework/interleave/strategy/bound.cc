// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/bound.h"

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"

namespace interleave {

std::string_view BoundKindName(BoundKind kind) {
  return kind == BoundKind::kDelays ? "delays" : "preemptions";
}

std::string BoundText(const Bound& bound) {
  std::string_view name = BoundKindName(bound.kind);
  if (bound.most == 1) name.remove_suffix(1);
  return absl::StrCat("at most ", bound.most, " ", Text(name));
}

uint32_t BoundedOrder::NextInRound(const ChoicePoint& point) {
  // No task has run before the first choice.
  if (point.announcer == nullptr) return 0;
  for (uint32_t i = 0; i < point.count; ++i) {
    if (point.enabled[i]->id > point.announcer->id) return i;
  }
  return 0;
}

}  // namespace interleave
