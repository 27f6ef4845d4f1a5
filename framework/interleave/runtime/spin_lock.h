// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The model of a spin lock: a mutex whose waiting tasks don't spin, so that a
// wait costs no steps. A task that locks it twice waits for ever: a deadlock.
//
// Results are errno values. Errors and cost are those of a normal mutex.

#ifndef INTERLEAVE_RUNTIME_SPIN_LOCK_H_
#define INTERLEAVE_RUNTIME_SPIN_LOCK_H_

#include "interleave/runtime/execution.h"

namespace interleave {

int LockSpinLock(Task& self, const void* lock, const void* site);
// EBUSY instead of waiting.
int TryLockSpinLock(Task& self, const void* lock, const void* site);
// Unlocking what the task does not hold is the finding `misuse`.
int UnlockSpinLock(Task& self, const void* lock, const void* site);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_SPIN_LOCK_H_
