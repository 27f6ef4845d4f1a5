// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What kind of mutex a pthread_mutex_t is, as glibc wrote it there.

#ifndef INTERLEAVE_INTERCEPT_MUTEX_TYPE_H_
#define INTERLEAVE_INTERCEPT_MUTEX_TYPE_H_

#include <pthread.h>

#include "interleave/runtime/mutex.h"

namespace interleave {

// Notes robust and priority-protocol mutexes as not modelled, once.
MutexType MutexTypeOf(Task& self, const pthread_mutex_t* mutex);

}  // namespace interleave

#endif  // INTERLEAVE_INTERCEPT_MUTEX_TYPE_H_
