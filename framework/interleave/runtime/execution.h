// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Execution: runs a body once, one task at a time, as a Strategy decides.
//
// The way of a step: code under test calls, say, pthread_mutex_lock; the door
// in intercept/ finds the calling task and calls runtime/mutex.cc, which comes
// here with the operation (`Point`, or `PassGate` when it may have to wait).
// The strategy picks who goes on; if it is the same task, the call returns,
// else its stack and thread pointer are switched away and it returns when the
// task is picked again. Then the operation itself is carried out.
//
// Thread safety: none; an execution lives on one kernel thread, and a process
// runs one at a time. Determinism: nothing here depends on an address, a clock
// or the number of real threads. Cost: a step that stays allocates nothing and
// switches nothing; all state is reused by the next execution.

#ifndef INTERLEAVE_RUNTIME_EXECUTION_H_
#define INTERLEAVE_RUNTIME_EXECUTION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "interleave/runtime/access_contexts.h"
#include "interleave/runtime/access_history.h"
#include "interleave/runtime/access_seen.h"
#include "interleave/runtime/causality.h"
#include "interleave/runtime/crash_trap.h"
#include "interleave/runtime/cycle_watch.h"
#include "interleave/runtime/donor.h"
#include "interleave/runtime/enabled_tasks.h"
#include "interleave/runtime/execution_limits.h"
#include "interleave/runtime/fairness.h"
#include "interleave/runtime/granule_table.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/object_table.h"
#include "interleave/runtime/observer.h"
#include "interleave/runtime/recent_accesses.h"
#include "interleave/runtime/shared_memory.h"
#include "interleave/runtime/step_listener.h"
#include "interleave/runtime/strategy.h"
#include "interleave/runtime/task.h"
#include "interleave/runtime/task_heap.h"
#include "interleave/runtime/thread_locals.h"

namespace interleave {

class Descriptors;
class Timers;

namespace arch {
struct FloatingPoint;
}  // namespace arch

// Something met inside executions that Interleave does not control.
struct Unmodelled {
  std::string name;     // "pthread_cancel"
  std::string meaning;  // what that does to the result
};

class Execution {
 public:
  Execution();
  ~Execution();
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

  // Runs `body` as task "main" to the end of all tasks, or until a finding or
  // the strategy ends it. The result is valid until the next call.
  // REQUIRES: called outside of any execution.
  const ExecutionResult& Run(absl::FunctionRef<void()> body, Strategy& strategy,
                             const ExecutionLimits& limits,
                             Observer* observer = nullptr);

  // Executions one after another, without a way back to the caller's identity
  // and stack between them. After one that came to its end with no finding
  // `again` may be asked: when it returns true, having told the strategy of the
  // end and of the next beginning, the next has begun. Returns the result of
  // the last, of which `again` may have been asked, or not. It is called in the
  // scheduler: it must not call the program, nor whatever knows its thread.
  using Again = absl::FunctionRef<bool(const ExecutionResult&)>;
  const ExecutionResult& RunWhile(absl::FunctionRef<void()> body,
                                  Strategy& strategy,
                                  const ExecutionLimits& limits, Again again);

  // From the next execution on `listener` is told of all steps; null: nobody
  // is. Returns who was told before. May be called where `again` is.
  StepListener* Listen(StepListener* listener) {
    StepListener* const before = std::exchange(listener_, listener);
    looks_alone_ = asks_alone_ || listener != nullptr;
    return before;
  }

  // --- For the models of primitives, called by the running task. ---

  // The schedule point before an operation that can always be carried out.
  void Point(Task& self, Operation operation);

  // The schedule point before an operation that needs `gate` open. Returns
  // true with the gate open, or false when `deadline` came first.
  bool PassGate(Task& self, Operation operation, Gate& gate,
                VirtualTime deadline = kNoDeadline);

  // The same, for callers that include execution_steps.h.
  void PointInline(Task& self, Operation operation);
  bool PassGateInline(Task& self, Operation operation, Gate& gate,
                      VirtualTime deadline = kNoDeadline);

  using Seen = AccessSeen;

