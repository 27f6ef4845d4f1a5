// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Task: one controlled thread of the code under test, with what it waits for.
//
// Plain state; Execution owns it and decides. Tasks are reused by later
// executions, in the same order, so nothing here may outlive one unreset.

#ifndef INTERLEAVE_RUNTIME_TASK_H_
#define INTERLEAVE_RUNTIME_TASK_H_

#include <pthread.h>
#include <unwind.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "interleave/runtime/donor.h"
#include "interleave/runtime/granule_table.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/random_source.h"
#include "interleave/runtime/spin.h"
#include "interleave/runtime/strategy.h"

namespace interleave {

class Execution;
struct CleanupCall;
struct Task;

// A queue of tasks, first in first out. A task is in one list at most.
class TaskList {
 public:
  bool empty() const { return head_ == nullptr; }
  Task* front() const { return head_; }
  size_t size() const;
  void PushBack(Task* task);
  void Remove(Task* task);
  void Clear() { head_ = tail_ = nullptr; }

 private:
  Task* head_ = nullptr;
  Task* tail_ = nullptr;
};

// What a task must pass to go on: a free mutex, another task's end, ...
// Tasks that have come to a closed gate are not enabled; those that have come
// to an open one are, and are listed too, since somebody may close it first.
struct Gate {
  TaskList waiting;
  bool open = true;
};

// Nanoseconds of virtual time since the execution began.
using VirtualTime = int64_t;
inline constexpr VirtualTime kNoDeadline = INT64_MAX;

// What runs when a thread ends, of `thread_local` variables.
struct ThreadExitCall {
  void (*function)(void*);
  void* object;
};

// What must hold for a task to have a lock; see condition_lock.h.
struct LockCondition {
  bool (*holds)(const void* what) = nullptr;  // null: nothing
  const void* what = nullptr;

  bool given() const { return holds != nullptr; }
  bool Holds() const { return holds(what); }
};

// A reader-writer lock that a task holds for reading, and where it took it.
struct ReadHold {
  ObjectId lock;
  const void* site;
};

struct Task : TaskState {
  Execution* execution = nullptr;
  Donor* donor = nullptr;
  void* context = nullptr;       // where it goes on, while it does not run
  uintptr_t thread_pointer = 0;  // the donor's

  void* (*start)(void*) = nullptr;
  void* argument = nullptr;
  void* result = nullptr;
  bool detached = false;
  bool joined = false;
  const void* created_at = nullptr;
  Gate end;  // opens when the task has ended

