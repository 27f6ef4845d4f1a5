// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What is run against the increments. `Adder` is one of the twins.

#ifndef SCENARIOS_LOST_INCREMENT_INCREMENT_BODIES_H_
#define SCENARIOS_LOST_INCREMENT_INCREMENT_BODIES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "interleave/interleave.h"
#include "scenarios/lost_increment/state.h"

namespace scenarios::lost_increment {

using Adder = void (*)(State& state, std::string_view key, int64_t step);

// The tasks are named "A", "B", "C" ...; each adds `step` so many times.
inline int64_t TotalOf(Adder add, int tasks, int times, int64_t step) {
  State state{.values = Values("count", 0), .mutex = {}};
  std::vector<std::thread> threads;
  for (int i = 0; i < tasks; ++i) {
    threads.emplace_back([&state, add, i, times, step] {
      const char name = static_cast<char>('A' + i);
      interleave::NameTask(std::string_view(&name, 1));
      for (int n = 0; n < times; ++n) add(state, "count", step);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const int64_t total = state.values.Final("count");
  interleave::RecordOutcome(std::to_string(total));
  return total;
}

// Two increments of 5.
inline void TwoIncrements(Adder add) {
  const int64_t total = TotalOf(add, /*tasks=*/2, /*times=*/1, /*step=*/5);
  INTERLEAVE_CHECK(total == 10, "count is " + std::to_string(total) +
                                    " after two increments of 5");
}

// An account of 2,000: one task deposits 1 a thousand times, another withdraws
// 1 a thousand times.
inline int64_t BalanceOf(Adder add) {
  State state{.values = Values("balance", 2'000), .mutex = {}};
  std::thread deposit([&] {
    interleave::NameTask("deposit");
    for (int i = 0; i < 1'000; ++i) add(state, "balance", 1);
  });
  std::thread withdraw([&] {
    interleave::NameTask("withdraw");
    for (int i = 0; i < 1'000; ++i) add(state, "balance", -1);
  });
  deposit.join();
  withdraw.join();
  return state.values.Final("balance");
}

inline void DepositAndWithdraw(Adder add) {
  const int64_t balance = BalanceOf(add);
  interleave::RecordOutcome(std::to_string(balance));
  INTERLEAVE_CHECK(balance == 2'000,
                   "balance is " + std::to_string(balance) + ", not 2000");
}

}  // namespace scenarios::lost_increment

#endif  // SCENARIOS_LOST_INCREMENT_INCREMENT_BODIES_H_
