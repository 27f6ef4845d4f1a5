// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors for what is met inside executions and not modelled: named in the
// report, once, with what it means.

#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kUnmodelledNames[] = {"pthread_cancel", "fork",
                                                 "signalfd"};

}  // namespace

DoorNames UnmodelledDoors() { return kUnmodelledNames; }

}  // namespace interleave

using interleave::CurrentTask;
using interleave::Task;

extern "C" {

int pthread_cancel(pthread_t thread) {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(pthread_cancel)(thread);
  self->execution->NoteUnmodelled("pthread_cancel",
                                  "it fails with ENOSYS and the task goes on");
  return ENOSYS;
}

int signalfd(int descriptor, const sigset_t* set, int flags) noexcept {
  Task* self = CurrentTask();
  if (self == nullptr) return INTERLEAVE_REAL(signalfd)(descriptor, set, flags);
  self->execution->NoteUnmodelled(
      "signalfd",
      "it fails with ENOSYS: signals of tasks are not those of the system");
  errno = ENOSYS;
  return -1;
}

pid_t fork() noexcept {
  Task* self = CurrentTask();
  if (self != nullptr) {
    self->execution->NoteUnmodelled(
        "fork", "the child holds only the calling task and is not controlled");
  }
  return INTERLEAVE_REAL(fork)();
}

}  // extern "C"
