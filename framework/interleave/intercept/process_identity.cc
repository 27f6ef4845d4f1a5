// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Doors: the number of the process, and those that take it for themselves.

#include "interleave/runtime/process_identity.h"

#include <signal.h>
#include <unistd.h>

#include "interleave/intercept/doors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/real.h"

namespace interleave {
namespace {

constexpr std::string_view kProcessIdentityNames[] = {"getpid", "sigqueue"};

// Of who asks by the number that getpid gave it.
pid_t RealNumberOf(pid_t process) {
  return CurrentTask() != nullptr && process == kFirstThreadId ? RealProcess()
                                                               : process;
}

}  // namespace

DoorNames ProcessIdentityDoors() { return kProcessIdentityNames; }

}  // namespace interleave

extern "C" {

pid_t getpid() noexcept {
  return interleave::CurrentTask() == nullptr ? INTERLEAVE_REAL(getpid)()
                                              : interleave::kFirstThreadId;
}

int sigqueue(pid_t process, int signal, const union sigval value) noexcept {
  return INTERLEAVE_REAL(sigqueue)(interleave::RealNumberOf(process), signal,
                                   value);
}

}  // extern "C"
