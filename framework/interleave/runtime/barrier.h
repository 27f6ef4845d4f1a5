// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The model of a barrier (pthread_barrier_t), which may be used again and
// again.
//
// Arrivals live in the execution; the real barrier is initialised but never
// waited at inside one. How many tasks it is for is noted at every
// pthread_barrier_init of the process, inside executions or not.

#ifndef INTERLEAVE_RUNTIME_BARRIER_H_
#define INTERLEAVE_RUNTIME_BARRIER_H_

#include <cstdint>

#include "interleave/runtime/execution.h"

namespace interleave {

// Thread safety: any thread may call these two, controlled or not. Cost: a real
// mutex and one look-up. They are no schedule points.
void NoteBarrier(const void* barrier, uint32_t count);
void ForgetBarrier(const void* barrier);

// Waits until `count` tasks have arrived. The last of them, as in glibc, gets
// PTHREAD_BARRIER_SERIAL_THREAD, the others 0. A barrier that was never
// initialised is the finding `misuse`, and EINVAL.
int WaitBarrier(Task& self, const void* barrier, const void* site);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_BARRIER_H_
