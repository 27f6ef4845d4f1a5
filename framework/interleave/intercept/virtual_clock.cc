// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/intercept/virtual_clock.h"

namespace interleave {
namespace {

constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr int64_t kRealtimeBaseSeconds = 1'577'836'800;  // 2020-01-01
constexpr int64_t kMonotonicBaseSeconds = 1'000;
constexpr VirtualTime kFarthestDeadline = kNoDeadline - 1;

int64_t BaseSeconds(clockid_t clock) {
  switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_TAI:
      return kRealtimeBaseSeconds;
    case CLOCK_PROCESS_CPUTIME_ID:
    case CLOCK_THREAD_CPUTIME_ID:
      return 0;
    default:
      return kMonotonicBaseSeconds;
  }
}

VirtualTime Saturated(int64_t seconds, int64_t nanoseconds) {
  VirtualTime result;
  if (__builtin_mul_overflow(seconds, kNanosecondsPerSecond, &result) ||
      __builtin_add_overflow(result, nanoseconds, &result)) {
    return seconds < 0 ? 0 : kFarthestDeadline;
  }
  return result == kNoDeadline ? kFarthestDeadline : result;
}

}  // namespace

timespec ClockReading(clockid_t clock, VirtualTime now) {
  return {static_cast<time_t>(BaseSeconds(clock) + now / kNanosecondsPerSecond),
          static_cast<long>(now % kNanosecondsPerSecond)};
}

VirtualTime DeadlineAt(clockid_t clock, const timespec& time) {
  return Saturated(time.tv_sec - BaseSeconds(clock), time.tv_nsec);
}

VirtualTime DeadlineAfter(VirtualTime now, const timespec& duration) {
  const VirtualTime span = Saturated(duration.tv_sec, duration.tv_nsec);
  VirtualTime result;
  if (__builtin_add_overflow(now, span, &result) || result == kNoDeadline) {
    return kFarthestDeadline;
  }
  return result;
}

bool IsValidTimespec(const timespec& time) {
  return time.tv_nsec >= 0 && time.tv_nsec < kNanosecondsPerSecond;
}

}  // namespace interleave
