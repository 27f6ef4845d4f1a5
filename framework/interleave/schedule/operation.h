// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Operation: what a task is about to do at a schedule point.

#ifndef INTERLEAVE_SCHEDULE_OPERATION_H_
#define INTERLEAVE_SCHEDULE_OPERATION_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "interleave/base/ids.h"

namespace interleave {

enum class OperationKind : uint8_t {
  kStart,   // the first step of a task
  kEnd,     // the task has returned; never waits for a choice
  kCreate,  // start another task
  kJoin,    // wait for another task's end
  kDetach,
  kLock,
  kTryLock,
  kTimedLock,
  kUnlock,
  kWait,  // on a condition variable: unlock and sleep
  kTimedWait,
  kWake,     // go on after a wait, with the mutex
  kTimeout,  // go on because the deadline has come
  kSignal,
  kBroadcast,
  kOnce,
  kFutexWait,
  kFutexWake,
  kYield,
  kSleep,
  kPoint,    // a yield point
  kAcquire,  // semaphore: take one
  kTryAcquire,
  kRelease,   // semaphore: give one
  kReadLock,  // reader-writer lock, shared
  kArrive,    // barrier
  kRead,      // of plain memory
  kWrite,
  kAtomicLoad,
  kAtomicStore,
  kAtomicChange,  // read, modify and write in one step
  kFence,
  kReadClock,    // which takes time
  kLookAtClock,  // to begin to wait for a duration
  kDestroy,      // a lock, a semaphore, ...
  kExit,         // the process ends, with all tasks
  kReceive,      // takes from a descriptor: read, recv
  kSend,         // gives to a descriptor: write, send
  kAccept,       // a connection that was asked for
  kConnect,
  kListen,
  kClose,  // or shut down
  kPoll,   // looks whether descriptors are ready
  kWatch,  // changes what an epoll watches
  kSetTimer,
  kKill,  // sends a signal to another task, or to the process
  kAwaitSignal,
  kOpen,  // a semaphore by its name
};
inline constexpr int kOperationKindCount =
    static_cast<int>(OperationKind::kOpen) + 1;

// The word used in reports and schedule files: "lock", "timed-wait", ...
std::string_view OperationKindName(OperationKind kind);
std::optional<OperationKind> OperationKindFromName(std::string_view name);

// It only begins or ends what tasks do: they start, are created, end, are
// joined or detached, or the process ends.
constexpr bool IsOfTasksLives(OperationKind kind) {
  switch (kind) {
    case OperationKind::kStart:
    case OperationKind::kEnd:
    case OperationKind::kCreate:
    case OperationKind::kJoin:
    case OperationKind::kDetach:
    case OperationKind::kExit:
      return true;
    default:
      return false;
  }
}

// A yield point in the source. One static object for each INTERLEAVE_POINT;
// `name` is what identifies it (several places may share a name).
struct PointSite {
  const char* name;
  const char* file;
  int line;
  // The last exploration that met it; runtime's note, no part of the identity.
  mutable uint64_t met_in = 0;
};

struct Operation {
  OperationKind kind = OperationKind::kStart;
  // What it is done to; for kCreate, kJoin and kDetach the other task's id.
  ObjectId object = kNoObject;
  // For kPoint a `const PointSite*`, else the program counter of the call.
  const void* site = nullptr;

  // An access to memory, plain or atomic.
  bool is_memory() const {
    return kind >= OperationKind::kRead && kind <= OperationKind::kAtomicChange;
  }

  const PointSite* point() const {
    return kind == OperationKind::kPoint ? static_cast<const PointSite*>(site)
                                         : nullptr;
  }
};

}  // namespace interleave

#endif  // INTERLEAVE_SCHEDULE_OPERATION_H_
