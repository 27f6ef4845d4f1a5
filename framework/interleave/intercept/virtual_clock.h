// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Between the C library's clocks and an execution's virtual time.
//
// Every execution begins on 2020-01-01 00:00:00 UTC, 1,000 s after boot.

#ifndef INTERLEAVE_INTERCEPT_VIRTUAL_CLOCK_H_
#define INTERLEAVE_INTERCEPT_VIRTUAL_CLOCK_H_

#include <time.h>

#include "interleave/runtime/task.h"

namespace interleave {

// What `clock` shows at virtual time `now`. Clocks of CPU time count from 0.
timespec ClockReading(clockid_t clock, VirtualTime now);

// The virtual time at which `clock` shows `time`; far deadlines saturate.
VirtualTime DeadlineAt(clockid_t clock, const timespec& time);

// The virtual time that is `duration` after `now`.
VirtualTime DeadlineAfter(VirtualTime now, const timespec& duration);

bool IsValidTimespec(const timespec& time);

}  // namespace interleave

#endif  // INTERLEAVE_INTERCEPT_VIRTUAL_CLOCK_H_
