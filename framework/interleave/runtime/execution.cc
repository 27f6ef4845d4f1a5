// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/execution.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"
#include "interleave/runtime/descriptors.h"
#include "interleave/runtime/execution_steps.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/mutex.h"
#include "interleave/runtime/stack_trace.h"
#include "interleave/runtime/thread_exit.h"
#include "interleave/runtime/thread_locals.h"
#include "interleave/runtime/timers.h"

namespace interleave {
namespace internal {
constinit thread_local Task* current_task = nullptr;
constinit bool instrumented = false;
constinit bool judged = false;
constinit bool met_fence = false;
}  // namespace internal

namespace {

[[gnu::noinline, gnu::cold]] void ResetName(Task& task) {
  task.name = task.id == kMainTask ? "main" : absl::StrCat("T", task.id);
  task.named = false;
}

// The last task of the identity that is running was abandoned.
[[gnu::noinline, gnu::cold]] void Cleanse(Donor& donor) {
  donor.stained = false;
  ForgetThreadState();
  ForgetShadowFrames(donor);
}

void* RunBody(void* body) {
  (*static_cast<absl::FunctionRef<void()>*>(body))();
  return nullptr;
}

}  // namespace

namespace {

constinit Execution* g_process_execution = nullptr;

}  // namespace

struct TaskEntry {
  static void Enter(arch::Arrival from);
};

Execution::Execution()
    : fairness_(steps_, task_list_, enabled_, recent_),
      thread_locals_(ThreadLocals::OfExecutable()),
      cycles_(task_list_, objects_),
      descriptors_(std::make_unique<Descriptors>(*this)),
      timers_(std::make_unique<Timers>(*this)),
      discard_donors_(!thread_locals_.restorable()) {}
Execution::~Execution() = default;

const ExecutionResult& Execution::Run(absl::FunctionRef<void()> body,
                                      Strategy& strategy,
                                      const ExecutionLimits& limits,
                                      Observer* observer) {
  INTERLEAVE_REQUIRE(internal::current_task == nullptr && !running_,
                     "an execution cannot be started inside another: call "
                     "Explore outside of the body of a test");
  Prepare(strategy, limits, observer);
  BeginExecution();
  // A new context begins with the flags of its maker.
  arch::ClearFloatingPointFlags();
  const arch::FloatingPoint floating_point = arch::ReadFloatingPoint();
  floating_point_ = &floating_point;
  Task& main = NewTask(&RunBody, &body, /*detached=*/true);
  if (IsJudgedByTsan()) internal::TellRelease(&main);
  Enter(host_, main);
  running_ = false;
  in_scheduler_ = false;
  if (concluded_) {
    OrderAfterAllTasks(host_);
  } else {
    Conclude(host_);
  }
  return result_;
}

const ExecutionResult& Execution::RunWhile(absl::FunctionRef<void()> body,
                                           Strategy& strategy,
                                           const ExecutionLimits& limits,
                                           Again again) {
  const bool returns_each_time =
      discard_donors_ || executions_ < kExecutionsThatLoad;
  again_ = returns_each_time ? nullptr : &again;
  Run(body, strategy, limits);
  again_ = nullptr;
  return result_;
}

void Execution::Prepare(Strategy& strategy, const ExecutionLimits& limits,
                        Observer* observer) {
  strategy_ = &strategy;
  observer_ = observer;
  limits_ = limits;
  wants_every_point_ = strategy.WantsEveryPoint();
  asks_of_accesses_alone_ = strategy.WantsLoneAccesses();
  asks_alone_ = wants_every_point_ || strategy.WantsLonePoints();
  is_told_alone_ = asks_alone_ && !wants_every_point_;
  looks_alone_ = asks_alone_ || listener_ != nullptr;
  points_ = limits.points;
  host_.execution = this;
  host_.thread_pointer = arch::ReadThreadPointer();
  if (stack_bytes_of_donors_ != limits.stack_bytes) {
    donors_.Discard();
    stack_bytes_of_donors_ = limits.stack_bytes;
  }
  if (executions_++ < kExecutionsThatLoad) library_locals_.Read();
  running_ = true;
  in_scheduler_ = true;
}

void Execution::BeginExecution() {
  steps_ = 0;
  look_at_step_ = std::min(limits_.steps_max, kStepsUntilLook);
  reader_ = nullptr;
  choice_points_ = 0;
  now_ = 0;
  unfinished_ = 0;
  joinable_ = 0;
  enabled_.Clear();
  fairness_.BeginExecution();
  task_list_.clear();
  point_.kind = ChoiceKind::kSwitch;
  point_.liberty = Liberty::kNone;
  liberties_left_ = limits_.liberties;
  sleepers_.clear();
  process_signals_ = 0;
  descriptors_->BeginExecution(limits_.whole_program);
  timers_->BeginExecution();
  objects_.Reset();
  granules_.Reset();
  cycles_.End();
  keeps_locations_ = strategy_->KeepsLocations();
  const bool watches_all = limits_.watches_all || wants_every_point_;
  notes_memory_ = limits_.races != Races::kOff || points_ >= Points::kShared;
  asks_of_all_ = watches_all || points_ == Points::kAll;
  if (internal::instrumented) {
    memory_.BeginExecution(watches_all);
    causality_.BeginExecution();
    history_.BeginExecution();
    contexts_.BeginExecution();
  }
  raced_ = false;
  TaskHeap::OfProcess().BeginExecution(limits_.checks_heap);
  checks_heap_ = TaskHeap::OfProcess().checks();
  freed_used_ = false;
  met_first_fence_ = false;
  nests_locks_ = false;
  concluded_ = false;
  had_deadlines_ = false;
  result_.outcome = Outcome::kCompleted;
  result_.findings.clear();
  result_.choices.clear();
  result_.standings.clear();
  result_.recorded.clear();
  result_.initialised.clear();
  result_.races.clear();
  result_.exit_code.reset();
  crash_.signal = 0;
  crash_.breaks_process = false;
}

void Execution::EnterProcess() {
  donors_.Forget();
  descriptors_->Forget();
  executions_ = 0;
  library_locals_ = LibraryThreadLocals();
}

bool Execution::RunsAgain(const Task& last) {
  if (again_ == nullptr || last.id != kMainTask || !result_.findings.empty()) {
    return false;
  }
  Conclude(last);
  if (!result_.findings.empty() || !(*again_)(result_)) return false;
  BeginExecution();
  arch::WriteFloatingPoint(*floating_point_);
  AddTask(last.start, last.argument, /*detached=*/true);
  return true;
}

void Execution::MakeTask() {
  Task& task = *tasks_.emplace_back(std::make_unique<Task>());
  task.id = static_cast<TaskId>(tasks_.size() - 1);
  task.execution = this;
  ResetName(task);
  task_list_.reserve(tasks_.size());
  enabled_.Reserve(tasks_.size());
}

Task& Execution::NewTask(void* (*start)(void*), void* argument, bool detached) {
  Task& task = AddTask(start, argument, detached);
  task.context = arch::MakeContext(task.donor->stack_limit(),
                                   task.donor->stack_top(), &TaskEntry::Enter);
  return task;
}

Task& Execution::AddTask(void* (*start)(void*), void* argument, bool detached) {
  const size_t index = task_list_.size();
  if (index == tasks_.size()) MakeTask();
  Task& task = *tasks_[index];
  if (task.named) ResetName(task);
  recent_.Forget();
  task.points = 1;
  task.last_clock_reading = 0;
  task.next = Operation{};
  task.finished = false;
  task.start = start;
  task.argument = argument;
  task.result = nullptr;
  task.detached = detached;
  task.joined = false;
  task.touched = false;
  task.reached_compare = nullptr;
  task.created_at = nullptr;
  task.end.open = false;
  task.read_holds.clear();
  task.robust_held.clear();
  task.cleanup_jumps = nullptr;
  task.cleanup_calls = nullptr;
  task.random.Begin(task.id);
  task.signals_blocked = task.signals_pending = 0;
  task.has_signals = false;
  fairness_.BeginTask(task);
  if (__builtin_expect(internal::instrumented, false)) {
    task.locks_held.clear();
    task.lock_set.reset();
  }
  task_list_.push_back(&task);
  point_.tasks = task_list_;
  ++unfinished_;
  joinable_ += detached ? 0 : 1;
  Donor& donor = *donors_.Take(limits_.stack_bytes);
  task.donor = &donor;
  donor.task = &task;
  donor.ForgetFrames();
  task.thread_pointer = donor.thread_pointer();
  thread_locals_.Restore(task.thread_pointer);
  fairness_.Enable(task);
  return task;
}

// The identity that runs is from here on the task's.
[[gnu::always_inline]] inline void Execution::Arrive(Task& self) {
  internal::current_task = &self;
  if (__builtin_expect(self.donor->stained, false)) Cleanse(*self.donor);
  if (IsJudgedByTsan()) internal::TellAcquire(&self);
}

[[gnu::always_inline]] inline Task& Execution::RunTask(Task& self) {
  if (!library_locals_.empty()) library_locals_.Restore();
  CarryOut(self);
  in_scheduler_ = false;
  Task& next = Finish(self, self.start(self.argument));
  return &next == &host_ && RunsAgain(self) ? self : next;
}

// The first frame of every task.
void TaskEntry::Enter(arch::Arrival from) {
  auto* previous = static_cast<Task*>(from.data);
  previous->context = from.fctx;
  // The identity was switched before the stack was.
  Task* self = previous->execution->entering_;
  Execution& execution = *self->execution;
  execution.Arrive(*self);
  Task* next = self;
  do {
    next = &execution.RunTask(*self);
  } while (next == self);
  // All calls of the task have returned before the switch, as the processor's
  // prediction of returns expects.
  execution.Enter(*self, *next);
}

void Execution::EndTask(Task& self, void* result) {
  Enter(self, Finish(self, result));
  __builtin_unreachable();
}

[[gnu::always_inline]] inline Task& Execution::Finish(Task& self,
                                                      void* result) {
  RunThreadExit(self);
  if (__builtin_expect(!self.robust_held.empty(), false)) {
    AbandonRobustMutexes(self);
  }
  // A process whose last thread ends does so as by exit(0).
  if (__builtin_expect(limits_.whole_program, false) && unfinished_ == 1) {
    exit(0);
  }
  // Those that nobody can join are ordered by OrderAfterAllTasks.
  if (IsJudgedByTsan() && !self.detached) internal::TellRelease(&self.end);
  in_scheduler_ = true;
  self.result = result;
  self.finished = true;
  ++self.points;
  self.next = Operation{OperationKind::kEnd, kNoObject, nullptr};
  fairness_.Disable(self);
  fairness_.EndTask(self);
  if (observer_ != nullptr) {
    const Unjudged unjudged;
    observer_->OnEnd(self, steps_);
  }
  Open(self.end);
  if (self.detached && self.id != kMainTask) donors_.GiveBack(self.donor);
  if (--unfinished_ == 0) {
    if (joinable_ > 0) ReportUnjoined(self);
    return host_;
  }
  Task& next = *Pick(self);
  Record(self, next);
  return next;
}

void Execution::PointAttended(Task& self) {
  Task* next = Pick(self);
  if (next != &self) SwitchTo(self, *next);
}

void Execution::BeginTimed(Task& self, VirtualTime deadline) {
  SetDeadline(self, deadline);
  // Who wakes when nobody else can go on has given way.
  if (self.due) ComeToYield(self, self.next.site);
}

void Execution::EndTimed(Task& self, bool came) {
  ClearDeadline(self, came);
  if (came) {
    fairness_.LeaveYield(self);
  } else {
    self.yield_counts = false;
  }
}

void Execution::ComeToTry(Task& self, const void* site, const Gate& gate) {
  if (internal::instrumented) fairness_.Come(self, site, &gate);
  fairness_.ComeToYield(self, site);
}

void Execution::LeaveTry(Task& self, const Gate& gate, ObjectId object,
                         bool taken) {
  if (taken) {
    self.yield_counts = false;
    return;
  }
  fairness_.LookedAt(self, gate, object);
  LeaveYield(self);
}

void Execution::Point(Task& self, Operation operation) {
  PointInline(self, operation);
}

bool Execution::PassGate(Task& self, Operation operation, Gate& gate,
                         VirtualTime deadline) {
  return PassGateInline(self, operation, gate, deadline);
}

bool Execution::WaitInQueue(Task& self, Operation operation, TaskList& queue,
                            VirtualTime deadline) {
  if (__builtin_expect(self.has_signals, false)) DeliverSignals(self);
  in_scheduler_ = true;
  ++self.points;
  self.next = operation;
  if (deadline != kNoDeadline) BeginTimed(self, deadline);
  if (__builtin_expect(observer_ != nullptr, false)) Announce(self, !self.due);
  queue.PushBack(&self);
  self.released_at = Task::kNeverReleased;
  self.waits_since = steps_;
  if (!self.due) fairness_.Disable(self);
  Task* next = Pick(self);
  if (next != &self) SwitchTo(self, *next);
  const bool released = self.list != &queue && !self.missed_signal;
  if (__builtin_expect(self.interruptible, false)) EndInterrupted(self);
  self.missed_signal = false;
  if (self.list != nullptr) self.list->Remove(&self);
  self.gate = nullptr;
  if (self.deadline != kNoDeadline) {
    EndTimed(self, /*came=*/!released && !self.interrupted);
  }
  if (released) {
    self.last_effect = self.points;
  } else {
    self.next.kind = OperationKind::kTimeout;
  }
  CarryOut(self);
  CleanUpAfter(self);
  in_scheduler_ = false;
  return released;
}

void Execution::Release(Task& task, Gate* gate) {
  if (task.list != nullptr) task.list->Remove(&task);
  task.released_at = steps_;
  if (task.deadline != kNoDeadline) ClearDeadline(task, /*came=*/false);
  task.gate = gate;
  if (gate != nullptr) gate->waiting.PushBack(&task);
  if (gate == nullptr || gate->open) {
    fairness_.Enable(task);
  } else {
    fairness_.Disable(task);
  }
}

void Execution::Open(Gate& gate) {
  gate.open = true;
  NoteEffect();
  fairness_.Changed(entering_, gate);
  for (Task* t = gate.waiting.front(); t != nullptr; t = t->list_next) {
    fairness_.Enable(*t);
  }
}

void Execution::Close(Gate& gate) {
  gate.open = false;
  NoteEffect();
  fairness_.Changed(entering_, gate);
  for (Task* t = gate.waiting.front(); t != nullptr; t = t->list_next) {
    if (!t->due && !t->interrupted) fairness_.DisableBy(entering_, *t);
  }
}

void Execution::LeaveForGood(Task& self) {
  Enter(self, host_);
  __builtin_unreachable();
}

void Execution::Announce(Task& self, bool waits) {
  const Unjudged unjudged;
  observer_->OnAnnounce(self, ObjectLabel(self.next, objects_, task_list_),
                        waits);
}

void Execution::TellStep(Task& self) {
  const Unjudged unjudged;
  // Others may have created tasks since it announced the number of its own.
  if (self.next.kind == OperationKind::kCreate) {
    self.next.object = static_cast<ObjectId>(task_count());
  }
  observer_->OnStep(self, steps_);
}

void Execution::TellMemoryAnew(const void* address, size_t bytes) {
  in_scheduler_ = true;
  {
    const Unjudged unjudged;
    observer_->OnMemoryAnew(address, bytes);
  }
  in_scheduler_ = false;
}

Execution& ProcessExecution() {
  if (g_process_execution == nullptr) g_process_execution = new Execution();
  return *g_process_execution;
}

Execution* ExchangeProcessExecution(Execution* execution) {
  return std::exchange(g_process_execution, execution);
}

}  // namespace interleave
