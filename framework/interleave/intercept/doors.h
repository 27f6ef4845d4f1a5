// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The doors: C functions that Interleave defines in place of the C library.
//
// Each finds the calling task; outside an execution it passes through to the
// real function, inside it calls the model in runtime/. A static library is
// only linked where something asks for it, so whoever explores calls LinkDoors.

#ifndef INTERLEAVE_INTERCEPT_DOORS_H_
#define INTERLEAVE_INTERCEPT_DOORS_H_

#include <span>
#include <string_view>

namespace interleave {

// The names of the functions that one file of this folder defines.
using DoorNames = std::span<const std::string_view>;

DoorNames ThreadDoors();
DoorNames MutexDoors();
DoorNames ConditionDoors();
DoorNames ReadWriteLockDoors();
DoorNames SemaphoreDoors();
DoorNames NamedSemaphoreDoors();
DoorNames SpinLockDoors();
DoorNames BarrierDoors();
DoorNames FutexDoors();
DoorNames ClockDoors();
DoorNames OnceDoors();
DoorNames ThreadExitDoors();
DoorNames ProcessExitDoors();
DoorNames AbslMutexDoors();
DoorNames AbslNotificationDoors();
DoorNames C11ThreadDoors();
DoorNames RandomSourceDoors();
DoorNames EnvironmentDoors();
DoorNames ProcessIdentityDoors();
DoorNames SignalDoors();
DoorNames TimerDoors();
DoorNames DescriptorDoors();
DoorNames TransferDoors();
DoorNames SocketDoors();
DoorNames PollingDoors();
DoorNames UnmodelledDoors();

// Makes the linker take every door; returns how many there are.
size_t LinkDoors();

}  // namespace interleave

// Where the door was called from.
#define INTERLEAVE_CALLER() __builtin_return_address(0)

#endif  // INTERLEAVE_INTERCEPT_DOORS_H_
