// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a strategy that samples answers where it only draws.
//
// Cost: O(1).

#ifndef INTERLEAVE_STRATEGY_DRAWN_ANSWER_H_
#define INTERLEAVE_STRATEGY_DRAWN_ANSWER_H_

#include <cstdint>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"

namespace interleave {

// Of a liberty, which an execution may take few times: one in so many draws
// takes it, so that those met late have their turn too.
inline constexpr uint32_t kDrawsPerLiberty = 4;

// Each answer alike, but for liberties.
inline uint32_t DrawAnswer(const ChoicePoint& point, Random& random) {
  if (point.liberty == Liberty::kNone) return random.Below(point.count);
  if (!random.OneIn(kDrawsPerLiberty)) return 0;
  return 1 + random.Below(point.count - 1);
}

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_DRAWN_ANSWER_H_
