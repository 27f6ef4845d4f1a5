// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What tasks take for the number of their process: the same in every execution,
// worker and replay.

#ifndef INTERLEAVE_RUNTIME_PROCESS_IDENTITY_H_
#define INTERLEAVE_RUNTIME_PROCESS_IDENTITY_H_

#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

namespace interleave {

// Above what the kernel gives a thread (PID_MAX_LIMIT), so that none is meant.
// That of the main task is the process's, as in life.
inline constexpr pid_t kFirstThreadId = 1 << 22;

// What the system takes for it: getpid tells tasks the other one.
inline pid_t RealProcess() { return static_cast<pid_t>(syscall(SYS_getpid)); }

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_PROCESS_IDENTITY_H_
