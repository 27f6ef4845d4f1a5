// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AccessSeen: what an access of instrumented code turned out to be.
//
// One byte, so that functions that end in a jump hand it on in a register.

#ifndef INTERLEAVE_RUNTIME_ACCESS_SEEN_H_
#define INTERLEAVE_RUNTIME_ACCESS_SEEN_H_

#include <cstdint>

namespace interleave {

class AccessSeen {
 public:
  // Neither.
  constexpr AccessSeen() = default;
  constexpr AccessSeen(bool point, bool raced)
      : what_(static_cast<uint8_t>((point ? kPoint : 0) |
                                   (raced ? kRaced : 0))) {}

  // A schedule point.
  constexpr bool point() const { return (what_ & kPoint) != 0; }
  // To memory that a race was found on.
  constexpr bool raced() const { return (what_ & kRaced) != 0; }

 private:
  static constexpr uint8_t kPoint = 1;
  static constexpr uint8_t kRaced = 2;

  uint8_t what_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_ACCESS_SEEN_H_
