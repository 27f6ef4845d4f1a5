// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// SharedMemory: which memory several tasks use with nothing to order them.
//
// Where what the program itself orders leaves no choice, switching before a
// plain access changes nothing that a switch at synchronisation would not: a
// program without a data race has no other results (C++20 [intro.races], the
// promise to race-free programs). So a location is looked at in two stages.
// It is *watched* once two tasks used it, one writing, and it is not plain
// that the two were ordered: all that is done there is then kept and judged
// (AccessHistory). It is *raced* once that judgement found a race, and from
// then on accesses to it are schedule points. Both are known for the whole
// exploration; who used what, for one execution. What is kept of a location
// that isn't watched is its last write and last read, after FastTrack
// (Flanagan & Freund, PLDI 2009); where they would need a clock of all readers
// we watch instead.
//
// A location is an aligned granule of 8 bytes: neighbours in one granule may
// be watched without need, never the reverse.
// Cost of Touch: one probe of an open-addressing table for each granule.

#ifndef INTERLEAVE_RUNTIME_SHARED_MEMORY_H_
#define INTERLEAVE_RUNTIME_SHARED_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/runtime/causality.h"

namespace interleave {

class SharedMemory {
 public:
  // `epoch`: the number of the first execution; it begins anew after the last.
  explicit SharedMemory(uint32_t epoch = 1);

  // What is known of a location: nothing, or these. The last is said of what is
  // watched only: in this execution it was used atomically.
  static constexpr uint16_t kWatched = 1;
  static constexpr uint16_t kRaced = 2;
  static constexpr uint16_t kAtomic = 8;

  // Notes an access by `task` to [address, address + bytes), and returns what
  // is known of any of it, this access included. REQUIRES: bytes > 0
  uint32_t Touch(const void* address, size_t bytes, TaskId task, bool writes,
                 bool atomic, Causality& causality) {
    const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
    const uintptr_t first = begin >> kGranuleBits;
    const uintptr_t last = (begin + bytes - 1) >> kGranuleBits;
    const Use use = {task, causality.Now(task)};
    const VectorClock& seen = causality.SeenBy(task);
    uint32_t known = watches_all_ ? kWatched : 0;
    for (uintptr_t granule = first; granule <= last; ++granule) {
      Entry& entry = Probe(granule);
      if (atomic ? IsAtomicAlone(entry)
                 : Keep(entry, granule, use, writes, seen)) {
        continue;
      }
      known |= TouchGranule(entry, granule, use, writes, atomic, seen);
    }
    return known;
  }

  // The same for a plain access to memory that no other task used in this
  // execution, or that the task has read in this stretch of its course when it
  // reads, and of which nothing is known: true. Else nothing is done.
  // REQUIRES: not in an execution for which all is watched; bytes > 0
  template <bool kWrites>
  [[gnu::always_inline]] bool TouchOwn(const void* address, size_t bytes,
                                       TaskId task,
                                       const Causality& causality) {
    const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
    const uintptr_t granule = begin >> kGranuleBits;
    Entry& entry = entries_[IndexOf(granule)];
    if (entry.granule != granule ||
        (begin + bytes - 1) >> kGranuleBits != granule) {
      return false;
    }
    const Use use = {task, causality.Now(task)};
    if (entry.epoch != epoch_) {
      if ((entry.flags & kLasting) != 0) return false;
      entry.epoch = epoch_;
      entry.flags = 0;
      entry.only = OnlyBy(task);
      entry.write = Use{};
    } else if (entry.only != task + 1) {
      return !kWrites && (entry.flags & ~kReaders) == 0 && entry.read == use;
    }
    if (kWrites) entry.write = use;
    entry.read = kWrites ? Use{} : use;
    return true;
  }

  // ... that others used too, where all that they did comes before. REQUIRES:
  // the same
  [[gnu::always_inline]] bool TouchOrdered(const void* address, size_t bytes,
                                           TaskId task, bool writes,
                                           Causality& causality) {
    const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
    const uintptr_t last = (begin + bytes - 1) >> kGranuleBits;
    const Use use = {task, causality.Now(task)};
    const VectorClock& seen = causality.SeenBy(task);
    for (uintptr_t granule = begin >> kGranuleBits; granule <= last;
         ++granule) {
      Entry& entry = entries_[IndexOf(granule)];
      if (!Keep(entry, granule, use, writes, seen)) return false;
    }
    return true;
  }

  // An atomic access changes nothing of what is known, and nothing is known.
  // False: Touch is to be called. REQUIRES: bytes > 0
  [[gnu::always_inline]] bool IsAtomicAlone(const void* address,
                                            size_t bytes) const {
    const uintptr_t begin = reinterpret_cast<uintptr_t>(address);
    const uintptr_t granule = begin >> kGranuleBits;
    const Entry& entry = entries_[IndexOf(granule)];
    return !watches_all_ && entry.granule == granule && IsAtomicAlone(entry) &&
           (begin + bytes - 1) >> kGranuleBits == granule;
  }

