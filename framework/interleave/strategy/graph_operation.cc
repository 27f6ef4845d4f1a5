// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/graph_operation.h"

#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

using Role = GraphOperation::Role;

const Object& ObjectOf(const Task& task) {
  return task.execution->objects().at(task.next.object);
}

bool IsPlainLock(const Object& object) {
  return (object.kind == ObjectKind::kMutex && !object.robust) ||
         object.kind == ObjectKind::kSpinLock;
}

void SetPlace(GraphOperation& operation, Role role, uint64_t place, bool reads,
              bool writes) {
  operation.role = role;
  operation.place = place;
  operation.reads = reads;
  operation.writes = writes;
}

// False for a lock that isn't handled.
bool ReadLockOperation(const Task& task, GraphOperation& operation) {
  const Object& lock = ObjectOf(task);
  if (!IsPlainLock(lock)) return false;
  const uint64_t place =
      GraphOperation::kLocks | reinterpret_cast<uintptr_t>(lock.address);
  // One that is taken again, or given back for the first of several times,
  // stays as it is; so does one that somebody else gives back.
  const bool owned = lock.owner == &task;
  switch (task.next.kind) {
    case OperationKind::kUnlock:
      if (owned && lock.depth == 1) {
        SetPlace(operation, Role::kUnlock, place, true, true);
      }
      return true;
    case OperationKind::kTryLock:
      if (!owned) SetPlace(operation, Role::kTryLock, place, true, true);
      return true;
    default:
      // A plain mutex taken twice waits for itself: its gate is closed.
      if (!owned || task.slot == ChoicePoint::kNotEnabled) {
        SetPlace(operation, Role::kLock, place, true, true);
      }
      return true;
  }
}

uint64_t PlaceOfPoint(const Task& task) {
  if (task.next.object == kNoObject) return GraphOperation::kPoints;
  return GraphOperation::kPoints |
         reinterpret_cast<uintptr_t>(ObjectOf(task).address);
}

void ReadAccess(const Task& task, bool reads, bool writes,
                GraphOperation& operation) {
  SetPlace(operation, Role::kAccess,
           reinterpret_cast<uintptr_t>(ObjectOf(task).address), reads, writes);
  operation.bytes = static_cast<uint32_t>(task.access_bytes);
}

}  // namespace

bool ReadOperation(const TaskState& state, GraphOperation* operation) {
  const auto& task = static_cast<const Task&>(state);
  *operation = {};
  operation->task = task.id;
  if (task.deadline != kNoDeadline) return false;
  switch (task.next.kind) {
    case OperationKind::kRead:
    case OperationKind::kAtomicLoad:
      ReadAccess(task, true, false, *operation);
      return true;
    case OperationKind::kAtomicStore:
      ReadAccess(task, false, true, *operation);
      return true;
    case OperationKind::kWrite:
    case OperationKind::kAtomicChange:
      ReadAccess(task, true, true, *operation);
      operation->may_fail =
          task.compares && task.next.kind == OperationKind::kAtomicChange;
      return true;
    case OperationKind::kStart:
    case OperationKind::kEnd:
    case OperationKind::kDetach:
    case OperationKind::kYield:
    case OperationKind::kExit:   // refused when others have not ended
    case OperationKind::kFence:  // executions are sequentially consistent
      return true;
    case OperationKind::kCreate:
      SetPlace(*operation, Role::kCreate, GraphOperation::kNumbering, true,
               true);
      operation->other = task.next.object;
      return true;
    case OperationKind::kJoin:
      operation->role = Role::kJoin;
      operation->other = task.next.object;
      return true;
    case OperationKind::kPoint:
      SetPlace(*operation, Role::kAccess, PlaceOfPoint(task), true, true);
      return true;
    case OperationKind::kReadClock:  // which moves it
      SetPlace(*operation, Role::kAccess, GraphOperation::kClock, true, true);
      return true;
    case OperationKind::kLock:
    case OperationKind::kTryLock:
    case OperationKind::kUnlock:
      return ReadLockOperation(task, *operation);
    case OperationKind::kDestroy:  // of what nobody else can use
      return task.execution->unfinished() == 1;
    default:
      return false;
  }
}

std::string UnhandledName(const TaskState& state) {
  const auto& task = static_cast<const Task&>(state);
  if (task.deadline != kNoDeadline) return "operations with a deadline";
  switch (task.next.kind) {
    case OperationKind::kWait:
      if (ObjectOf(task).kind == ObjectKind::kReadWriteLock) {
        return "reader-writer locks";
      }
      return "condition variables";
    case OperationKind::kTimedWait:
    case OperationKind::kWake:
    case OperationKind::kSignal:
    case OperationKind::kBroadcast:
      return "condition variables";
    case OperationKind::kTimedLock:
    case OperationKind::kTimeout:
    case OperationKind::kSleep:
    case OperationKind::kLookAtClock:
      return "operations with a deadline";
    case OperationKind::kOnce:
      return "pthread_once and std::call_once";
    case OperationKind::kFutexWait:
    case OperationKind::kFutexWake:
      return "futexes (std::atomic::wait, std::future, std::latch)";
    case OperationKind::kAcquire:
    case OperationKind::kTryAcquire:
    case OperationKind::kRelease:
      return "semaphores";
    case OperationKind::kArrive:
      return "barriers";
    case OperationKind::kReadLock:
      return "reader-writer locks";
    case OperationKind::kLock:
    case OperationKind::kTryLock:
    case OperationKind::kUnlock:
      switch (ObjectOf(task).kind) {
        case ObjectKind::kMutex:
          return "robust mutexes";
        case ObjectKind::kReadWriteLock:
          return "reader-writer locks";
        default:
          return "absl::Mutex";
      }
    case OperationKind::kReceive:
    case OperationKind::kSend:
    case OperationKind::kAccept:
    case OperationKind::kConnect:
    case OperationKind::kListen:
    case OperationKind::kClose:
    case OperationKind::kPoll:
    case OperationKind::kWatch:
      return "pipes, sockets and other descriptors";
    case OperationKind::kSetTimer:
      return "timers";
    case OperationKind::kKill:
    case OperationKind::kAwaitSignal:
      return "signals between tasks";
    case OperationKind::kOpen:
      return "semaphores";
    case OperationKind::kDestroy:
      return "destroying what others may use";
    default:
      return std::string(OperationKindName(task.next.kind));
  }
}

}  // namespace interleave
