// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A state of named numbers, as `state['count']` in Python: a get and a set are
// atomic each, what happens between them is not.

#ifndef SCENARIOS_LOST_INCREMENT_STATE_H_
#define SCENARIOS_LOST_INCREMENT_STATE_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "interleave/interleave.h"

namespace scenarios::lost_increment {

// Thread safety: Get and Set may be called at any time, the rest may not.
class Values {
 public:
  Values(std::string_view key, int64_t value) { values_.emplace(key, value); }

  int64_t Get(std::string_view key) {
    INTERLEAVE_POINT("state.get.called");
    return std::atomic_ref<int64_t>(values_.find(key)->second).load();
  }
  void Set(std::string_view key, int64_t value) {
    INTERLEAVE_POINT("state.set.called");
    std::atomic_ref<int64_t>(values_.find(key)->second).store(value);
  }

  // For looking at a value after the race.
  int64_t Final(std::string_view key) const {
    return values_.find(key)->second;
  }

 private:
  std::map<std::string, int64_t, std::less<>> values_;
};

struct State {
  Values values;
  std::mutex mutex;  // for those who want to be alone with the values
};

}  // namespace scenarios::lost_increment

#endif  // SCENARIOS_LOST_INCREMENT_STATE_H_