  // The schedule point before a plain access of instrumented code, and the
  // judgement of it. `in_one_granule`: it is known to lie in one. Cost: when it
  // is no schedule point, a comparison for what the task has just done too,
  // else one probe of a table.
  [[gnu::always_inline]] Seen Access(Task& self, OperationKind kind,
                                     const void* address, size_t bytes,
                                     const void* site,
                                     bool in_one_granule = false) {
    if (in_scheduler_) return {};
    ++self.points;
    if (__builtin_expect(
            recent_.Has(address, bytes, kind == OperationKind::kWrite,
                        in_one_granule),
            true)) {
      if (__builtin_expect(++steps_ >= look_at_step_, false)) {
        LookAtSteps(self);
      }
      return {};
    }
    const Seen seen = kind == OperationKind::kWrite
                          ? WriteAnew(self, address, bytes, site)
                          : ReadAnew(self, address, bytes, site);
    if (__builtin_expect(checks_heap_, false)) {
      CheckFreed(self, kind == OperationKind::kWrite, address, bytes);
    }
    CleanUpAfter(self);
    return seen;
  }

  // The schedule point before an atomic operation or a fence (no address).
  void AtomicAccess(Task& self, OperationKind kind, const void* address,
                    size_t bytes, const void* site);
  // What the operation orders, told after its schedule point. `kind` is what it
  // turns out to be: a compare-exchange that fails is a load.
  // `changes`: the memory is another afterwards.
  void AtomicOrder(Task& self, OperationKind kind, const void* address,
                   size_t bytes, std::memory_order order, bool changes,
                   const void* site);
  // The task comes to an operation on this memory. REQUIRES: bytes > 0
  void NoteGranules(Task& self, const void* address, size_t bytes) {
    if (looks_alone_) self.granules = granules_.Find(address, bytes);
  }
  // The running task changes memory in a way that others may see.
  void ChangeMemory(Task& self, const void* address, size_t bytes) {
    self.last_effect = self.points;
    self.spin.Forget();
    cycles_.Write(address, bytes);
    fairness_.Changed(&self, address, bytes);
  }
  // What the running task draws on; no draw is a repetition of another.
  RandomSource& DrawOn(Task& self) {
    self.last_effect = self.points;
    cycles_.Break();
    return self.random;
  }
  // Memory was allocated: what was done there before is over, and it is another
  // location from now on.
  void ForgetMemory(const void* address, size_t bytes) {
    recent_.Forget();
    memory_.Forget(address, bytes);
    history_.Forget(address, bytes);
    // What the scheduler allocates is not the program's.
    if (in_scheduler_) return;
    if (__builtin_expect(observer_ != nullptr, false)) {
      TellMemoryAnew(address, bytes);
    }
    if (keeps_locations_) return;
    objects_.ForgetMemory(address, bytes);
    if (looks_alone_) granules_.Forget(address, bytes);
  }

  // A task was given this block of its heap, which checks what is done to it.
  void NoteAllocated(Task& self, void* memory);
  // ... gives it back now: an access, with its schedule point.
  void ComeToFree(Task& self, void* memory, const void* site);
  // ... has, or has not since it had been given back before, or is none.
  void NoteFreed(Task& self, void* memory, TaskHeap::Freed freed);

  // Waits in `queue` until another task takes this one out (true; what lets it
  // go on then is the gate it was sent to) or until `deadline` (false; it is
  // still in the queue's place and must leave it). Not a schedule point itself.
  bool WaitInQueue(Task& self, Operation operation, TaskList& queue,
                   VirtualTime deadline);
  // Takes `task` out of the queue it waits in; it goes on when `gate` is open
  // (null: at once).
  void Release(Task& task, Gate* gate);

  void Open(Gate& gate);
  void Close(Gate& gate);

