// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Choice: one decision of an execution, in the form that is recorded.
//
// Only what differs from "the same task goes on" is recorded, keyed by the
// task's own count of schedule points. So a list of choices does not depend on
// which points a strategy looked at.

#ifndef INTERLEAVE_SCHEDULE_CHOICE_H_
#define INTERLEAVE_SCHEDULE_CHOICE_H_

#include <cstdint>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/schedule/liberty.h"

namespace interleave {

enum class ChoiceKind : uint8_t {
  kSwitch,  // at its `at`-th schedule point, `task` gives way to task `value`
  kValue,   // after its `at`-th point, `task` draws `value` out of `count`
};

struct Choice {
  ChoiceKind kind = ChoiceKind::kSwitch;
  TaskId task = kNoTask;
  uint32_t at = 0;
  uint32_t value = 0;
  uint32_t count = 0;                // kValue only: how many values there were
  Liberty liberty = Liberty::kNone;  // kValue only: what was taken, if any

  friend bool operator==(const Choice&, const Choice&) = default;
};

using Choices = std::vector<Choice>;

}  // namespace interleave

#endif  // INTERLEAVE_SCHEDULE_CHOICE_H_
