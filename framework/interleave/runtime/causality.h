// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Causality: which operations of an execution the program's own
// synchronisation orders (happens-before, C++20 [intro.races]).
//
// ThreadSanitizer keeps such clocks too, but takes fences for nothing and lets
// a relaxed store go on with the release sequence of the store before it, so
// it reports correct programs and misses racy ones. Here both are as in the
// standard: [atomics.order] and [atomics.fences]. Only locations, tasks and
// their order in this execution count; what other executions order doesn't.
// Cost: a probe of a hash table and a join of clocks for each operation; next
// to nothing for relaxed ones in an execution that announced nothing otherwise.

#ifndef INTERLEAVE_RUNTIME_CAUSALITY_H_
#define INTERLEAVE_RUNTIME_CAUSALITY_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/runtime/vector_clock.h"

namespace interleave {

class Causality {
 public:
  // `epoch`: the number of the first execution; it begins anew after the last.
  explicit Causality(uint32_t epoch = 1);

  // Nothing has happened.
  void BeginExecution();

  // `created` begins with all that `creator` has seen so far.
  // REQUIRES: nothing was told or asked of `created` in this execution
  void Create(TaskId creator, TaskId created);
  // `task` sees all that `ended` did, which will do no more.
  void Join(TaskId task, TaskId ended);

  // Synchronisation that is no atomic operation: `task` announces all it did
  // at `key`, or has seen all that was announced there. Keys are addresses that
  // differ from those of atomic objects, or are such an object's.
  void Release(TaskId task, const void* key);
  void Acquire(TaskId task, const void* key);

  // Atomic operations on the object at `address`. A failed compare-exchange is
  // a load, of its failure order.
  void Load(TaskId task, const void* address, std::memory_order order) {
    if (announced_) LoadFrom(task, address, order);
  }
  void Store(TaskId task, const void* address, std::memory_order order) {
    if (announced_ || Releases(order)) StoreTo(task, address, order);
  }
  void Change(TaskId task, const void* address, std::memory_order order) {
    if (announced_ || Releases(order)) ChangeAt(task, address, order);
  }
  void Fence(TaskId task, std::memory_order order);
  // The object is over, or something that is not atomic was written there.
  void Forget(const void* address);

  // The stretch of its course that `task` is in.
  Epoch Now(TaskId task) const {
    return __builtin_expect(task < tasks_, true) ? courses_[task]->now
                                                 : kFirstEpoch;
  }
  // All that `task` has seen of others. Valid until a task is met for the first
  // time.
  const VectorClock& SeenBy(TaskId task) { return Of(task).seen; }
  // Whether `task` has seen `other` up to that stretch.
  bool HasSeen(TaskId task, TaskId other, Epoch epoch) {
    return task == other || Of(task).seen.At(other) >= epoch;
  }

 private:
  static constexpr Epoch kFirstEpoch = 1;

  struct Course {
    Epoch now = kFirstEpoch;
    VectorClock seen;     // of others: what it holds of the task itself is old
    VectorClock fenced;   // seen at its last release fence
    VectorClock pending;  // read relaxed: seen after its next acquire fence
  };
  struct Entry {
    const void* key = nullptr;
    uint32_t epoch = 0;
    uint32_t clock = 0;  // index
  };

  Course& Of(TaskId task) {
    if (__builtin_expect(task >= tasks_, false)) AddCourses(task);
    return *courses_[task];
  }
  // What consume may order is what acquire orders, as in every compiler.
  static bool Acquires(std::memory_order order) {
    return order != std::memory_order_relaxed &&
           order != std::memory_order_release;
  }
  static bool Releases(std::memory_order order) {
    return order == std::memory_order_release ||
           order == std::memory_order_acq_rel ||
           order == std::memory_order_seq_cst;
  }

  void LoadFrom(TaskId task, const void* address, std::memory_order order);
  void StoreTo(TaskId task, const void* address, std::memory_order order);
  void ChangeAt(TaskId task, const void* address, std::memory_order order);
  void AddCourses(TaskId last);
  // To `clock`, all that the task did and has seen so far.
  static void Announce(TaskId task, Course& course, VectorClock& clock);
  // The clock at `key`; the second has none when nothing was announced there.
  VectorClock& At(const void* key);
  VectorClock* Find(const void* key) {
    const Entry& entry = Probe(key);
    return entry.epoch == epoch_ ? &clocks_[entry.clock] : nullptr;
  }
  // The key's entry, or the free one that it would have.
  Entry& Probe(const void* key) {
    const size_t mask = entries_.size() - 1;
    const auto bits = reinterpret_cast<uintptr_t>(key);
    size_t at = (bits * 0x9e3779b97f4a7c15u >> 20) & mask;
    while (entries_[at].epoch == epoch_ && entries_[at].key != key) {
      at = (at + 1) & mask;
    }
    return entries_[at];
  }
  void Grow();

  std::vector<std::unique_ptr<Course>> courses_;
  size_t tasks_ = 0;            // courses of this execution
  std::vector<Entry> entries_;  // a power of two
  size_t filled_ = 0;           // of this execution
  uint32_t epoch_;              // this execution
  std::deque<VectorClock> clocks_;
  size_t clocks_used_ = 0;
  // In this execution, at a key or by a fence.
  bool announced_ = false;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_CAUSALITY_H_