  // The running task did something that others may see, or that it will not do
  // in the same way once more.
  void NoteEffect() {
    if (entering_ != nullptr) entering_->last_effect = entering_->points;
  }
  // Around the schedule point of an operation that may take what `gate` stands
  // for, and fails when it cannot be had.
  void ComeToTry(Task& self, const void* site, const Gate& gate);
  void LeaveTry(Task& self, const Gate& gate, ObjectId object, bool taken);
  // What the running task did has no effect, and hangs on this.
  void LookedAt(Task& self, const Gate& gate, ObjectId object) {
    fairness_.LookedAt(self, gate, object);
  }
  // ... did is seen by others, in what no snapshot of memory holds.
  void NoteUnseenEffect() {
    NoteEffect();
    cycles_.Break();
  }
  // ... and of one that only lets others go on.
  void ComeToYield(Task& self, const void* site) {
    if (internal::instrumented) fairness_.Come(self, site, nullptr);
    fairness_.ComeToYield(self, site);
  }
  void LeaveYield(Task& self) {
    fairness_.LeaveYield(self);
    CleanUpAfter(self);
  }
  // Leaves nothing of ours below the caller's frame when the task may repeat
  // itself: its stack is compared with what it was.
  static void CleanUpAfter(const Task& self) {
    if (__builtin_expect(self.wipes, false)) WipeDeadStack();
  }

  // One of `count` values, chosen by the strategy. REQUIRES: count > 0
  uint32_t ChooseValue(Task& self, uint32_t count);

  // ... whether a liberty is taken, and which of its forms: 0: it is not, as
  // where the budget is spent. REQUIRES: count > 1
  uint32_t TakeLiberty(Task& self, Liberty liberty, uint32_t count = 2);
  // There may be one.
  bool HasLeft(Liberty liberty) const { return liberties_left_[liberty] > 0; }
  // The deadline of a task that waits in a queue has come, and nothing will
  // take it out of there.
  void ComeDue(Task& waiter);

  // --- Tasks. ---

  Task& NewTask(void* (*start)(void*), void* argument, bool detached);
  // The task whose identity `handle` is, or null.
  Task* FindTask(pthread_t handle) const {
    const Donor* donor = donors_.Find(handle);
    return donor == nullptr ? nullptr : donor->task;
  }
  // The end of `task` was seen: its identity may be used again.
  void MarkJoined(Task& task) {
    task.joined = true;
    --joinable_;
    donors_.GiveBack(task.donor);
  }
  // Nobody will ask for the end of `task`.
  void MarkDetached(Task& task) {
    task.detached = true;
    --joinable_;
    if (task.finished) donors_.GiveBack(task.donor);
  }
  Task& TaskAt(TaskId id) { return *tasks_[id]; }
  size_t task_count() const { return task_list_.size(); }
  // How many of them have not ended.
  size_t unfinished() const { return unfinished_; }
  void NameTask(Task& task, std::string_view name);
  // A signal may end the wait of this task: it goes on where it can be ended.
  void Interrupt(Task& task);
  // Signals that can be delivered to the running task are.
  void DeliverSignals(Task& self);
  // ... and were sent to the process, and to no task of it.
  uint64_t& process_signals() { return process_signals_; }

  // Ends the running task from inside, after its stack was unwound.
  [[noreturn]] void EndTask(Task& self, void* result);

  // --- Findings. ---

  // `stack`: taken here, of the running task, when it is empty.
  void AddFinding(Task& self, FindingKind kind, std::string message);
  void AddFinding(Task& self, Finding finding);
  // Adds a data race to the findings or, when races are explored, to those
  // noted; each pair of places once.
  void AddRace(Task& self, const void* first_site, Finding finding);
  // Races for which `unwanted` holds are left out. Each access is then kept
  // with its stack, which is slow.
  using Unwanted = bool (*)(Execution&, const Finding&);
  void LeaveOut(Unwanted unwanted) { unwanted_ = unwanted; }
  // Ends the execution at once; the tasks are abandoned where they stand.
  [[noreturn]] void Cut(Task& self);
  // The process ends with `code`: the last step of a whole program, after all
  // that it does at its exit. Tasks that have not ended never do.
  [[noreturn]] void EndProcess(Task& self, int code, const void* site);
  bool is_whole_program() const { return limits_.whole_program; }
  // Called after each execution, while its tasks and objects are still known;
  // may add findings. A hook that was given before is not taken again.
  using EndHook = void (*)(Execution&);
  void CallAtEnd(EndHook hook);
  void NoteUnmodelled(std::string_view name, std::string_view meaning);
  // A finding was left out, as the user asks by `rule`.
  void NoteSuppressed(std::string_view rule) { suppressed_.emplace(rule); }

  // A lock was asked for by a task that may hold another.
  void NoteNestedLock() { nests_locks_ = true; }

