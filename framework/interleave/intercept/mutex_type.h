// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What kind of mutex a pthread_mutex_t is, as glibc wrote it there.

#ifndef INTERLEAVE_INTERCEPT_MUTEX_TYPE_H_
#define INTERLEAVE_INTERCEPT_MUTEX_TYPE_H_

#include <pthread.h>

#include "interleave/runtime/mutex.h"

namespace interleave {

// The finding `misuse` when it was destroyed. Tells the model of one that is
// robust.
MutexType MutexTypeOf(Task& self, const pthread_mutex_t* mutex);

// In a test framework's mutex there is nothing to destroy.
int DestroyMutex(Task& self, const pthread_mutex_t* mutex, const void* site);

}  // namespace interleave

#endif  // INTERLEAVE_INTERCEPT_MUTEX_TYPE_H_