  // Index among the enabled tasks, or ChoicePoint::kNotEnabled.
  uint32_t slot = ChoicePoint::kNotEnabled;
  // It could go on; it is enabled unless Fairness holds it.
  bool ready = false;
  uint8_t held = 0;
  // Its yield, or what counts as one, was found to be in a loop.
  bool yield_counts = false;
  bool gave_way = false;  // after one, and was not picked since
  bool repeats = false;   // what is kept of that was used
  bool wipes = false;     // nothing of ours is left on its stack: see Snapshot
  uint32_t last_effect = 0;  // its `points` when it did what others may see
  // Its `points` at its last reading of a clock, and how many readings before
  // that one had no other effect between them.
  uint32_t last_clock_reading = 0;
  uint32_t clock_readings = 0;
  StepNumber ready_since = 0;
  Gate* gate = nullptr;      // the gate it has come to, or null
  TaskList* list = nullptr;  // the list it is in, or null
  Task* list_next = nullptr;
  Task* list_previous = nullptr;
  VirtualTime deadline = kNoDeadline;
  bool due = false;            // the deadline lets it go on
  bool due_when_idle = false;  // ... since nobody else could
  // Its time came at the moment of a signal, for which it was not in the queue
  // any more; or which woke it all the same.
  bool missed_signal = false;
  bool is_late = false;
  bool is_serial = false;  // of its barrier's round
  // The step that took it out of the queue it waits in, or waited in last.
  static constexpr StepNumber kNeverReleased = ~StepNumber{0};
  StepNumber released_at = 0;
  StepNumber waits_since = 0;   // the step by which it came to a queue
  uint32_t futex_bits = 0;      // FUTEX_WAIT_BITSET's mask
  size_t access_bytes = 0;      // of memory, when that is what comes next
  GranuleUse granules;          // ... for strategies that ask alone
  bool compares = false;        // ... and it is a compare-exchange
  bool compare_failed = false;  // the last one did
  // The memory of one whose schedule point was passed already.
  const void* reached_compare = nullptr;
  bool touched = false;          // an access of it to memory was seen
  ObjectId rejoins = kNoObject;  // the mutex to take after a condition wait
  LockMode rejoins_mode = LockMode::kExclusive;
  // The lock that it waits for under a condition, and what is open when it may
  // have it.
  ObjectId awaits_at = kNoObject;
  LockMode awaits_mode = LockMode::kExclusive;
  LockCondition awaits;
  Gate awaits_gate;
  std::vector<ThreadExitCall> exit_calls;
  std::vector<ReadHold> read_holds;   // one for each time
  std::vector<ObjectId> robust_held;  // in the order in which it took them
  // What is to be cleaned up when it is left from inside, innermost first, and
  // its way out; see cleanup.h.
  __pthread_unwind_buf_t* cleanup_jumps = nullptr;
  CleanupCall* cleanup_calls = nullptr;
  void* exit_result = nullptr;
  _Unwind_Exception exit_unwind{};
  RandomSource random;
  // Signals, 1 in the lowest bit: what it blocks, and what it sent itself
  // since.
  uint64_t signals_blocked = 0;
  uint64_t signals_pending = 0;
  // Some of those can be delivered, at its next schedule point.
  bool has_signals = false;
  // It waits in a call that a signal ends; and one has.
  bool interruptible = false;
  bool interrupted = false;
  // What it waits for by sigwait and its like; open when one has come.
  uint64_t signals_awaited = 0;
  Gate signal_gate;
  // What its next operation needs of a channel; see Channel::Ready.
  uint8_t channel_need = 0;
  // Objects that its next operation looks at beside its own.
  std::vector<ObjectId> looks_at;
  // Of instrumented programs: the addresses of the locks it holds, as often as
  // it holds them, and which of the execution's sets of locks they are.
  std::vector<const void*> locks_held;
  std::optional<uint32_t> lock_set;
  // See fairness.h.
  Spin spin;
  YieldLoop yields;
  std::vector<Precedence> gives_way_to;

  // Forgets what it was waiting for when it was abandoned.
  void WaitForNothing() {
    end.waiting.Clear();
    slot = ChoicePoint::kNotEnabled;
    ready = false;
    held = 0;
    gate = nullptr;
    list = nullptr;
    awaits_at = kNoObject;
    deadline = kNoDeadline;
    due = false;
    missed_signal = false;
    is_late = false;
    is_serial = false;
    interruptible = false;
    interrupted = false;
    signals_awaited = 0;
    signal_gate.waiting.Clear();
    channel_need = 0;
    looks_at.clear();
  }
};

inline size_t TaskList::size() const {
  size_t count = 0;
  for (const Task* task = head_; task != nullptr; task = task->list_next) {
    ++count;
  }
  return count;
}

inline void TaskList::PushBack(Task* task) {
  task->list = this;
  task->list_next = nullptr;
  task->list_previous = tail_;
  (tail_ == nullptr ? head_ : tail_->list_next) = task;
  tail_ = task;
}

inline void TaskList::Remove(Task* task) {
  (task->list_previous == nullptr ? head_ : task->list_previous->list_next) =
      task->list_next;
  (task->list_next == nullptr ? tail_ : task->list_next->list_previous) =
      task->list_previous;
  task->list = nullptr;
}

namespace internal {
// The task that the calling thread's identity belongs to; null outside an
// execution and in threads that are not controlled. Set for each donor when a
// task begins on it. Its namespace keeps ThreadLocals from resetting it.
extern constinit thread_local Task* current_task
    __attribute__((tls_model("initial-exec")));
}  // namespace internal

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_TASK_H_