  // Something that is initialised once was, by the running task.
  void NoteInitialised(const void* control);

  // What this execution came to, in words; the last call counts.
  void RecordOutcome(std::string_view value) { result_.recorded = value; }

  // --- In the process that shares this with another, which ran it. ---

  // That process is gone, with the identities of its tasks.
  void ForgetIdentities() { donors_.Forget(); }
  // ... and this one has not run an execution before, but will.
  void EnterProcess();
  // ... and had not concluded the execution: it ends here, with `finding`, of
  // the task that ran. REQUIRES: the identities are not forgotten yet
  void ConcludeLost(Finding finding);
  // The signal that came for a task in the present execution.
  Crash& crash() { return crash_; }

  // --- Over the executions of one exploration. ---

  void BeginExploration();
  uint64_t exploration() const { return exploration_; }
  void MeetPoint(const PointSite& site);
  // The names of the yield points met, in order of their first meeting.
  const std::vector<std::string>& met_points() const { return met_points_; }

  // --- What is known. ---

  ObjectTable& objects() { return objects_; }
  Descriptors& descriptors() { return *descriptors_; }
  Timers& timers() { return *timers_; }
  VirtualTime now() const { return now_; }
  const GranuleTable& granules() const { return granules_; }
  SharedMemory& memory() { return memory_; }
  // Of the running task, which goes on to announce or to see something.
  Causality& causality() {
    recent_.Forget();
    return causality_;
  }
  Races races() const { return limits_.races; }
  // Which memory is used, and what is ordered, is noted: somebody asks what
  // tasks share with no order.
  bool notes_memory() const { return notes_memory_; }
  // A fence was met for the first time in the life of the process.
  bool met_first_fence() const { return met_first_fence_; }
  // The time from which a duration counts; a schedule point where atomic
  // operations are.
  VirtualTime LookAtClock(Task& self, const void* site);
  // ... shown to the task. To read takes time too, so that waiting by reading
  // ends.
  VirtualTime ReadClock(Task& self, const void* site);
  StepNumber step() const { return steps_; }
  // Of the last Run.
  const ExecutionResult& last_result() const { return result_; }
  const std::vector<Unmodelled>& unmodelled() const { return unmodelled_; }
  const std::set<std::string>& suppressed() const { return suppressed_; }
  // Identities are made anew for each execution, since the executable has
  // thread_local variables but no symbol table (stripped): slow, and said so.
  bool discards_donors() const { return discard_donors_; }
  // Code of the scheduler is running: hooks must pass through.
  bool in_scheduler() const { return in_scheduler_; }

 private:
  friend struct TaskEntry;
  template <bool kWrites>
  friend struct PrivateAccess;
  friend class OutsideControl;

  // The first of an exploration may load libraries.
  static constexpr uint64_t kExecutionsThatLoad = 2;
  static constexpr StepNumber kStepsUntilLook = 1 << 15;
  static constexpr uint32_t kReadsAsked = 64;

  void Prepare(Strategy& strategy, const ExecutionLimits& limits,
               Observer* observer);
  void BeginExecution();
  // `next`: who goes on, whose identity is the present one.
  void Conclude(const Task& next);
  bool SeesDependences() const;
  // The body runs again, on the stack and with the identity of `last`.
  bool RunsAgain(const Task& last);
  void Arrive(Task& self);
  static void NoteAbandoned();
  void AbandonTasks();
  void AbandonLocks();
  void ForgetLocks();
  void OrderAfterAllTasks(const Task& next);
  void MakeTask();
  // One that runs on its donor already.
  Task& AddTask(void* (*start)(void*), void* argument, bool detached);
  // Both return who goes on after the task, the host if nobody is left, RunTask
  // itself if it is to run once more.
  Task& RunTask(Task& self);
  Task& Finish(Task& self, void* result);

