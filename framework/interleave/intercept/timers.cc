// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: timers, on virtual time. What stands for the descriptor of
// timerfd_create is an eventfd, to which the timer writes how often it came.

#include "interleave/runtime/timers.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "interleave/intercept/doors.h"
#include "interleave/intercept/virtual_clock.h"
#include "interleave/runtime/descriptors.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kTimerNames[] = {
    "alarm",          "setitimer",       "getitimer",      "timer_create",
    "timer_settime",  "timer_gettime",   "timer_delete",   "timer_getoverrun",
    "timerfd_create", "timerfd_settime", "timerfd_gettime"};

constexpr VirtualTime kNanosecondsInSecond = 1'000'000'000;
constexpr int kAlarm = -1;  // the number of the timer of alarm and setitimer

VirtualTime OfTime(const timespec& time) {
  return time.tv_sec * kNanosecondsInSecond + time.tv_nsec;
}

timespec TimeOf(VirtualTime time) {
  return {static_cast<time_t>(time / kNanosecondsInSecond),
          static_cast<long>(time % kNanosecondsInSecond)};
}

// What is left until it comes, and how often it does.
itimerspec TimesOf(Task& self, const Timer* timer) {
  if (timer == nullptr || timer->deadline == kNoDeadline) return {};
  const VirtualTime left = timer->deadline - self.execution->now();
  return {TimeOf(timer->interval), TimeOf(std::max<VirtualTime>(left, 1))};
}

void SetTimes(Task& self, Timer::Kind kind, int id, clockid_t clock,
              bool is_absolute, const itimerspec& times, const void* site) {
  const VirtualTime now = self.execution->LookAtClock(self, site);
  self.execution->Point(self, {OperationKind::kSetTimer, kNoObject, site});
  Timer* const timer = self.execution->timers().Find(kind, id);
  if (timer == nullptr) return;
  timer->interval = OfTime(times.it_interval);
  timer->deadline = kNoDeadline;
  if (OfTime(times.it_value) == 0) return;
  timer->deadline = is_absolute ? DeadlineAt(clock, times.it_value)
                                : now + OfTime(times.it_value);
}

bool AreValid(const itimerspec& times) {
  return IsValidTimespec(times.it_value) &&
         IsValidTimespec(times.it_interval) && times.it_value.tv_sec >= 0 &&
         times.it_interval.tv_sec >= 0;
}

int Fail(int error) {
  errno = error;
  return -1;
}

itimerspec SetAlarm(Task& self, const itimerspec& times, const void* site) {
  Timers& timers = self.execution->timers();
  Timer* timer = timers.Find(Timer::Kind::kSignal, kAlarm);
  const itimerspec before = TimesOf(self, timer);
  if (timer == nullptr) {
    Timer added;
    added.id = kAlarm;
    added.signal = SIGALRM;
    timers.Add(added);
  }
  SetTimes(self, Timer::Kind::kSignal, kAlarm, CLOCK_MONOTONIC, false, times,
           site);
  return before;
}

timer_t HandleOf(int id) {
  return reinterpret_cast<timer_t>(static_cast<intptr_t>(id));
}
int NumberOf(timer_t handle) {
  return static_cast<int>(reinterpret_cast<intptr_t>(handle));
}

int CreateTimer(Task& self, clockid_t clock, const sigevent* event,
                timer_t* handle) {
  Timer timer;
  timer.signal = event == nullptr ? SIGALRM : event->sigev_signo;
  timer.clock = clock;
  if (event != nullptr) {
    const bool known = event->sigev_notify == SIGEV_SIGNAL ||
                       event->sigev_notify == SIGEV_THREAD_ID ||
                       event->sigev_notify == SIGEV_NONE;
    if (!known) {
      self.execution->NoteUnmodelled("timer_create",
                                     "with SIGEV_THREAD it fails with ENOSYS");
      return Fail(ENOSYS);
    }
    // All tasks have one number of a thread: that of the caller is meant.
    if (event->sigev_notify == SIGEV_THREAD_ID) timer.target = &self;
    if (event->sigev_notify == SIGEV_NONE) timer.signal = 0;
  }
  *handle = HandleOf(self.execution->timers().Add(timer).id);
  return 0;
}

// It came since it was read last.
bool IsSet(int descriptor) {
  pollfd look{descriptor, POLLIN, 0};
  return INTERLEAVE_REAL(poll)(&look, 1, 0) > 0;
}

Timer* TimerOfDescriptor(Task* self, int descriptor) {
  if (self == nullptr) return nullptr;
  // A descriptor that was doubled has the timer of the first.
  Descriptors& descriptors = self->execution->descriptors();
  const auto file = descriptors.Lookup(descriptor);
  if (file == nullptr || file->kind != OpenFile::Kind::kTimer) return nullptr;
  return self->execution->timers().Find(Timer::Kind::kDescriptor, descriptor);
}

}  // namespace

