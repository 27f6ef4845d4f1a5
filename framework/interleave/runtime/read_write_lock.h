// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The model of a reader-writer lock (pthread_rwlock_t, std::shared_mutex).
//
// As glibc's by default, it prefers readers: a writer that waits keeps no
// reader out, and a task may read-lock again what it has read-locked. One that
// prefers writers (PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) keeps readers
// out as long as a writer waits: a task that reads already, too, which then
// waits for ever. To begin to wait is a step of the writer's own. The memory of
// the real lock is never written: an abandoned execution leaves it unlocked.
// Results are errno values, as of the pthread functions. Cost: as of a mutex;
// unlocking also looks through what the task holds for reading.

#ifndef INTERLEAVE_RUNTIME_READ_WRITE_LOCK_H_
#define INTERLEAVE_RUNTIME_READ_WRITE_LOCK_H_

#include "interleave/runtime/execution.h"

namespace interleave {

// Before each use of one that prefers writers.
void ComeToPreferWriters(Task& self, const void* lock);

// Wait until no task writes (ReadLock) or nobody holds it at all (WriteLock),
// or until `deadline` (then ETIMEDOUT). EDEADLK to a task that holds it for
// writing. A reader that asks to write waits for itself, for ever.
int ReadLock(Task& self, const void* lock, const void* site,
             VirtualTime deadline = kNoDeadline);
int WriteLock(Task& self, const void* lock, const void* site,
              VirtualTime deadline = kNoDeadline);
// EBUSY instead of waiting.
int TryReadLock(Task& self, const void* lock, const void* site);
int TryWriteLock(Task& self, const void* lock, const void* site);
// Of either kind. Unlocking what the task does not hold is the finding
// `misuse`.
int UnlockReadWrite(Task& self, const void* lock, const void* site);

// For other locks that several tasks can hold for reading: takes one whose
// `read_gate` was passed, gives it up (false: the task doesn't hold it so), and
// whether the task holds it so.
void TakeForReading(Task& self, Object& lock, const void* site, bool waits);
bool GiveUpReading(Task& self, Object& lock);
bool HoldsForReading(const Task& task, const Object& lock);

// A task that holds a lock for reading, and where it took it.
struct Reader {
  const Task* task = nullptr;
  const void* site = nullptr;
};
// Whom `waiter` waits for: another task that holds `lock` for reading and has
// not ended, else `waiter` itself if it does, else nobody.
Reader FindReader(const Object& lock, const Task& waiter);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_READ_WRITE_LOCK_H_
