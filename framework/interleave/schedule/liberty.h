// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Liberty: what a standard lets an implementation do though it seldom does, and
// code must cope with: a wait that ends for nothing, a try that fails.
//
// Each is a choice of an execution: not to take it is 0, and not recorded.
// How often an execution may take one of each kind is its budget.

#ifndef INTERLEAVE_SCHEDULE_LIBERTY_H_
#define INTERLEAVE_SCHEDULE_LIBERTY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace interleave {

enum class Liberty : uint8_t {
  kNone,
  kSpuriousWakeup,   // a wait on a condition variable ends for nothing
  kFutexWakeup,      // ... FUTEX_WAIT does
  kWeakFailure,      // a weak compare-exchange fails for nothing
  kTryLockFailure,   // a try to take a lock that is free does
  kTimeoutAtSignal,  // a deadline comes at the very moment of the signal
  kSerialThread,     // another than the last to come to a barrier is serial
};
inline constexpr int kLibertyCount =
    static_cast<int>(Liberty::kSerialThread) + 1;

// The word used in reports and schedule files: "spurious-wakeup", ...
// REQUIRES: liberty is not kNone
std::string_view LibertyName(Liberty liberty);
std::optional<Liberty> LibertyFromName(std::string_view name);

// How many of each kind an execution may take; none by default.
class LibertyBudgets {
 public:
  uint32_t& operator[](Liberty liberty) {
    return budgets_[static_cast<size_t>(liberty)];
  }
  uint32_t operator[](Liberty liberty) const {
    return budgets_[static_cast<size_t>(liberty)];
  }

 private:
  uint32_t budgets_[kLibertyCount] = {};
};

}  // namespace interleave

#endif  // INTERLEAVE_SCHEDULE_LIBERTY_H_