  Seen ReadAnew(Task& self, const void* address, size_t bytes,
                const void* site);
  Seen WriteAnew(Task& self, const void* address, size_t bytes,
                 const void* site);
  // Of memory in which a fuzzer's begins or ends.
  [[gnu::noinline]] Seen AccessNearFuzzer(Task& self, OperationKind kind,
                                          const void* address, size_t bytes,
                                          const void* site);
  // An access that is carried out now, to memory that was given back.
  [[gnu::noinline]] void CheckFreed(Task& self, bool writes,
                                    const void* address, size_t bytes);
  // Freed blocks that code changed which nobody sees.
  [[gnu::cold]] void CheckDamage();
  // The heap begins anew.
  void EndHeap();
  std::vector<DeadMemory> DeadStacks() const;
  [[gnu::noinline]] Seen AccessAsked(Task& self, OperationKind kind,
                                     const void* address, size_t bytes,
                                     const void* site);
  bool MeetsOthers() const;
  void NoteAccess(Task& self, bool writes, const void* address, size_t bytes,
                  bool raced);
  void PassAccess(Task& self, Operation operation, const void* address,
                  size_t bytes, bool counts);
  [[gnu::noinline]] void PassAnyAccess(Task& self, Operation operation,
                                       const void* address, size_t bytes,
                                       bool counts);
  // Of an access that is no schedule point, since no other task is left.
  [[gnu::noinline]] void TellLoneAccess(Task& self, Operation operation,
                                        const void* address, size_t bytes);
  bool HasJoinedAll() const;
  // True for a race.
  bool Judge(Task& self, OperationKind kind, const void* address, size_t bytes,
             const void* site);
  void TellRace(Task& self, const interleave::Access& now,
                const interleave::Access& before);
  std::string LocksText(const interleave::Access& access);
  void Announce(Task& self, bool waits);
  // The operation is carried out now.
  [[gnu::always_inline]] void CarryOut(Task& self) {
    if (__builtin_expect(++steps_ >= look_at_step_, false)) LookAtSteps(self);
    if (__builtin_expect(observer_ != nullptr, false)) TellStep(self);
  }
  void TellStep(Task& self);
  [[gnu::cold]] void TellMemoryAnew(const void* address, size_t bytes);
  // The answer of the present draw leaves all as it is.
  bool IsDeclined(uint32_t answer) const {
    return point_.liberty != Liberty::kNone && answer == 0;
  }
  Task* Pick(Task& announcer);
  Task* PickAmong(Task& announcer);
  // Brings the enabled tasks up to date, while Fairness attends.
  void Attend(Task& announcer);
  // Of a point, while it does.
  void PointAttended(Task& self);
  // Around an operation with a deadline; `came`: it came first.
  void BeginTimed(Task& self, VirtualTime deadline);
  void EndTimed(Task& self, bool came);
  void SwitchTo(Task& from, Task& to);
  void Record(const Task& from, const Task& to);
  void Enter(Task& from, Task& to);
  // REQUIRES: deadline is not kNoDeadline, nor is that of a task to clear.
  void SetDeadline(Task& task, VirtualTime deadline);
  void ClearDeadline(Task& task, bool came);
  void WakeSleepers();
  bool SomebodySleeps() const;
  // Nobody can go on before the deadline that is next.
  void NoteOnlyTimeout(VirtualTime earliest);
  bool AdvanceClock();
  // The task was interrupted while it waited: it goes on as if it were due.
  void EndInterrupted(Task& self);
  [[noreturn]] void NobodyCanGoOn(Task& announcer);
  void ReportUnjoined(Task& announcer);
  // There are as many steps as may be, or so many that the reads of plain
  // memory, too, are asked whether they repeat themselves for some time.
  [[gnu::cold]] void LookAtSteps(Task& self);
  [[gnu::cold]] void LearnReads(Task& self);
  [[noreturn]] void StepLimitReached(Task& self);
  [[noreturn]] void LeaveForGood(Task& self);

  // Touched at every step.
  Strategy* strategy_ = nullptr;
  Observer* observer_ = nullptr;
  StepListener* listener_ = nullptr;
  bool wants_every_point_ = false;
  bool asks_alone_ = false;              // also where there is one answer
  bool is_told_alone_ = false;           // ... by WantsLonePoints
  bool looks_alone_ = false;             // ... since somebody listens, too
  bool asks_of_accesses_alone_ = false;  // WantsLoneAccesses
  bool keeps_locations_ = false;         // KeepsLocations
  bool in_scheduler_ = false;
  bool notes_memory_ = false;
  bool asks_of_all_ = false;  // that is private, too
  bool checks_heap_ = false;
  bool freed_used_ = false;  // that is a finding
  bool running_ = false;
  Task* entering_ = nullptr;  // whom the last switch went to
  StepNumber steps_ = 0;
  StepNumber look_at_step_ = 0;  // see LookAtSteps
  Points points_ = Points::kShared;
  ChoicePoint point_;
  EnabledTasks enabled_;
  Fairness fairness_;
  uint64_t choice_points_ = 0;
  size_t unfinished_ = 0;

