// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The increment, fixed three ways; increment.h is the same without the fix.

#ifndef SCENARIOS_LOST_INCREMENT_INCREMENT_FIXED_H_
#define SCENARIOS_LOST_INCREMENT_INCREMENT_FIXED_H_

#include <cstdint>
#include <mutex>
#include <string_view>

#include "scenarios/lost_increment/state.h"

namespace scenarios::lost_increment {

// First: a lock, taken and given back by hand.
inline void AddLocked(State& state, std::string_view key, int64_t step) {
  state.mutex.lock();
  const int64_t value = state.values.Get(key);
  state.values.Set(key, value + step);
  state.mutex.unlock();
}

// Second: a guard, which gives it back on every way out.
inline void AddGuarded(State& state, std::string_view key, int64_t step) {
  const std::lock_guard<std::mutex> guard(state.mutex);
  const int64_t value = state.values.Get(key);
  state.values.Set(key, value + step);
}

// Third: `function` is applied to the values as one operation. It works on a
// draft, so when it throws the state is as it was.
template <typename Function>
void Atomic(State& state, Function function) {
  const std::lock_guard<std::mutex> guard(state.mutex);
  Values draft = state.values;
  function(draft);
  state.values = draft;
}

inline void AddAtomically(State& state, std::string_view key, int64_t step) {
  Atomic(state, [&](Values& values) {
    const int64_t value = values.Get(key);
    values.Set(key, value + step);
  });
}

}  // namespace scenarios::lost_increment

#endif  // SCENARIOS_LOST_INCREMENT_INCREMENT_FIXED_H_
