// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/intercept/doors.h"

namespace interleave {

size_t LinkDoors() {
  size_t count = 0;
  for (const DoorNames names :
       {ThreadDoors(),          MutexDoors(),        ConditionDoors(),
        ReadWriteLockDoors(),   SemaphoreDoors(),    NamedSemaphoreDoors(),
        SpinLockDoors(),        BarrierDoors(),      FutexDoors(),
        ClockDoors(),           OnceDoors(),         ThreadExitDoors(),
        ProcessExitDoors(),     AbslMutexDoors(),    AbslNotificationDoors(),
        C11ThreadDoors(),       RandomSourceDoors(), EnvironmentDoors(),
        ProcessIdentityDoors(), SignalDoors(),       TimerDoors(),
        DescriptorDoors(),      TransferDoors(),     SocketDoors(),
        PollingDoors(),         UnmodelledDoors()}) {
    count += names.size();
  }
  return count;
}

}  // namespace interleave
