// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Fairness: which tasks are not offered to a strategy though they could go on.
//
// Two rules, for every strategy alike, and so below all of them.
// 1. A task that was seen to repeat itself without effect (spin.h) is held
//    until another task changes what it looked at: an iteration more would be
//    the one before once more. As GenMC's spin-assume does for loops that its
//    compiler recognises (Kokologiannakis, Ren & Vafeiadis, "Dynamic partial
//    order reductions for spinloops", FMCAD 2021); we compare states instead.
// 2. A task that yields in a loop gives way to those that could have gone on
//    since its last yield, or that it kept from it, and took no step:
//    Musuvathi & Qadeer, "Fair stateless model checking" (PLDI 2008),
//    algorithm 1. Departures: only those yields count that a task makes in the
//    state (its own) of an earlier one, and of the others one after
//    kUnlikeYields, one after twice as many more, and so on, so that yields
//    outside of loops hide no schedule; a try that fails and a deadline that
//    comes are yields too; the sets E, D and S are derived from the tasks'
//    counts of schedule points where they are asked for.
// Since the priorities have no cycle, somebody can go on by rule 2 where
// somebody could at all. By rule 1 maybe nobody can: then each held task is
// tried for kTries iterations, since what is not instrumented may have changed
// its memory or its course, and it is a livelock when all come back.
// Thread safety: none. Determinism: nothing depends on an address but equality.
// Cost: nothing for those who neither repeat themselves nor yield; else linear
// in the tasks.

#ifndef INTERLEAVE_RUNTIME_FAIRNESS_H_
#define INTERLEAVE_RUNTIME_FAIRNESS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/runtime/enabled_tasks.h"
#include "interleave/runtime/recent_accesses.h"
#include "interleave/runtime/task.h"

namespace interleave {

class Fairness {
 public:
  static constexpr uint32_t kUnlikeYields = 16;
  static constexpr uint32_t kTries = 16;
  static constexpr StepNumber kFirstWatch = 512;

  // All outlive it. `step`: steps carried out in this execution.
  Fairness(const StepNumber& step, const std::vector<const TaskState*>& tasks,
           EnabledTasks& enabled, RecentAccesses& recent)
      : step_(step), tasks_(tasks), enabled_(enabled), recent_(recent) {}

  void BeginExecution() {
    suspects_ = spinning_ = turns_ = freed_ = 0;
    attends_ = watches_ = false;
    next_watch_ = kFirstWatch;
    trying_ = nullptr;
  }
  // What was known of it in an earlier execution is over.
  void BeginTask(Task& task) {
    task.ready = false;
    task.held = 0;
    task.yield_counts = false;
    task.gave_way = false;
    task.wipes = false;
    task.last_effect = 0;
    if (__builtin_expect(task.repeats, false)) Reset(task);
  }
  void EndTask(Task& task) {
    if (__builtin_expect(task.repeats, false)) EndRepeating(task);
  }

  // `task` can go on, or cannot. It is offered when it is not held.
  void Enable(Task& task) {
    if (!task.ready) {
      task.ready = true;
      task.ready_since = step_;
    }
    if (__builtin_expect(task.held == 0, true)) enabled_.Add(task);
  }
  void Disable(Task& task) {
    task.ready = false;
    enabled_.Remove(task);
  }
  // ... by what `running` did.
  void DisableBy(Task* running, Task& task);

  // Somebody is held, or gives way: who goes on is decided by Update first.
  bool attends() const { return attends_; }
  // What any task looks at or changes may matter to a loop that was seen to
  // repeat itself.
  bool anybody_repeats() const { return suspects_ > 0; }
  // Brings what is offered up to date.
  void Update();
  // `task` was picked to go on, while that held.
  void Pick(Task& task);
  // Nobody else can go on: offers a held task, to be tried. False when there
  // is none left to try.
  bool OfferHeld();
  // Yields count, and the execution has become long: it is to be watched, from
  // now on until EndWatch (see CycleWatch).
  bool watches() const { return watches_; }
  void EndWatch() {
    watches_ = false;
    next_watch_ = 2 * step_;
    SetAttends();
  }
  bool anybody_spins() const { return spinning_ > 0; }
  static bool Spins(const Task& task) { return (task.held & kSpins) != 0; }

