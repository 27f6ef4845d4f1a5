// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The model of pthread_once. The control word is written only when the routine
// has returned, so an abandoned execution leaves it as if never begun.

#ifndef INTERLEAVE_RUNTIME_ONCE_H_
#define INTERLEAVE_RUNTIME_ONCE_H_

#include <pthread.h>

#include "interleave/runtime/execution.h"

namespace interleave {

// If `routine` leaves by an exception, the next caller tries again. What the
// C++ runtime libraries do once for themselves (they prepare the unwinding of
// the stack at the first throw, for example) is no step: it happens in the
// first execution of a process only, and would make it differ from the others.
void CallOnce(Task& self, pthread_once_t* control, void (*routine)(),
              const void* site);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_ONCE_H_