DoorNames TimerDoors() { return kTimerNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;
using interleave::Timer;

extern "C" {

unsigned alarm(unsigned seconds) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(alarm)(seconds);
  itimerspec times = {};
  times.it_value.tv_sec = seconds;
  const itimerspec before =
      interleave::SetAlarm(*self, times, INTERLEAVE_CALLER());
  return static_cast<unsigned>(before.it_value.tv_sec) +
         (before.it_value.tv_nsec > 0 ? 1 : 0);
}

int setitimer(__itimer_which_t which, const struct itimerval* value,
              struct itimerval* before) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(setitimer)(which, value, before);
  if (which != ITIMER_REAL) {
    self->execution->NoteUnmodelled(
        "setitimer",
        "but for ITIMER_REAL it fails with ENOSYS: what time the processor "
        "takes is in no schedule");
    return interleave::Fail(ENOSYS);
  }
  const itimerspec times = {
      {value->it_interval.tv_sec, value->it_interval.tv_usec * 1'000},
      {value->it_value.tv_sec, value->it_value.tv_usec * 1'000}};
  if (!interleave::AreValid(times)) return interleave::Fail(EINVAL);
  const itimerspec was =
      interleave::SetAlarm(*self, times, INTERLEAVE_CALLER());
  if (before != nullptr) {
    *before = {{was.it_interval.tv_sec, was.it_interval.tv_nsec / 1'000},
               {was.it_value.tv_sec, was.it_value.tv_nsec / 1'000}};
  }
  return 0;
}

int getitimer(__itimer_which_t which, struct itimerval* value) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr || which != ITIMER_REAL) {
    return INTERLEAVE_REAL(getitimer)(which, value);
  }
  const itimerspec times = interleave::TimesOf(
      *self,
      self->execution->timers().Find(Timer::Kind::kSignal, interleave::kAlarm));
  *value = {{times.it_interval.tv_sec, times.it_interval.tv_nsec / 1'000},
            {times.it_value.tv_sec, times.it_value.tv_nsec / 1'000}};
  return 0;
}

int timer_create(clockid_t clock, struct sigevent* event,
                 timer_t* timer) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(timer_create)(clock, event, timer);
  }
  return interleave::CreateTimer(*self, clock, event, timer);
}

int timer_settime(timer_t handle, int flags, const itimerspec* times,
                  itimerspec* before) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) {
    return INTERLEAVE_REAL(timer_settime)(handle, flags, times, before);
  }
  const int id = interleave::NumberOf(handle);
  const Timer* const timer =
      self->execution->timers().Find(Timer::Kind::kSignal, id);
  if (timer == nullptr || !interleave::AreValid(*times)) {
    return interleave::Fail(EINVAL);
  }
  if (before != nullptr) *before = interleave::TimesOf(*self, timer);
  interleave::SetTimes(*self, Timer::Kind::kSignal, id, timer->clock,
                       (flags & TIMER_ABSTIME) != 0, *times,
                       INTERLEAVE_CALLER());
  return 0;
}

int timer_gettime(timer_t handle, itimerspec* times) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(timer_gettime)(handle, times);
  *times = interleave::TimesOf(
      *self, self->execution->timers().Find(Timer::Kind::kSignal,
                                            interleave::NumberOf(handle)));
  return 0;
}

int timer_delete(timer_t handle) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(timer_delete)(handle);
  self->execution->timers().Remove(Timer::Kind::kSignal,
                                   interleave::NumberOf(handle));
  return 0;
}

int timer_getoverrun(timer_t handle) noexcept {
  return CurrentTask() == nullptr ? INTERLEAVE_REAL(timer_getoverrun)(handle)
                                  : 0;
}

int timerfd_create(int clock, int flags) noexcept {
  Task* const self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(timerfd_create)(clock, flags);
  int real_flags = 0;
  if ((flags & TFD_NONBLOCK) != 0) real_flags |= EFD_NONBLOCK;
  if ((flags & TFD_CLOEXEC) != 0) real_flags |= EFD_CLOEXEC;
  const int made = INTERLEAVE_REAL(eventfd)(0, real_flags);
  if (made < 0) return made;
  interleave::Descriptors& descriptors = self->execution->descriptors();
  descriptors.Add(made, interleave::OpenFile::Kind::kTimer,
                  &descriptors.NewChannel(interleave::ObjectKind::kTimer));
  Timer timer;
  timer.kind = Timer::Kind::kDescriptor;
  timer.id = made;
  timer.clock = clock;
  self->execution->timers().Add(timer);
  return made;
}

int timerfd_settime(int descriptor, int flags, const itimerspec* times,
                    itimerspec* before) noexcept {
  Task* const self = CurrentTask();
  const Timer* const timer = interleave::TimerOfDescriptor(self, descriptor);
  if (timer == nullptr) {
    return INTERLEAVE_REAL(timerfd_settime)(descriptor, flags, times, before);
  }
  if (!interleave::AreValid(*times)) return interleave::Fail(EINVAL);
  if (before != nullptr) *before = interleave::TimesOf(*self, timer);
  interleave::SetTimes(*self, Timer::Kind::kDescriptor, descriptor,
                       timer->clock, (flags & TFD_TIMER_ABSTIME) != 0, *times,
                       INTERLEAVE_CALLER());
  // What came before and was not read is gone.
  uint64_t count = 0;
  if (interleave::IsSet(descriptor)) {
    static_cast<void>(INTERLEAVE_REAL(read)(descriptor, &count, sizeof(count)));
  }
  self->execution->descriptors().Changed(
      *self, *self->execution->descriptors().Lookup(descriptor)->channel);
  return 0;
}

int timerfd_gettime(int descriptor, itimerspec* times) noexcept {
  Task* const self = CurrentTask();
  const Timer* const timer = interleave::TimerOfDescriptor(self, descriptor);
  if (timer == nullptr) {
    return INTERLEAVE_REAL(timerfd_gettime)(descriptor, times);
  }
  *times = interleave::TimesOf(*self, timer);
  return 0;
}

}  // extern "C"
