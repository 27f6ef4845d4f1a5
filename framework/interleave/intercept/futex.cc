// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Door: syscall(), for the calls in it that are modelled: futexes, and those
// of random_source.cc.

#include "interleave/runtime/futex.h"

#include <linux/futex.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>

#include "absl/strings/str_cat.h"
#include "interleave/intercept/doors.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kFutexNames[] = {"syscall"};

struct FutexCall {
  const uint32_t* word;
  int operation;
  uint32_t value;
  const timespec* time;
  uint32_t bits;
};

long Result(int error) {
  if (error == 0) return 0;
  errno = error;
  return -1;
}

// FUTEX_WAIT takes a duration, FUTEX_WAIT_BITSET a moment.
VirtualTime DeadlineOf(Task& self, const FutexCall& call, int command,
                       const void* site) {
  if (call.time == nullptr) return kNoDeadline;
  if (command == FUTEX_WAIT) {
    return DeadlineAfter(self.execution->LookAtClock(self, site), *call.time);
  }
  const bool realtime = (call.operation & FUTEX_CLOCK_REALTIME) != 0;
  return DeadlineAt(realtime ? CLOCK_REALTIME : CLOCK_MONOTONIC, *call.time);
}

long RefuseFutex(Task& self, int command) {
  self.execution->NoteUnmodelled(
      absl::StrCat("futex operation ", command),
      "it fails with ENOSYS inside executions; only WAIT, WAKE, WAIT_BITSET "
      "and WAKE_BITSET are modelled");
  return Result(ENOSYS);
}

long ControlFutex(Task& self, const FutexCall& call, const void* site) {
  const int command = call.operation & FUTEX_CMD_MASK;
  const bool takes_bits =
      command == FUTEX_WAIT_BITSET || command == FUTEX_WAKE_BITSET;
  const uint32_t bits = takes_bits ? call.bits : FUTEX_BITSET_MATCH_ANY;
  if (bits == 0) return Result(EINVAL);
  switch (command) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
      if (call.time != nullptr && !IsValidTimespec(*call.time)) {
        return Result(EINVAL);
      }
      return Result(WaitFutex(self, call.word, call.value, bits, site,
                              DeadlineOf(self, call, command, site)));
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      return WakeFutex(self, call.word, static_cast<int>(call.value), bits,
                       site);
    default:
      return RefuseFutex(self, command);
  }
}

}  // namespace

DoorNames FutexDoors() { return kFutexNames; }

}  // namespace interleave

// Takes as many arguments as any call has, and so may look at more than it was
// given; AddressSanitizer would object to that.
extern "C" __attribute__((no_sanitize("address"))) long syscall(long number,
                                                                ...) noexcept {
  va_list list;
  va_start(list, number);
  long a[6];
  for (long& argument : a) argument = va_arg(list, long);
  va_end(list);
  interleave::Task* self = interleave::CurrentTask();
  if (number == SYS_gettid) return gettid();
  if (number == SYS_getrandom) {
    return getrandom(reinterpret_cast<void*>(a[0]), static_cast<size_t>(a[1]),
                     static_cast<unsigned>(a[2]));
  }
  if (self == nullptr || number != SYS_futex) {
    return INTERLEAVE_REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  }
  return interleave::ControlFutex(
      *self,
      {reinterpret_cast<const uint32_t*>(a[0]), static_cast<int>(a[1]),
       static_cast<uint32_t>(a[2]), reinterpret_cast<const timespec*>(a[3]),
       static_cast<uint32_t>(a[5])},
      INTERLEAVE_CALLER());
}