  // Touched when tasks come and go.
  // Those of earlier executions wait for nothing.
  std::vector<std::unique_ptr<Task>> tasks_;
  std::vector<const TaskState*> task_list_;  // of this execution, by id
  size_t joinable_ = 0;                      // neither joined nor detached yet
  DonorPool donors_;
  const ThreadLocals& thread_locals_;
  LibraryThreadLocals library_locals_;
  uint64_t executions_ = 0;  // begun by Run since BeginExploration
  const Again* again_ = nullptr;
  bool concluded_ = false;
  bool had_deadlines_ = false;                           // in this execution
  const arch::FloatingPoint* floating_point_ = nullptr;  // the host's
  ObjectTable objects_;
  CycleWatch cycles_;
  SharedMemory memory_;
  Causality causality_;
  GranuleTable granules_;
  AccessHistory history_;
  AccessContexts contexts_;
  Unwanted unwanted_ = nullptr;
  Task* reader_ = nullptr;  // whose reads are asked
  uint32_t reads_left_ = 0;
  bool raced_ = false;
  bool met_first_fence_ = false;
  bool nests_locks_ = false;
  // Of this exploration, by where the two accesses are.
  std::set<std::pair<const void*, const void*>> races_noted_;
  VirtualTime now_ = 0;
  std::vector<Task*> sleepers_;  // have a deadline that has not come
  uint64_t process_signals_ = 0;
  std::unique_ptr<Descriptors> descriptors_;
  std::unique_ptr<Timers> timers_;
  Task host_;  // whoever called Run
  ExecutionLimits limits_;
  LibertyBudgets liberties_left_;  // in this execution
  size_t stack_bytes_of_donors_ = 0;
  const bool discard_donors_;

  ExecutionResult result_;
  Crash crash_;
  std::vector<EndHook> end_hooks_;
  std::vector<Unmodelled> unmodelled_;
  std::set<std::string> suppressed_;
  uint64_t exploration_ = 0;
  std::vector<std::string> met_points_;
  RecentAccesses recent_;  // last, since it is large
};

// The execution that this process reuses, with its donors. Never destroyed.
Execution& ProcessExecution();
// From now on that is another one: null for one that is made when it is asked
// for. Returns the one before. REQUIRES: no execution is under way
Execution* ExchangeProcessExecution(Execution* execution);

// The task that is calling, or null: outside an execution, in a thread that
// isn't controlled, and while the scheduler itself runs.
inline Task* CurrentTask() {
  Task* task = internal::current_task;
  if (__builtin_expect(task == nullptr, true)) return nullptr;
  return task->execution->in_scheduler() ? nullptr : task;
}

// While it lives, what the running task calls is not controlled: it passes
// through every door. For code that is no part of what is tested.
// REQUIRES: that code neither waits for another task nor is left otherwise
// than by returning or throwing.
class OutsideControl {
 public:
  explicit OutsideControl(Task& self)
      : execution_(*self.execution), before_(execution_.in_scheduler_) {
    execution_.in_scheduler_ = true;
  }
  ~OutsideControl() { execution_.in_scheduler_ = before_; }
  OutsideControl(const OutsideControl&) = delete;
  OutsideControl& operator=(const OutsideControl&) = delete;

 private:
  Execution& execution_;
  const bool before_;
  const Unjudged unjudged_;
};

// "T1 waits for mutex 1 held by T2", for each task of a finished execution.
TaskStanding StandingOf(const Task& task, ObjectTable& objects);
// "T1 waits at lock of mutex 1, held by T2; ..." of all that have not ended.
std::string WaitsText(Execution& execution);
// "mutex 1", "T2", or nothing: what an operation is done to.
std::string ObjectLabel(const Operation& operation, const ObjectTable& objects,
                        std::span<const TaskState* const> tasks);

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_EXECUTION_H_
