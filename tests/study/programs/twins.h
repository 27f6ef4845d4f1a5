// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What the twins of a program have in common.

#ifndef INTERLEAVE_TESTS_STUDY_PROGRAMS_TWINS_H_
#define INTERLEAVE_TESTS_STUDY_PROGRAMS_TWINS_H_

#include <mutex>

#include "tests/programs/thread.h"
#include "tests/study/study_program.h"

namespace interleave::study {

// A lock that the fixed twin takes and the other does without.
template <bool kFixed>
class LockIf {
 public:
  explicit LockIf(std::mutex& mutex) : mutex_(mutex) {
    if constexpr (kFixed) mutex_.lock();
  }
  ~LockIf() {
    if constexpr (kFixed) mutex_.unlock();
  }
  LockIf(const LockIf&) = delete;
  LockIf& operator=(const LockIf&) = delete;

 private:
  std::mutex& mutex_;
};

// A line of the table of a theme.
#define INTERLEAVE_STUDY_PROGRAM(name, kind, tasks, finding, function)       \
  ::interleave::study::StudyProgram {                                        \
    name, kind, tasks, ::interleave::FindingKind::finding, &function<false>, \
        &function<true>                                                      \
  }

}  // namespace interleave::study

#endif  // INTERLEAVE_TESTS_STUDY_PROGRAMS_TWINS_H_