  // Whether any of it is watched for its own sake. REQUIRES: bytes > 0
  bool IsWatched(const void* address, size_t bytes);
  // A race was found on all of it. REQUIRES: bytes > 0
  bool IsRaced(const void* address, size_t bytes);
  // A race was found there.
  void MarkRaced(const void* address, size_t bytes);
  // The memory is used anew: what was done to it is over.
  void Forget(const void* address, size_t bytes);

  // Nobody has used anything yet; what is watched or raced stays known.
  // `watches_all`: in this execution Touch takes every location for watched.
  void BeginExecution(bool watches_all) {
    if (__builtin_expect(++epoch_ == 0, false)) RestartEpochs();
    watches_all_ = watches_all;
  }
  // Nothing is known.
  void BeginExploration();

  // How many granules came to be watched, and to be raced, in this exploration.
  uint64_t watched() const { return watched_; }
  uint64_t raced() const { return raced_; }

 private:
  static constexpr int kGranuleBits = 3;

  // Of one execution: tasks that nothing orders read it since it was written.
  static constexpr uint16_t kReaders = 4;
  static constexpr uint16_t kLasting = kWatched | kRaced;

  struct Use {
    TaskId task = kNoTask;
    Epoch at = 0;

    friend bool operator==(const Use&, const Use&) = default;

    // Nobody's, the task's own, or seen by it.
    bool ComesBefore(TaskId other, const VectorClock& seen) const {
      return task == other || seen.At(task) >= at;
    }
  };
  struct Entry {
    uintptr_t granule = 0;  // 0: free
    uint32_t epoch = 0;     // the execution that the rest, bar kLasting, is of
    uint16_t flags = 0;
    // The number, plus 1, of the only task that used it in that execution. 0
    // where there were several, `flags` are not 0, or the number is large.
    uint16_t only = 0;
    Use write;
    Use read;
  };
  static uint16_t OnlyBy(TaskId task) {
    return task < 0xffff ? static_cast<uint16_t>(task + 1) : 0;
  }

  // A plain use of `granule`: keeps it in the granule's entry when all that was
  // done there before comes before it, and nothing is known. False: it is
  // otherwise, or the entry is another's.
  [[gnu::always_inline]] bool Keep(Entry& entry, uintptr_t granule, Use use,
                                   bool writes, const VectorClock& seen) const {
    if (entry.granule != granule) return false;
    if (entry.epoch != epoch_) {
      if ((entry.flags & kLasting) != 0) return false;
      entry.epoch = epoch_;
      entry.flags = 0;
      entry.only = OnlyBy(use.task);
      entry.write = writes ? use : Use{};
      entry.read = writes ? Use{} : use;
      return true;
    }
    if ((entry.flags & ~kReaders) != 0 ||
        !entry.write.ComesBefore(use.task, seen)) {
      return false;
    }
    const bool read_before = entry.read.ComesBefore(use.task, seen);
    if (writes && (entry.flags != 0 || !read_before)) return false;
    if (entry.only != use.task + 1) entry.only = 0;
    if (writes) {
      entry.write = use;
      entry.read = Use{};
    } else if (read_before) {
      entry.read = use;
    } else {
      entry.flags = kReaders;
    }
    return true;
  }
  // In this execution it was used atomically, and not otherwise; then all that
  // is known of it stays as it is.
  bool IsAtomicAlone(const Entry& entry) const {
    return entry.epoch == epoch_ && entry.flags == kAtomic &&
           entry.write.task == kNoTask && entry.read.task == kNoTask;
  }
  uint32_t TouchGranule(Entry& entry, uintptr_t granule, Use use, bool writes,
                        bool atomic, const VectorClock& seen);
  void Claim(Entry& entry, uintptr_t granule);

  size_t IndexOf(uintptr_t granule) const {
    return (granule * kMultiplier) >> shift_;
  }
  // The granule's entry, or the free one that it will have.
  Entry& Probe(uintptr_t granule) {
    size_t index = IndexOf(granule);
    while (entries_[index].granule != granule && entries_[index].granule != 0) {
      index = (index + 1) & mask_;
    }
    return entries_[index];
  }
  void Rebuild();
  // No entry is of an execution any more.
  void RestartEpochs();

  static constexpr uintptr_t kMultiplier = 0x9e3779b97f4a7c15u;

  std::vector<Entry> entries_;  // a power of two
  size_t mask_ = 0;
  int shift_ = 0;
  size_t filled_ = 0;
  uint32_t epoch_;
  bool watches_all_ = false;
  uint64_t watched_ = 0;
  uint64_t raced_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_SHARED_MEMORY_H_
