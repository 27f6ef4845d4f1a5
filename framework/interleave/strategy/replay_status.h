// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ReplayStatus: how far an execution kept to a schedule or script.
//
// It also holds the half-sentences that the reasons are put together from, so
// that replay, named replay and scripts speak alike.
// Thread safety: plain data and pure functions.

#ifndef INTERLEAVE_STRATEGY_REPLAY_STATUS_H_
#define INTERLEAVE_STRATEGY_REPLAY_STATUS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "interleave/base/ids.h"
#include "interleave/runtime/strategy.h"

namespace interleave {

struct ReplayStatus {
  enum Kind : uint8_t {
    kFollowed,    // so far, or to the end when the execution is over
    kInfeasible,  // what comes next was found but cannot be done
    kDiverged,    // what comes next was not found
  };

  Kind kind = kFollowed;
  // The choice, or the step of the script, that was next; from 0.
  size_t choice_index = 0;
  // Steps the execution had carried out.
  StepNumber step = 0;
  // One line for people; empty while followed. It names the task and where it
  // stands; who holds what it waits for is in ExecutionResult::standings.
  std::string reason;
  // It ended where a value was drawn.
  bool at_draw = false;

  bool followed() const { return kind == kFollowed; }
};

// "waits at lock", "waits at point pool.reset.loaded", "has ended".
std::string StandingText(const TaskState& task);

// "main, reset, T2".
std::string TaskNames(std::span<const TaskState* const> tasks);

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_REPLAY_STATUS_H_
