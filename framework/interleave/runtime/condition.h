// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The model of a condition variable: a queue of waiters, and which of them
// `signal` wakes is a choice.
//
// A spurious wakeup is decided when the wait begins: one that comes later,
// while signals wake others, is no different to anybody from one that came at
// once, since the task goes on when it likes.

#ifndef INTERLEAVE_RUNTIME_CONDITION_H_
#define INTERLEAVE_RUNTIME_CONDITION_H_

#include "interleave/runtime/mutex.h"

namespace interleave {

// Unlocks `mutex`, waits to be woken (0) or for `deadline` (ETIMEDOUT), and
// locks `mutex` again, whose error is returned, if there is one: EOWNERDEAD, or
// ENOTRECOVERABLE. Waiting without the mutex is the finding `misuse` and
// returns EPERM.
int WaitCondition(Task& self, const void* condition, const void* mutex,
                  MutexType type, const void* site,
                  VirtualTime deadline = kNoDeadline);
// How many wait there with a deadline that has not come.
uint32_t CountTimed(const TaskList& queue);
// ... and one of them. REQUIRES: n < CountTimed(queue)
Task* NthTimed(const TaskList& queue, uint32_t n);
// A wait that ended for nothing: goes on when `gate` is open, as if it had been
// woken in the step by which it began to wait.
void PassSpuriousWakeup(Task& self, Operation wake, Gate& gate);
void SignalCondition(Task& self, const void* condition, const void* site);
void BroadcastCondition(Task& self, const void* condition, const void* site);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_CONDITION_H_
