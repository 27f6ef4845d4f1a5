// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Uncontrolled: while it lives, what the running task does is no part of the
// program. The linker may have taken the program's instrumented copy of a
// container's functions for those of the code that looks at it.

#ifndef INTERLEAVE_TESTS_PROGRAMS_UNCONTROLLED_H_
#define INTERLEAVE_TESTS_PROGRAMS_UNCONTROLLED_H_

#include <optional>

#include "interleave/runtime/execution.h"

namespace interleave {

class Uncontrolled {
 public:
  Uncontrolled() {
    if (Task* const task = CurrentTask()) outside_.emplace(*task);
  }

 private:
  std::optional<OutsideControl> outside_;
};

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_PROGRAMS_UNCONTROLLED_H_
