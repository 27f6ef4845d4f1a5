// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a strategy answers where it has no wish of its own.
//
// Thread safety: pure functions. Cost: IndexOf is linear in the enabled tasks.

#ifndef INTERLEAVE_STRATEGY_DEFAULT_ANSWER_H_
#define INTERLEAVE_STRATEGY_DEFAULT_ANSWER_H_

#include <cstdint>

#include "interleave/base/ids.h"
#include "interleave/runtime/strategy.h"

namespace interleave {

// The announcer goes on, else the enabled task with the lowest id; value 0.
inline uint32_t DefaultAnswer(const ChoicePoint& point) {
  const bool stays = point.kind == ChoiceKind::kSwitch &&
                     point.current != ChoicePoint::kNotEnabled;
  return stays ? point.current : 0;
}

// The answer that lets `task` go on, or kNotEnabled.
// REQUIRES: point.kind == kSwitch
inline uint32_t IndexOf(const ChoicePoint& point, TaskId task) {
  for (uint32_t i = 0; i < point.enabled.size(); ++i) {
    if (point.enabled[i]->id == task) return i;
  }
  return ChoicePoint::kNotEnabled;
}

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_DEFAULT_ANSWER_H_
