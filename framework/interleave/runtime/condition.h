// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The model of a condition variable: a queue of waiters, and which of them
// `signal` wakes is a choice.

#ifndef INTERLEAVE_RUNTIME_CONDITION_H_
#define INTERLEAVE_RUNTIME_CONDITION_H_

#include "interleave/runtime/mutex.h"

namespace interleave {

// Unlocks `mutex`, waits to be woken (0) or for `deadline` (ETIMEDOUT), and
// locks `mutex` again. Waiting without the mutex is the finding `misuse` and
// returns EPERM.
int WaitCondition(Task& self, const void* condition, const void* mutex,
                  MutexType type, const void* site,
                  VirtualTime deadline = kNoDeadline);
void SignalCondition(Task& self, const void* condition, const void* site);
void BroadcastCondition(Task& self, const void* condition, const void* site);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_CONDITION_H_
