// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Checks on ourselves and on the author of a test.
//
// INTERLEAVE_INVARIANT states what must hold inside Interleave; it is on in
// every build. INTERLEAVE_REQUIRE states what the caller of the library must
// do, and its message says what to write instead. Both end the process; what
// is wrong in the code under test is a Finding and uses neither.
// Cost: one predictable branch.

#ifndef INTERLEAVE_BASE_CHECK_H_
#define INTERLEAVE_BASE_CHECK_H_

namespace interleave::internal {

[[noreturn]] void InvariantFailed(const char* condition, const char* file,
                                  int line);
[[noreturn]] void RequirementFailed(const char* advice, const char* file,
                                    int line);

}  // namespace interleave::internal

#define INTERLEAVE_INVARIANT(condition)                                \
  (__builtin_expect(static_cast<bool>(condition), true)                \
       ? static_cast<void>(0)                                          \
       : ::interleave::internal::InvariantFailed(#condition, __FILE__, \
                                                 __LINE__))

#define INTERLEAVE_REQUIRE(condition, advice)                        \
  (__builtin_expect(static_cast<bool>(condition), true)              \
       ? static_cast<void>(0)                                        \
       : ::interleave::internal::RequirementFailed(advice, __FILE__, \
                                                   __LINE__))

#endif  // INTERLEAVE_BASE_CHECK_H_
