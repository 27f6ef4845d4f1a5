// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The one place that knows which processor this is; see arch_*.h.

#ifndef INTERLEAVE_RUNTIME_THREAD_POINTER_H_
#define INTERLEAVE_RUNTIME_THREAD_POINTER_H_

#if defined(__x86_64__)
#include "interleave/runtime/arch_x86_64.h"
#elif defined(__aarch64__)
#include "interleave/runtime/arch_aarch64.h"
#else
#error "Interleave runs on x86-64 and AArch64 (see docs/limits.md)."
#endif

#endif  // INTERLEAVE_RUNTIME_THREAD_POINTER_H_
