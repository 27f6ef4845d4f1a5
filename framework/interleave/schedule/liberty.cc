// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/schedule/liberty.h"

#include <iterator>

#include "interleave/base/check.h"

namespace interleave {
namespace {

// In the order of the kinds, from the first after kNone.
constexpr std::string_view kLibertyWords[] = {
    "spurious-wakeup",  "futex-wakeup",      "weak-failure",
    "try-lock-failure", "timeout-at-signal", "serial-thread",
};
static_assert(std::size(kLibertyWords) == kLibertyCount - 1);

}  // namespace

std::string_view LibertyName(Liberty liberty) {
  INTERLEAVE_INVARIANT(liberty != Liberty::kNone);
  return kLibertyWords[static_cast<size_t>(liberty) - 1];
}

std::optional<Liberty> LibertyFromName(std::string_view name) {
  for (size_t i = 0; i < std::size(kLibertyWords); ++i) {
    if (kLibertyWords[i] == name) return static_cast<Liberty>(i + 1);
  }
  return std::nullopt;
}

}  // namespace interleave
