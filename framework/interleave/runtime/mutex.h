// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The model of a mutex.
//
// The memory of the real mutex is never written: an abandoned execution leaves
// it unlocked. Results are errno values, as of the pthread functions.

#ifndef INTERLEAVE_RUNTIME_MUTEX_H_
#define INTERLEAVE_RUNTIME_MUTEX_H_

#include "interleave/runtime/execution.h"

namespace interleave {

enum class MutexType : uint8_t { kNormal, kRecursive, kErrorCheck };

// A mutex that is robust (pthread_mutexattr_setrobust) is given up by the end
// of the task that holds it. Who takes it next has it, and EOWNERDEAD: what it
// guards may be half done. Unless that task says that all is consistent again
// before it unlocks it, nobody can have the mutex any more: ENOTRECOVERABLE, at
// once, for those who wait too.

// Waits until it is free, or until `deadline` (then ETIMEDOUT). A normal mutex
// that the task already holds is waited for, for ever: a deadlock.
int LockMutex(Task& self, const void* mutex, MutexType type, const void* site,
              VirtualTime deadline = kNoDeadline);
int TryLockMutex(Task& self, const void* mutex, MutexType type,
                 const void* site);
// Unlocking what the task does not hold is the finding `misuse` for a normal
// mutex that is not robust, and EPERM for the others.
int UnlockMutex(Task& self, const void* mutex, MutexType type,
                const void* site);

// Before each use of one that is robust.
void ComeToRobustMutex(Task& self, const void* mutex);
// The task has it, and its last owner's end did no harm or was made good: 0.
// EINVAL of any other mutex. No schedule point: only the holder's unlocking
// tells others of it.
int MakeConsistent(Task& self, const void* mutex);
// The task ends, and holds some: each is given up in a step of its own, the
// last that was taken first.
void AbandonRobustMutexes(Task& self);

// Runs `action`, outside of executions; every mutex that the calling thread
// locks meanwhile is no part of the code under test from then on: inside
// executions its operations do nothing and are no schedule points. For the
// locks of a test framework, under which no code under test runs.
void LearnForeignMutexes(absl::FunctionRef<void()> action);
namespace internal {
extern bool learning_mutexes;
void LearnForeignMutex(const void* mutex);
}  // namespace internal

// The same for an object of any kind that one task holds at a time.
int LockExclusive(Task& self, Object& lock, MutexType type, const void* site,
                  VirtualTime deadline = kNoDeadline);
int TryLockExclusive(Task& self, Object& lock, MutexType type,
                     const void* site);
int UnlockExclusive(Task& self, Object& lock, MutexType type, const void* site);
// The finding `misuse`: unlocks what it does not hold.
void ReportUnlockOfOthers(Task& self, const Object& lock, const Task* holder);

// For condition variables: gives the mutex up whatever its depth, which is
// returned, and takes it again once its gate was passed: 0, EOWNERDEAD, or
// ENOTRECOVERABLE (then without the mutex).
uint32_t SurrenderMutex(Task& self, Object& mutex);
// `waits` is false for an attempt that would not have waited.
int RetakeMutex(Task& self, Object& mutex, uint32_t depth, const void* site,
                bool waits = true);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_MUTEX_H_
