// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Shared libraries with thread_local variables, made from one source.

#ifndef INTERLEAVE_TESTS_INSTRUMENTED_THREAD_LOCAL_LIBRARY_H_
#define INTERLEAVE_TESTS_INSTRUMENTED_THREAD_LOCAL_LIBRARY_H_

#include <atomic>

namespace interleave {

struct Visits {
  std::atomic<int> constructed{0};
  std::atomic<int> destroyed{0};
  // Visits by a task that found a variable other than new.
  std::atomic<int> not_fresh{0};
  // Visits in which a variable changed while other tasks went on.
  std::atomic<int> not_its_own{0};
};

// Looks at the library's variables, and changes them.
using Visit = void(Visits& visits);

}  // namespace interleave

// Linked and instrumented; linked and not instrumented. A third library, opened
// by a test, is instrumented and calls its one VisitOpened.
extern "C" interleave::Visit VisitLinked;
extern "C" interleave::Visit VisitOrdinary;

#endif  // INTERLEAVE_TESTS_INSTRUMENTED_THREAD_LOCAL_LIBRARY_H_
