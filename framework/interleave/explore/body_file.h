// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// BodyFile: whether the file that a body is written in is instrumented, as its
// own compiler says where it includes this.
//
// Other files of the program may be and this one not: what a template of a
// library does is then seen where the linker took the copy of an instrumented
// file, and what the body does beside it is not.

#ifndef INTERLEAVE_EXPLORE_BODY_FILE_H_
#define INTERLEAVE_EXPLORE_BODY_FILE_H_

#include <cstdint>

namespace interleave {

enum class BodyFile : uint8_t {
  kNotInstrumented,
  kInstrumented,
  kAsOptionsSay,  // Options::body_instrumented
};

namespace internal {

// Of the file that includes this: each has its own.
#if defined(__SANITIZE_THREAD__)
constexpr BodyFile kThisFile = BodyFile::kInstrumented;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
constexpr BodyFile kThisFile = BodyFile::kInstrumented;
#else
constexpr BodyFile kThisFile = BodyFile::kNotInstrumented;
#endif
#else
constexpr BodyFile kThisFile = BodyFile::kNotInstrumented;
#endif

}  // namespace internal
}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_BODY_FILE_H_
