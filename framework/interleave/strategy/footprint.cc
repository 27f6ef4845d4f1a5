// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/footprint.h"

#include <algorithm>
#include <optional>

#include "interleave/base/check.h"
#include "interleave/runtime/condition.h"
#include "interleave/runtime/descriptors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/read_write_lock.h"

namespace interleave {
namespace {

// Kinds of keys: the low bits of each.
constexpr uint32_t kObjects = 0;
constexpr uint32_t kGranules = 1;
constexpr uint32_t kTasks = 2;
constexpr uint32_t kOthers = 3;
constexpr uint32_t kKinds = 4;

constexpr uint32_t KeyOf(uint32_t number, uint32_t kind) {
  return number * kKinds + kind;
}
constexpr uint32_t kNumbering = KeyOf(0, kOthers);  // of tasks
constexpr uint32_t kPoints = KeyOf(1, kOthers);     // without an object
constexpr uint32_t kClock = KeyOf(2, kOthers);

void Add(Footprint& footprint, uint32_t key, UseMode mode,
         uint8_t bytes = 0xff) {
  INTERLEAVE_INVARIANT(footprint.use_count < Footprint::kUsesMax);
  footprint.used[footprint.use_count++] = {key, mode, bytes};
}

// The memory that the task has come to.
void AddMemory(Footprint& footprint, const Task& task, UseMode mode) {
  const GranuleUse& memory = task.granules;
  // What is larger than two granules is a piece of a copy, or a range; its
  // granules have no numbers.
  if (memory.count > GranuleUse::kMax) {
    footprint.everything = true;
    return;
  }
  if (memory.count == 1) {
    Add(footprint, KeyOf(memory.numbers[0], kGranules), mode, memory.bytes[0]);
    return;
  }
  for (uint32_t i = 0; i < memory.count; ++i) {
    Add(footprint, KeyOf(memory.numbers[i], kGranules), mode, memory.bytes[i]);
  }
}

bool IsConditionLock(const Object& object) {
  return object.kind == ObjectKind::kConditionLock;
}

// A lock that every operation changes: absl::Mutex wakes by conditions, which
// may read anything that it guards. A robust mutex can be had by nobody any
// more once it was unlocked as it was abandoned, and who may have a lock that
// prefers writers hangs on who waits for it.
bool IsChangedByAll(const Object& lock) {
  return IsConditionLock(lock) || lock.robust || lock.prefers_writers;
}

void AddLock(Footprint& footprint, const Object& lock, UseMode mode) {
  Add(footprint, KeyOf(lock.id, kObjects),
      IsChangedByAll(lock) ? UseMode::kExclusive : mode);
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
bool AddTasksUses(Footprint& footprint, const Task& task) {
  const Operation& next = task.next;
  switch (next.kind) {
    case OperationKind::kStart:
    case OperationKind::kEnd:
    case OperationKind::kYield:
    case OperationKind::kFence:  // executions are sequentially consistent
      return true;
    case OperationKind::kCreate:
      // Others may have created tasks since it came here.
      footprint.other = static_cast<TaskId>(task.execution->task_count());
      Add(footprint, kNumbering, UseMode::kExclusive);
      return true;
    case OperationKind::kJoin:
    case OperationKind::kDetach:
      footprint.other = next.object;
      Add(footprint, KeyOf(next.object, kTasks), UseMode::kExclusive);
      return true;
    case OperationKind::kPoint:
      if (next.object == kNoObject) {
        Add(footprint, kPoints, UseMode::kExclusive);
      } else {
        Add(footprint, kPoints, UseMode::kShared);
        Add(footprint, KeyOf(next.object, kObjects), UseMode::kExclusive);
      }
      return true;
    case OperationKind::kReadClock:
      Add(footprint, kClock, UseMode::kExclusive);
      return true;
    case OperationKind::kLookAtClock:
      Add(footprint, kClock, UseMode::kShared);
      return true;
    case OperationKind::kKill:  // who goes on by it, and what it interrupts
    case OperationKind::kAwaitSignal:
    case OperationKind::kSetTimer:
    case OperationKind::kOnce:  // who comes later asks without a schedule point
    case OperationKind::kTimeout:
    case OperationKind::kSleep:
    case OperationKind::kExit:  // what others have not done is not done
      footprint.everything = true;
      return true;
    default:
      return false;
  }
}

// Of accesses to memory; true when it was one.
bool AddAccess(Footprint& footprint, const Task& task) {
  switch (task.next.kind) {
    case OperationKind::kRead:
    case OperationKind::kAtomicLoad:
      AddMemory(footprint, task, UseMode::kShared);
      return true;
    case OperationKind::kWrite:
    case OperationKind::kAtomicStore:
    case OperationKind::kAtomicChange:
      AddMemory(footprint, task, UseMode::kExclusive);
      return true;
    default:
      return false;
  }
}

// Of what is done to a descriptor; true when it was one.
bool AddDescriptorsUses(Footprint& footprint, const Task& task) {
  const Operation& next = task.next;
  const ObjectTable& objects = task.execution->objects();
  const auto add = [&](ObjectId object, UseMode mode) {
    // What others do at the other end of this one is not seen.
    footprint.everything |=
        objects.at(object).kind == ObjectKind::kDescriptor ||
        footprint.use_count == Footprint::kUsesMax;
    if (footprint.use_count == Footprint::kUsesMax) return;
    Add(footprint, KeyOf(object, kObjects), mode);
  };
  switch (next.kind) {
    case OperationKind::kReceive:
    case OperationKind::kSend:
    case OperationKind::kAccept:
    case OperationKind::kConnect:
    case OperationKind::kListen:
    case OperationKind::kClose:
    case OperationKind::kWatch:
      add(next.object, UseMode::kExclusive);
      footprint.channel_need = task.channel_need;
      footprint.available =
          static_cast<const Channel*>(objects.at(next.object).address)->Ready();
      return true;
    case OperationKind::kPoll: {
      if (next.object == kNoObject) return true;
      // An epoll gives what it has to one who asks.
      const bool gives = objects.at(next.object).kind == ObjectKind::kEpoll;
      add(next.object, gives ? UseMode::kExclusive : UseMode::kShared);
      for (const ObjectId object : task.looks_at) {
        add(object, UseMode::kShared);
      }
      return true;
    }
    default:
      return false;
  }
}

// Of what is done to an object.
void AddObjectsUses(Footprint& footprint, const Task& task,
                    const Object& object) {
  const uint32_t key = KeyOf(object.id, kObjects);
  switch (task.next.kind) {
    case OperationKind::kLock:
      footprint.nested = object.owner == &task || HoldsForReading(task, object);
      AddLock(footprint, object, UseMode::kTake);
      break;
    case OperationKind::kTimedLock:
      footprint.everything = true;
      // Where its time may come at once it doesn't wait.
      AddLock(footprint, object,
              task.due && !task.due_when_idle ? UseMode::kTry : UseMode::kTake);
      break;
    case OperationKind::kReadLock:
      AddLock(footprint, object,
              task.due && !task.due_when_idle ? UseMode::kTry
                                              : UseMode::kTakeShared);
      break;
    case OperationKind::kTryLock:
      footprint.held = !object.gate.open;
      footprint.held_from_readers = !object.read_gate.open;
      AddLock(footprint, object, UseMode::kTry);
      break;
    case OperationKind::kUnlock:
      AddLock(footprint, object,
              HoldsForReading(task, object) ? UseMode::kGiveBackShared
                                            : UseMode::kGiveBack);
      break;
    case OperationKind::kWait:
    case OperationKind::kTimedWait:
      footprint.everything |= task.next.kind == OperationKind::kTimedWait;
      Add(footprint, key, UseMode::kExclusive);
      AddItsLock(footprint, task, object, UseMode::kGiveBack);
      break;
    case OperationKind::kWake:
      Add(footprint, key,
          IsConditionLock(object) ? UseMode::kExclusive : UseMode::kFollow);
      footprint.released_at = task.released_at;
      // When its time has come it asks for the lock in a step of its own.
      if (!task.due) AddItsLock(footprint, task, object, UseMode::kTake);
      break;
    case OperationKind::kFutexWait:
      Add(footprint, key, UseMode::kExclusive);
      AddMemory(footprint, task, UseMode::kShared);
      break;
    case OperationKind::kAcquire:
    case OperationKind::kTryAcquire:
    case OperationKind::kRelease:
      footprint.available = object.count;
      Add(footprint, key, UseMode::kExclusive);
      break;
    case OperationKind::kSignal:
    case OperationKind::kBroadcast:
    case OperationKind::kFutexWake:
      // It may move the clock.
      footprint.everything |=
          task.execution->HasLeft(Liberty::kTimeoutAtSignal) &&
          CountTimed(object.queue) > 0;
      Add(footprint, key, UseMode::kExclusive);
      break;
    default:  // barriers, what is destroyed, names that are opened
      Add(footprint, key, UseMode::kExclusive);
      break;
  }
}

void AddUses(Footprint& footprint, const Task& task) {
  if (AddAccess(footprint, task) || AddTasksUses(footprint, task) ||
      AddDescriptorsUses(footprint, task)) {
    return;
  }
  AddObjectsUses(footprint, task,
                 task.execution->objects().at(task.next.object));
}

// Adds that the key is looked at, all of it; false when there is no room.
bool AddLook(Footprint& footprint, uint32_t key) {
  for (size_t i = 0; i < footprint.use_count; ++i) {
    if (footprint.used[i].key != key) continue;
    footprint.used[i].bytes = 0xff;
    return true;
  }
  if (footprint.use_count == Footprint::kUsesMax) return false;
  Add(footprint, key, UseMode::kShared);
  return true;
}

// ... of memory, whole granules; false, too, when it has no number.
bool AddLooks(Footprint& footprint, const Task& task, const Look& look) {
  const GranuleTable& granules = task.execution->granules();
  const uintptr_t last = GranuleTable::GranuleOf(look.end - 1);
  for (uintptr_t at = GranuleTable::GranuleOf(look.begin); at <= last; ++at) {
    const std::optional<uint32_t> number = granules.Lookup(at);
    if (!number.has_value() || !AddLook(footprint, KeyOf(*number, kGranules))) {
      return false;
    }
  }
  return true;
}

// A task that was held (runtime/fairness.h) goes on when anything changed that
// its loop looked at. So what it does next depends on all of that.
void AddAwaited(Footprint& footprint, const Task& task) {
  for (const Look& look : task.spin.awaited) {
    const bool fits = look.gate != nullptr
                          ? AddLook(footprint, KeyOf(look.object, kObjects))
                          : AddLooks(footprint, task, look);
    if (!fits) footprint.everything = true;
  }
}

}  // namespace

Footprint FootprintOf(const TaskState& task) {
  Footprint footprint = SeenFootprintOf(task);
  // What is not instrumented may touch anything in each of its steps.
  footprint.everything |= !internal::instrumented;
  return footprint;
}

Footprint SeenFootprintOf(const TaskState& state) {
  const auto& task = static_cast<const Task&>(state);
  Footprint footprint;
  footprint.task = task.id;
  footprint.kind = task.next.kind;
  footprint.everything =
      task.deadline != kNoDeadline || task.interrupted || task.has_signals;
  footprint.when_idle = task.due && task.due_when_idle;
  footprint.late = task.due && !task.due_when_idle;
  // Whether a yield counts, and who has to go on before its task does, hangs on
  // the order of all (runtime/fairness.h).
  footprint.everything |= task.yield_counts || task.gave_way;
  AddUses(footprint, task);
  if (task.spin.was_held) AddAwaited(footprint, task);
  return footprint;
}

namespace {

// More than its operation says: the time, or the order of all.
bool HangsOnAll(const Task& task) {
  return task.deadline != kNoDeadline || task.yield_counts || task.gave_way ||
         task.spin.was_held;
}

// Its footprint is its memory, and nothing else.
bool UsesMemoryAlone(const Task& task) {
  return task.next.is_memory() && !HangsOnAll(task) &&
         task.granules.count <= GranuleUse::kMax;
}

bool Changes(OperationKind kind) {
  return kind != OperationKind::kRead && kind != OperationKind::kAtomicLoad;
}

}  // namespace

bool WouldBeOrdered(const TaskState& a, const TaskState& b) {
  if (!internal::instrumented) return true;
  const auto& first = static_cast<const Task&>(a);
  const auto& second = static_cast<const Task&>(b);
  if (!UsesMemoryAlone(first) || !UsesMemoryAlone(second)) {
    return AreOrdered(FootprintOf(a), FootprintOf(b));
  }
  if (!Changes(a.next.kind) && !Changes(b.next.kind)) return false;
  const GranuleUse& one = first.granules;
  const GranuleUse& two = second.granules;
  for (uint32_t i = 0; i < one.count; ++i) {
    for (uint32_t k = 0; k < two.count; ++k) {
      if (one.numbers[i] == two.numbers[k] &&
          (one.bytes[i] & two.bytes[k]) != 0) {
        return true;
      }
    }
  }
  return false;
}

bool UsesOneKey(const TaskState& state, Use& use) {
  const auto& task = static_cast<const Task&>(state);
  if (UsesMemoryAlone(task) && task.granules.count == 1) {
    use.key = KeyOf(task.granules.numbers[0], kGranules);
    use.mode = Changes(task.next.kind) ? UseMode::kExclusive : UseMode::kShared;
    use.bytes = task.granules.bytes[0];
    return true;
  }
  if (task.next.kind != OperationKind::kPoint ||
      task.next.object != kNoObject || HangsOnAll(task)) {
    return false;
  }
  use = {kPoints, UseMode::kExclusive, 0xff};
  return true;
}

MemoryUse MemoryUse::Of(const TaskState& state) {
  const auto& task = static_cast<const Task&>(state);
  MemoryUse use;
  if (!internal::instrumented || !UsesMemoryAlone(task) ||
      task.granules.count != 1) {
    return use;
  }
  use.bits_ = kAll | (Changes(task.next.kind) ? kChanges : 0) |
              task.granules.bytes[0] |
              uint64_t{task.granules.numbers[0]} << kNumberShift;
  return use;
}

bool IsTake(UseMode mode) {
  return mode == UseMode::kTake || mode == UseMode::kTakeShared;
}

bool IsReleasedAfter(const Footprint& footprint, StepNumber step) {
  return footprint.kind == OperationKind::kWake && footprint.use_count > 0 &&
         footprint.used[0].mode == UseMode::kFollow &&
         footprint.released_at > step;
}

bool AreOrdered(const Use& first, const Use& second) {
  if (first.key != second.key || (first.bytes & second.bytes) == 0) {
    return false;
  }
  if (first.mode == UseMode::kFollow || second.mode == UseMode::kFollow) {
    return false;
  }
  return !(IsShared(first.mode) && IsShared(second.mode));
}

bool CanBeReversed(const Use& first, const Use& second) {
  if (!AreOrdered(first, second)) return false;
  // Who needs a lock to be free can't come before it is: what could have been
  // the other way round is that the lock was taken.
  const bool gives_back = first.mode == UseMode::kGiveBack ||
                          first.mode == UseMode::kGiveBackShared;
  return !(gives_back && IsTake(second.mode));
}

bool AreOrdered(const Footprint& earlier, const Footprint& later) {
  if (earlier.everything || later.everything) return true;
  if (earlier.kind == OperationKind::kCreate && earlier.other == later.task) {
    return true;
  }
  if (later.kind == OperationKind::kJoin && later.other == earlier.task) {
    return true;
  }
  for (const Use& first : earlier.uses()) {
    for (const Use& second : later.uses()) {
      if (AreOrdered(first, second)) return true;
    }
  }
  return false;
}

bool CanBeReversed(const Footprint& earlier, const Footprint& later) {
  bool waits = false;
  for (const Use& first : earlier.uses()) {
    for (const Use& second : later.uses()) {
      // Who has the lock already need not be first, but for those who try.
      const bool held = (earlier.nested || later.nested) &&
                        IsTake(second.mode) && first.mode != UseMode::kTry;
      if (!held && CanBeReversed(first, second)) return true;
      waits |= AreOrdered(first, second);
    }
  }
  return (earlier.everything || later.everything) && !waits;
}

bool MeetInObject(const Footprint& earlier, const Footprint& later) {
  if (!CanBeReversed(earlier, later)) return false;
  for (const Use& first : earlier.uses()) {
    const uint32_t kind = first.key % kKinds;
    if (kind != kObjects && kind != kGranules) continue;
    for (const Use& second : later.uses()) {
      if (CanBeReversed(first, second)) return true;
    }
  }
  return false;
}

}  // namespace interleave
