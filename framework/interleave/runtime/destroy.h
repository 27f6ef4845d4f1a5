// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Destroy: the end of a synchronisation object, and who still needs it.
//
// To destroy one is an operation, since others may come to the object before or
// after it. The finding `misuse` when a task holds the object, waits for it or
// waits at it; POSIX and the standard leave undefined what then happens.

#ifndef INTERLEAVE_RUNTIME_DESTROY_H_
#define INTERLEAVE_RUNTIME_DESTROY_H_

#include "interleave/runtime/execution.h"

namespace interleave {

// `self` destroys the object of that kind at `address`. EBUSY, and the object
// stays, when it is in use; else 0.
// REQUIRES: the address is not that of an object of a test framework.
int DestroyObject(Task& self, const void* address, ObjectKind kind,
                  const void* site);

// `self` uses an object of that kind that was destroyed, which is the finding
// `misuse`.
void ReportUseOfDestroyed(Task& self, const void* address, ObjectKind kind);

// Before an object of that kind is used, of which the memory tells whether it
// is destroyed. One that was, and is no more, is another one.
void ComeToUse(Task& self, const void* address, ObjectKind kind,
               bool is_destroyed);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_DESTROY_H_
