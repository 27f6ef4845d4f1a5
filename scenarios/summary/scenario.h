// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Scenario: what the summary shows of a folder, and what it must come to.

#ifndef SCENARIOS_SUMMARY_SCENARIO_H_
#define SCENARIOS_SUMMARY_SCENARIO_H_

#include <functional>
#include <string>
#include <vector>

#include "interleave/interleave.h"

namespace scenarios {

// Code with the bug. Shown are the script's execution, and the search's.
struct Wrong {
  std::string label;  // empty when there is only one
  std::function<void()> body;
};

// The same, fixed. Shown are the search's executions, and the old order's fate.
struct Right {
  std::string label;
  std::function<void()> body;
  interleave::ReplayVerdict old_order = interleave::ReplayVerdict::kInfeasible;
};

// A line of the scenario's own, and whether it is as stated.
struct Extra {
  bool as_stated = false;
  std::string text;
};

struct Scenario {
  std::string folder;  // in scenarios/; its binaries are called after it
  std::string headline;
  std::string words;  // part of the message of what the script reproduces
  std::vector<Wrong> wrong;
  std::vector<Right> right;
  // What more is shown of the bug and of the fix; may be empty.
  std::function<std::vector<Extra>()> found_too;
  std::function<std::vector<Extra>()> fixed_too;
};

}  // namespace scenarios

#endif  // SCENARIOS_SUMMARY_SCENARIO_H_
