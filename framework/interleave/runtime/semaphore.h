// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The model of a semaphore (sem_t, unnamed or named: it is known by address).
//
// Its value lives in the execution, not in the sem_t: that is read when an
// execution first meets it (it then holds what sem_init or sem_open gave it)
// and never written. So every execution begins with the same value, and at its
// end the value it came to is dropped. Results are errno values. Cost: as of a
// mutex.

#ifndef INTERLEAVE_RUNTIME_SEMAPHORE_H_
#define INTERLEAVE_RUNTIME_SEMAPHORE_H_

#include <semaphore.h>

#include "interleave/runtime/execution.h"

namespace interleave {

// Takes one, waiting until there is one or until `deadline` (then ETIMEDOUT)
// or until a signal's handler ran that does not restart it (EINTR).
int WaitSemaphore(Task& self, sem_t* semaphore, const void* site,
                  VirtualTime deadline = kNoDeadline);
// EAGAIN instead of waiting.
int TryWaitSemaphore(Task& self, sem_t* semaphore, const void* site);
// Gives one; EOVERFLOW when there are SEM_VALUE_MAX.
int PostSemaphore(Task& self, sem_t* semaphore, const void* site);
// The value; 0 also when tasks wait. A schedule point like the others, shown
// as an `acquire`.
int SemaphoreValue(Task& self, sem_t* semaphore, const void* site);
// ... which is none.
uint32_t PresentValue(Task& self, sem_t* semaphore);

// sem_destroy leaves no mark. Ours is a value that none can have, where glibc
// keeps it (`struct new_sem`), until it is initialised anew.
void MarkDestroyedSemaphore(sem_t* semaphore);
bool IsDestroyedSemaphore(const sem_t* semaphore);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_SEMAPHORE_H_
