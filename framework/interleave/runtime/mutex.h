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

// Waits until it is free, or until `deadline` (then ETIMEDOUT). A normal mutex
// that the task already holds is waited for, for ever: a deadlock.
int LockMutex(Task& self, const void* mutex, MutexType type, const void* site,
              VirtualTime deadline = kNoDeadline);
int TryLockMutex(Task& self, const void* mutex, MutexType type,
                 const void* site);
// Unlocking what the task does not hold is the finding `misuse` for a normal
// mutex and EPERM for the others.
int UnlockMutex(Task& self, const void* mutex, MutexType type,
                const void* site);

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
// returned, and takes it again once its gate was passed.
uint32_t SurrenderMutex(Task& self, Object& mutex);
// `waits` is false for an attempt that would not have waited.
void RetakeMutex(Task& self, Object& mutex, uint32_t depth, const void* site,
                 bool waits = true);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_MUTEX_H_
