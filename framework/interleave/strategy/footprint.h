// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Footprint: what an operation depends on; the one place that says which two
// operations may be done in either order.
//
// Each kind of operation uses some keys (an object, eight bytes of memory, the
// numbering of tasks) in some mode, by the table in footprint.cc, and modes say
// whether two uses of one key are ordered and whether they can be reversed.
// What is not known to be independent is dependent: timed operations, since
// time passes for all, and everything in a program whose accesses to memory are
// not seen (not instrumented).
// Thread safety: none. Cost: O(1).

#ifndef INTERLEAVE_STRATEGY_FOOTPRINT_H_
#define INTERLEAVE_STRATEGY_FOOTPRINT_H_

#include <array>
#include <cstdint>
#include <span>

#include "interleave/runtime/strategy.h"

namespace interleave {

// How an operation uses a key.
enum class UseMode : uint8_t {
  kExclusive,       // changes it
  kShared,          // looks at it
  kTake,            // takes a lock, which it needs to be free
  kTakeShared,      // ... with other readers
  kTry,             // takes it if it is free
  kGiveBack,        // gives it up
  kGiveBackShared,  // ... as one of its readers
  kFollow,          // goes on after the step of somebody who used it so
};

// It needs the lock to be free, of others' taking it alone at least.
bool IsTake(UseMode mode);
// Two such uses of one key are in no order.
constexpr bool IsShared(UseMode mode) {
  return mode == UseMode::kShared || mode == UseMode::kTakeShared ||
         mode == UseMode::kGiveBackShared;
}

struct Use {
  // An object's number, that of a granule of memory, ...; each kind of key has
  // numbers of its own. Small, and the same in all executions with the same
  // choices until then, which addresses are not.
  uint32_t key = 0;
  UseMode mode = UseMode::kExclusive;
  // Of a granule, the bytes used: a bit for each.
  uint8_t bytes = 0xff;
};

struct Footprint {
  static constexpr size_t kUsesMax = 4;

  TaskId task = kNoTask;
  OperationKind kind = OperationKind::kStart;
  bool everything = false;  // depends on all of other tasks
  bool when_idle = false;   // its time came because nobody could go on
  bool late = false;        // its time came before: it doesn't wait
  bool nested = false;      // it takes a lock that its task has already
  uint8_t use_count = 0;
  std::array<Use, kUsesMax> used;
  // Before the operation, of a semaphore; what can be done to a channel of
  // descriptors without waiting, in bits.
  uint32_t available = 0;
  uint8_t channel_need = 0;  // ... and what this one needs of it; 0: nothing
  // Of a lock that is tried: it was not to be had, or not even with readers.
  bool held = false;
  bool held_from_readers = false;
  TaskId other = kNoTask;  // whom it creates or joins
  // For kFollow: the step that let it go on. Later uses of the key are
  // independent of it, and earlier ones are ordered by that step.
  StepNumber released_at = 0;
  static constexpr StepNumber kNeverReleased = ~StepNumber{0};  // it waits yet

  std::span<const Use> uses() const { return {used.data(), use_count}; }
};

// Of what the task would do next. REQUIRES: during an execution
Footprint FootprintOf(const TaskState& task);
// ... by what is seen alone: as if a program that is not instrumented touched
// no memory.
Footprint SeenFootprintOf(const TaskState& task);

// True when SeenFootprintOf(task) is one use and nothing else, of memory or by
// a yield point without an object, as it is for nearly all steps: `use`.
// REQUIRES: during an execution
bool UsesOneKey(const TaskState& task, Use& use);

// The later of two operations of different tasks happens after the earlier. Of
// kFollow see Footprint::released_at: whoever could go on depends on nobody.
bool AreOrdered(const Footprint& earlier, const Footprint& later);
// ... but could have come first: then the result may differ.
bool CanBeReversed(const Footprint& earlier, const Footprint& later);
// ... for what both do to one object or to the same memory, not only because
// nothing is known of one of them.
bool MeetInObject(const Footprint& earlier, const Footprint& later);

// Of what both would do next: AreOrdered(FootprintOf(a), FootprintOf(b)), in
// less time where both are plain memory. REQUIRES: during an execution
bool WouldBeOrdered(const TaskState& a, const TaskState& b);

// What an operation uses, in 64 bits, when that is one granule of memory and
// nothing else; for what it is nearly always. It holds for as long as the task
// is there: from when it could go on first.
class MemoryUse {
 public:
  // Of no operation.
  constexpr MemoryUse() = default;
  // Of what the task would do next. REQUIRES: during an execution, the task
  // could go on
  static MemoryUse Of(const TaskState& task);

  // The operation uses no more than that. All below REQUIRES it.
  bool IsAll() const { return (bits_ & kAll) != 0; }
  // Of the granule.
  uint32_t number() const { return bits_ >> kNumberShift; }
  // WouldBeOrdered of the two operations.
  static bool AreOrdered(MemoryUse a, MemoryUse b) {
    const bool same = ((a.bits_ ^ b.bits_) >> kNumberShift) == 0;
    const bool overlap = (a.bits_ & b.bits_ & kBytes) != 0;
    const bool changes = ((a.bits_ | b.bits_) & kChanges) != 0;
    return same & overlap & changes;
  }

 private:
  static constexpr uint64_t kBytes = 0xff;
  static constexpr uint64_t kChanges = 1 << 8;
  static constexpr uint64_t kAll = 1 << 9;
  static constexpr int kNumberShift = 32;

  uint64_t bits_ = 0;
};

// It waited in a queue, and left it when `step` was taken, or after that.
// Before it might have gone on only since its time came.
bool IsReleasedAfter(const Footprint& footprint, StepNumber step);

// By a single use.
bool AreOrdered(const Use& first, const Use& second);
bool CanBeReversed(const Use& first, const Use& second);

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_FOOTPRINT_H_
