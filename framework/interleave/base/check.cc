// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace interleave::internal {

void InvariantFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr,
               "interleave: internal error at %s:%d: this does not hold: %s\n"
               "  This is a defect of Interleave, not of the code under "
               "test; please report it.\n",
               file, line, condition);
  std::abort();
}

void RequirementFailed(const char* advice, const char* file, int line) {
  std::fprintf(stderr, "interleave: %s\n  (checked at %s:%d)\n", advice, file,
               line);
  std::abort();
}

}  // namespace interleave::internal
