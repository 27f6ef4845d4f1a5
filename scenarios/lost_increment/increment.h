// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The increment as reported. increment_fixed.h is the same, fixed three ways.

#ifndef SCENARIOS_LOST_INCREMENT_INCREMENT_H_
#define SCENARIOS_LOST_INCREMENT_INCREMENT_H_

#include <cstdint>
#include <string_view>

#include "scenarios/lost_increment/state.h"

namespace scenarios::lost_increment {

// state[key] += step
inline void Add(State& state, std::string_view key, int64_t step) {
  const int64_t value = state.values.Get(key);
  state.values.Set(key, value + step);
}

}  // namespace scenarios::lost_increment

#endif  // SCENARIOS_LOST_INCREMENT_INCREMENT_H_
