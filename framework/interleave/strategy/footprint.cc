// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/footprint.h"

#include <algorithm>

#include "interleave/base/check.h"
#include "interleave/runtime/execution.h"

namespace interleave {
namespace {

// Ranges of keys; an address has 48 bits at most.
constexpr uint64_t kObjects = uint64_t{1} << 60;
constexpr uint64_t kGranules = uint64_t{2} << 60;
constexpr uint64_t kTasks = uint64_t{3} << 60;
constexpr uint64_t kNumbering = uint64_t{4} << 60;  // of tasks
constexpr uint64_t kPoints = uint64_t{5} << 60;     // without an object
constexpr uint64_t kKeyRanges = uint64_t{15} << 60;

constexpr int kGranuleBits = 3;

bool IsMemory(const Use& use) { return (use.key & kKeyRanges) == kGranules; }

void Add(Footprint& footprint, uint64_t key, UseMode mode) {
  INTERLEAVE_INVARIANT(footprint.use_count < Footprint::kUsesMax);
  footprint.used[footprint.use_count++] = {key, mode};
}

void AddMemory(Footprint& footprint, const void* address, size_t bytes,
               UseMode mode) {
  footprint.begin = reinterpret_cast<uintptr_t>(address);
  footprint.end = footprint.begin + bytes;
  const uintptr_t last = (footprint.end - 1) >> kGranuleBits;
  uintptr_t granule = footprint.begin >> kGranuleBits;
  // What is larger than two granules is a piece of a copy, or a range.
  if (last - granule >= 2) {
    footprint.everything = true;
    return;
  }
  for (; granule <= last; ++granule) Add(footprint, kGranules | granule, mode);
}

// A lock that every operation changes: absl::Mutex wakes by conditions, which
// may read anything that it guards.
bool IsConditionLock(const Object& object) {
  return object.kind == ObjectKind::kConditionLock;
}

void AddLock(Footprint& footprint, const Object& lock, UseMode mode) {
  Add(footprint, kObjects | lock.id,
      IsConditionLock(lock) ? UseMode::kExclusive : mode);
}

// What a waiter on a condition variable does with its mutex.
void AddItsLock(Footprint& footprint, const Task& task, const Object& waited_on,
                UseMode mode) {
  if (waited_on.kind != ObjectKind::kCondition) return;
  const Object& lock = task.execution->objects().at(task.rejoins);
  const bool shared =
      mode == UseMode::kTake && task.rejoins_mode == LockMode::kShared;
  AddLock(footprint, lock, shared ? UseMode::kTakeShared : mode);
}

// --- The table: what each kind of operation uses, and how. ---

// Of tasks and yield points; true when it was one of these.
bool AddTasksUses(Footprint& footprint, const Operation& next) {
  switch (next.kind) {
    case OperationKind::kStart:
    case OperationKind::kEnd:
    case OperationKind::kYield:
    case OperationKind::kFence:  // executions are sequentially consistent
      return true;
    case OperationKind::kCreate:
      footprint.other = next.object;
      Add(footprint, kNumbering, UseMode::kExclusive);
      return true;
    case OperationKind::kJoin:
    case OperationKind::kDetach:
      footprint.other = next.object;
      Add(footprint, kTasks | next.object, UseMode::kExclusive);
      return true;
    case OperationKind::kPoint:
      if (next.object == kNoObject) {
        Add(footprint, kPoints, UseMode::kExclusive);
      } else {
        Add(footprint, kPoints, UseMode::kShared);
        Add(footprint, kObjects | next.object, UseMode::kExclusive);
      }
      return true;
    case OperationKind::kOnce:  // who comes later asks without a schedule point
    case OperationKind::kTimedLock:
    case OperationKind::kTimedWait:
    case OperationKind::kTimeout:
    case OperationKind::kSleep:
      footprint.everything = true;
      return true;
    default:
      return false;
  }
}

// Of what is done to an object.
void AddObjectsUses(Footprint& footprint, const Task& task,
                    const Object& object) {
  const uint64_t key = kObjects | object.id;
  switch (task.next.kind) {
    case OperationKind::kLock:
      AddLock(footprint, object, UseMode::kTake);
      break;
    case OperationKind::kReadLock:
      AddLock(footprint, object, UseMode::kTakeShared);
      break;
    case OperationKind::kTryLock:
      AddLock(footprint, object, UseMode::kTry);
      break;
    case OperationKind::kUnlock:
      AddLock(footprint, object, UseMode::kGiveBack);
      break;
    case OperationKind::kWait:
      Add(footprint, key, UseMode::kExclusive);
      AddItsLock(footprint, task, object, UseMode::kGiveBack);
      break;
    case OperationKind::kWake:
      Add(footprint, key,
          IsConditionLock(object) ? UseMode::kExclusive : UseMode::kFollow);
      AddItsLock(footprint, task, object, UseMode::kTake);
      break;
    case OperationKind::kRead:
    case OperationKind::kAtomicLoad:
      AddMemory(footprint, object.address, task.access_bytes, UseMode::kShared);
      break;
    case OperationKind::kWrite:
    case OperationKind::kAtomicStore:
    case OperationKind::kAtomicChange:
      AddMemory(footprint, object.address, task.access_bytes,
                UseMode::kExclusive);
      break;
    case OperationKind::kFutexWait:
      Add(footprint, key, UseMode::kExclusive);
      AddMemory(footprint, object.address, sizeof(uint32_t), UseMode::kShared);
      break;
    default:  // signals, semaphores, barriers, FUTEX_WAKE
      Add(footprint, key, UseMode::kExclusive);
      break;
  }
}

void AddUses(Footprint& footprint, const Task& task) {
  if (AddTasksUses(footprint, task.next)) return;
  AddObjectsUses(footprint, task,
                 task.execution->objects().at(task.next.object));
}

// False when there is no room.
bool AddLook(Footprint& footprint, uint64_t key) {
  const auto uses = footprint.uses();
  if (std::any_of(uses.begin(), uses.end(),
                  [key](const Use& use) { return use.key == key; })) {
    return true;
  }
  if (footprint.use_count == Footprint::kUsesMax) return false;
  Add(footprint, key, UseMode::kShared);
  return true;
}

// A task that was held (runtime/fairness.h) goes on when anything changed that
// its loop looked at. So what it does next depends on all of that.
void AddAwaited(Footprint& footprint, const Task& task) {
  const uintptr_t own = footprint.begin;
  for (const Look& look : task.spin.awaited) {
    bool fits = true;
    if (look.gate != nullptr) {
      fits = AddLook(footprint, kObjects | look.object);
    } else if (look.begin != own) {
      const uintptr_t last = (look.end - 1) >> kGranuleBits;
      for (uintptr_t at = look.begin >> kGranuleBits; fits && at <= last;
           ++at) {
        fits = AddLook(footprint, kGranules | at);
      }
      // Whole granules, in place of bytes.
      footprint.begin = 0;
      footprint.end = UINTPTR_MAX;
    }
    if (!fits) {
      footprint.everything = true;
      return;
    }
  }
}

bool Overlap(const Footprint& a, const Footprint& b) {
  return a.begin < b.end && b.begin < a.end;
}

}  // namespace

Footprint FootprintOf(const TaskState& state) {
  const auto& task = static_cast<const Task&>(state);
  Footprint footprint;
  footprint.task = task.id;
  footprint.kind = task.next.kind;
  // What is not instrumented may touch anything in each of its steps.
  footprint.everything =
      !internal::instrumented || task.deadline != kNoDeadline;
  // Whether a yield counts, and who has to go on before its task does, hangs on
  // the order of all (runtime/fairness.h).
  footprint.everything |= task.yield_counts || task.gave_way;
  AddUses(footprint, task);
  if (task.spin.was_held) AddAwaited(footprint, task);
  return footprint;
}

bool AreOrdered(const Footprint& earlier, const Use& first,
                const Footprint& later, const Use& second) {
  if (first.key != second.key) return false;
  if (IsMemory(first) && !Overlap(earlier, later)) return false;
  const auto shares = [](UseMode mode) {
    return mode == UseMode::kShared || mode == UseMode::kTakeShared;
  };
  return !(shares(first.mode) && shares(second.mode));
}

bool CanBeReversed(const Footprint& earlier, const Use& first,
                   const Footprint& later, const Use& second) {
  if (!AreOrdered(earlier, first, later, second)) return false;
  // Who needs a lock to be free can't come before it is: what could have been
  // the other way round is that the lock was taken.
  const bool waits =
      second.mode == UseMode::kTake || second.mode == UseMode::kTakeShared;
  if (first.mode == UseMode::kGiveBack && waits) return false;
  return second.mode != UseMode::kFollow && first.mode != UseMode::kFollow;
}

namespace {

template <typename Holds>
bool AnyUse(const Footprint& earlier, const Footprint& later, Holds holds) {
  for (const Use& first : earlier.uses()) {
    for (const Use& second : later.uses()) {
      if (holds(earlier, first, later, second)) return true;
    }
  }
  return false;
}

}  // namespace

bool AreOrdered(const Footprint& earlier, const Footprint& later) {
  if (earlier.everything || later.everything) return true;
  if (earlier.kind == OperationKind::kCreate && earlier.other == later.task) {
    return true;
  }
  if (later.kind == OperationKind::kJoin && later.other == earlier.task) {
    return true;
  }
  return AnyUse(
      earlier, later,
      [](const Footprint& a, const Use& first, const Footprint& b,
         const Use& second) { return AreOrdered(a, first, b, second); });
}

bool CanBeReversed(const Footprint& earlier, const Footprint& later) {
  if (earlier.everything || later.everything) return true;
  return AnyUse(
      earlier, later,
      [](const Footprint& a, const Use& first, const Footprint& b,
         const Use& second) { return CanBeReversed(a, first, b, second); });
}

}  // namespace interleave
