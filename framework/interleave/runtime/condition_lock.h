// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The model of absl::Mutex: a reader-writer lock that a task can ask for under
// a condition on what the lock protects.
//
// A task that waits for a condition is enabled exactly when the lock is free
// and the condition holds. Conditions are asked when the lock is given up, as
// absl does, by the task that gives it up; what they read then is not judged,
// but the task that gets the lock asks its own once more, and that is. A task
// that holds the lock and asks for it again waits for itself, for ever. The
// memory of the real lock is never written. Cost: as of a reader-writer lock;
// giving up the lock looks at all tasks when some of them wait under a
// condition.

#ifndef INTERLEAVE_RUNTIME_CONDITION_LOCK_H_
#define INTERLEAVE_RUNTIME_CONDITION_LOCK_H_

#include "interleave/runtime/execution.h"

namespace interleave {

// Waits for the lock (and for `condition`, when it has one) or until
// `deadline`; then it has the lock in any case. Returns whether the condition
// holds.
bool LockWhen(Task& self, const void* lock, LockMode mode,
              LockCondition condition, const void* site,
              VirtualTime deadline = kNoDeadline);
bool TryLockConditionLock(Task& self, const void* lock, LockMode mode,
                          const void* site);
// Giving up what the task does not hold so is the finding `misuse`.
void UnlockConditionLock(Task& self, const void* lock, LockMode mode,
                         const void* site);
// Gives the lock up until the condition holds, or until `deadline`, and has it
// again then. Returns whether the condition holds. Nothing happens when it
// holds already.
bool AwaitCondition(Task& self, const void* lock, LockCondition condition,
                    const void* site, VirtualTime deadline = kNoDeadline);

// Waits at the condition variable with the lock given up, and has it again
// then. Returns whether the deadline came. Signalled as other condition
// variables are (condition.h).
bool WaitConditionLock(Task& self, const void* condition, const void* lock,
                       const void* site, VirtualTime deadline = kNoDeadline);

enum class Holding : uint8_t { kNot, kForReading, kForWriting };
Holding HoldingOf(Task& self, const void* lock);
// The finding `misuse`: the task says that it holds the lock, or that it
// doesn't, and is wrong.
void ReportWrongAssertion(Task& self, const void* lock, const char* claim);

// The lock is over; see destroy.h. False when it is in use.
bool DestroyConditionLock(Task& self, const void* lock, const void* site);
// Leaves a mark, once its destructor has run: to use it before it is
// constructed anew is the finding `misuse`.
void MarkDestroyedConditionLock(void* lock);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_CONDITION_LOCK_H_
