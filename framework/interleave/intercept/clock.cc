// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: sleeping, and reading clocks.

#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/join.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kClockNames[] = {
    "nanosleep", "clock_nanosleep", "usleep",
    "sleep",     "clock_gettime",   "gettimeofday",
    "time",      "timespec_get",    "clock"};

// What is left of it when a signal ends it; else 0.
VirtualTime SleepFor(Task& self, const timespec& duration, const void* site) {
  const VirtualTime deadline =
      DeadlineAfter(self.execution->LookAtClock(self, site), duration);
  if (YieldTask(self, site, deadline)) return 0;
  return deadline - self.execution->now();
}

// As sleeping functions tell it.
int TellLeft(VirtualTime left, timespec* remaining) {
  if (left == 0) return 0;
  constexpr VirtualTime kSecond = 1'000'000'000;
  if (remaining != nullptr) {
    *remaining = {static_cast<time_t>(left / kSecond),
                  static_cast<long>(left % kSecond)};
  }
  return EINTR;
}

int ErrnoOf(int error) {
  if (error == 0) return 0;
  errno = error;
  return -1;
}

}  // namespace

DoorNames ClockDoors() { return kClockNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

int nanosleep(const timespec* duration, timespec* remaining) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(nanosleep)(duration, remaining);
  }
  if (!interleave::IsValidTimespec(*duration) || duration->tv_sec < 0) {
    errno = EINVAL;
    return -1;
  }
  return interleave::ErrnoOf(interleave::TellLeft(
      interleave::SleepFor(*self, *duration, INTERLEAVE_CALLER()), remaining));
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* time,
                    timespec* remaining) {
  Task* self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(clock_nanosleep)(clock, flags, time, remaining);
  }
  if (!interleave::IsValidTimespec(*time)) return EINVAL;
  if ((flags & TIMER_ABSTIME) == 0) {
    return interleave::TellLeft(
        interleave::SleepFor(*self, *time, INTERLEAVE_CALLER()), remaining);
  }
  return interleave::YieldTask(*self, INTERLEAVE_CALLER(),
                               interleave::DeadlineAt(clock, *time))
             ? 0
             : EINTR;
}

int usleep(useconds_t microseconds) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(usleep)(microseconds);
  const interleave::VirtualTime left = interleave::SleepFor(
      *self,
      {static_cast<time_t>(microseconds / 1'000'000),
       static_cast<long>(microseconds % 1'000'000) * 1'000},
      INTERLEAVE_CALLER());
  return interleave::ErrnoOf(interleave::TellLeft(left, nullptr));
}

unsigned sleep(unsigned seconds) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(sleep)(seconds);
  timespec left = {};
  interleave::TellLeft(
      interleave::SleepFor(*self, {static_cast<time_t>(seconds), 0},
                           INTERLEAVE_CALLER()),
      &left);
  return static_cast<unsigned>(left.tv_sec) + (left.tv_nsec > 0 ? 1 : 0);
}

int clock_gettime(clockid_t clock, timespec* out) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(clock_gettime)(clock, out);
  *out = interleave::ClockReading(
      clock, self->execution->ReadClock(*self, INTERLEAVE_CALLER()));
  return 0;
}

int gettimeofday(timeval* __restrict out, void* __restrict zone) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(gettimeofday)(out, zone);
  const timespec reading = interleave::ClockReading(
      CLOCK_REALTIME, self->execution->ReadClock(*self, INTERLEAVE_CALLER()));
  *out = {reading.tv_sec, reading.tv_nsec / 1'000};
  return 0;
}

time_t time(time_t* out) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(time)(out);
  const time_t seconds =
      interleave::ClockReading(CLOCK_REALTIME, self->execution->ReadClock(
                                                   *self, INTERLEAVE_CALLER()))
          .tv_sec;
  if (out != nullptr) *out = seconds;
  return seconds;
}

int timespec_get(timespec* out, int base) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr || base != TIME_UTC) {
    return INTERLEAVE_REAL(timespec_get)(out, base);
  }
  *out = interleave::ClockReading(
      CLOCK_REALTIME, self->execution->ReadClock(*self, INTERLEAVE_CALLER()));
  return base;
}

clock_t clock() noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(clock)();
  const timespec used = interleave::ClockReading(
      CLOCK_PROCESS_CPUTIME_ID,
      self->execution->ReadClock(*self, INTERLEAVE_CALLER()));
  return used.tv_sec * CLOCKS_PER_SEC +
         used.tv_nsec / (1'000'000'000 / CLOCKS_PER_SEC);
}

}  // extern "C"