  // --- Rule 1. `self` has come to an operation, `on` something, which may
  // have no effect. Afterwards `self` may be held. ---
  [[gnu::always_inline]] void Come(Task& self, const void* site,
                                   const void* on) {
    self.repeats = true;
    if (__builtin_expect(
            self.spin.Repeats(site, on, self.points, self.last_effect),
            false)) {
      ComeAgain(self, site, on);
    }
  }
  // What it came to had no effect; it looked at this.
  void LookedAt(Task& self, const void* address, size_t bytes) {
    if (self.spin.snapshot.taken()) Note(self, MemoryLook(address, bytes));
  }
  void LookedAt(Task& self, const Gate& gate, ObjectId object) {
    if (self.spin.snapshot.taken()) Note(self, {0, 0, &gate, object});
  }
  // The running task changed this.
  // True when it matters to another task's loop.
  bool Changed(const Task* running, const void* address, size_t bytes) {
    return suspects_ > 0 && Tell(running, MemoryLook(address, bytes));
  }
  void Changed(const Task* running, const Gate& gate) {
    if (suspects_ > 0) Tell(running, {0, 0, &gate, kNoObject});
  }

  // --- Rule 2. Before and after what counts as a yield. ---
  [[gnu::always_inline]] void ComeToYield(Task& self, const void* site) {
    YieldLoop& yields = self.yields;
    self.repeats = true;
    bool is_due = false;
    if (site == yields.site) {
      // A loop does as much between its yields each time.
      const uint32_t gap = self.points - yields.last;
      yields.last = self.points;
      is_due = gap != yields.gap || ++yields.seen >= yields.look_at;
      if (is_due && gap != yields.gap) yields.BeginLoop(gap);
    } else {
      is_due = ++yields.since >= yields.limit;
    }
    if (++yields.uncounted >= kUnlikeYields + yields.patience || is_due) {
      LookAtYield(self, site, is_due);
    }
  }
  void LeaveYield(Task& self) {
    if (__builtin_expect(self.yield_counts, false)) GiveWay(self);
  }

 private:
  // Why a task is held; bits of Task::held.
  enum : uint8_t { kSpins = 1, kGivesWay = 2 };

  static Look MemoryLook(const void* address, size_t bytes) {
    const auto begin = reinterpret_cast<uintptr_t>(address);
    return {begin, begin + bytes, nullptr, kNoObject};
  }

  void ComeAgain(Task& self, const void* site, const void* on);
  void BeginComparing(Task& self);
  void Miss(Task& self);
  void Note(Task& self, const Look& look);
  bool Tell(const Task* running, const Look& change);
  void Hold(Task& self);
  void LetGo(Task& task);
  void ForgetTries();

  static void Reset(Task& task);
  void EndRepeating(Task& task);
  void LookAtYield(Task& self, const void* site, bool is_due);
  bool LooksLikeLoop(Task& self, const void* site);
  void GiveWay(Task& self);
  void TellTurns(Task& self);
  bool HasToWait(Task& task);

  Task& TaskAt(size_t id) const;
  void SetAttends() { attends_ = watches_ || spinning_ + freed_ + turns_ > 0; }

  const StepNumber& step_;
  const std::vector<const TaskState*>& tasks_;
  EnabledTasks& enabled_;
  RecentAccesses& recent_;
  bool attends_ = false;
  bool watches_ = false;
  StepNumber next_watch_ = 0;
  uint32_t suspects_ = 0;  // at least as many tasks have a snapshot to compare
  uint32_t spinning_ = 0;  // tasks held by rule 1
  uint32_t freed_ = 0;     // tasks that were, and were not picked since
  uint32_t turns_ = 0;     // tasks that gave way and were not picked since
  Task* trying_ = nullptr;
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_FAIRNESS_H_
