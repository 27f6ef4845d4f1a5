// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/runtime/execution.h"

#include <algorithm>
#include <boost/context/detail/fcontext.hpp>

#include "absl/strings/str_cat.h"
#include "interleave/base/check.h"
#include "interleave/runtime/happens_before.h"
#include "interleave/runtime/stack_trace.h"
#include "interleave/runtime/thread_exit.h"
#include "interleave/runtime/thread_locals.h"
#include "interleave/runtime/thread_pointer.h"

namespace interleave {
namespace internal {
constinit thread_local Task* current_task = nullptr;
constinit bool instrumented = false;
constinit bool judged = false;
constinit bool met_fence = false;
}  // namespace internal

namespace {

using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

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

struct TaskEntry {
  static void Enter(transfer_t from);
};

inline void Execution::Enter(Task& from, Task& to) {
  entering_ = &to;
  recent_.Forget();
  arch::WriteThreadPointer(to.thread_pointer);
  const transfer_t back = arch::SwitchContext(to.context, &from);
  static_cast<Task*>(back.data)->context = back.fctx;
}

Execution::Execution() = default;
Execution::~Execution() = default;

const ExecutionResult& Execution::Run(absl::FunctionRef<void()> body,
                                      Strategy& strategy,
                                      const ExecutionLimits& limits,
                                      Observer* observer) {
  INTERLEAVE_REQUIRE(internal::current_task == nullptr && !running_,
                     "an execution cannot be started inside another: call "
                     "Explore outside of the body of a test");
  Prepare(strategy, limits, observer);
  // A new context begins with the flags of its maker.
  arch::ClearFloatingPointFlags();
  Task& main = NewTask(&RunBody, &body, /*detached=*/true);
  AnnounceRelease(&main);
  Enter(host_, main);
  CleanUp();
  return result_;
}

void Execution::Prepare(Strategy& strategy, const ExecutionLimits& limits,
                        Observer* observer) {
  strategy_ = &strategy;
  observer_ = observer;
  limits_ = limits;
  wants_every_point_ = strategy.WantsEveryPoint();
  steps_ = 0;
  steps_max_ = limits.steps_max;
  points_ = limits.points;
  choice_points_ = 0;
  now_ = 0;
  unfinished_ = 0;
  joinable_ = 0;
  enabled_.Clear();
  task_list_.clear();
  point_.kind = ChoiceKind::kSwitch;
  sleepers_.clear();
  objects_.Reset();
  if (internal::instrumented) {
    memory_.BeginExecution(limits.watches_all || wants_every_point_);
    causality_.BeginExecution();
    history_.BeginExecution();
    contexts_.BeginExecution();
  }
  raced_ = false;
  met_first_fence_ = false;
  result_.outcome = Outcome::kCompleted;
  result_.findings.clear();
  result_.choices.clear();
  result_.standings.clear();
  result_.recorded.clear();
  result_.races.clear();
  host_.execution = this;
  host_.thread_pointer = arch::ReadThreadPointer();
  if (stack_bytes_of_donors_ != limits.stack_bytes) {
    donors_.Discard();
    stack_bytes_of_donors_ = limits.stack_bytes;
  }
  thread_locals_ = &ThreadLocals::OfExecutable();
  discard_donors_ = !thread_locals_->restorable();
  // The first execution may open more of them.
  if (executions_++ < 2) library_locals_.Read();
  running_ = true;
  in_scheduler_ = true;
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
  const size_t index = task_list_.size();
  if (index == tasks_.size()) MakeTask();
  Task& task = *tasks_[index];
  if (task.named) ResetName(task);
  recent_.Forget();
  task.points = 1;
  task.next = Operation{};
  task.finished = false;
  task.start = start;
  task.argument = argument;
  task.result = nullptr;
  task.detached = detached;
  task.joined = false;
  task.created_at = nullptr;
  task.end.waiting.Clear();
  task.end.open = false;
  task.slot = ChoicePoint::kNotEnabled;
  task.gate = nullptr;
  task.list = nullptr;
  task.awaits_at = kNoObject;
  task.deadline = kNoDeadline;
  task.due = false;
  task.read_holds.clear();
  task.locks_held.clear();
  task.lock_set.reset();
  task_list_.push_back(&task);
  point_.tasks = task_list_;
  ++unfinished_;
  joinable_ += detached ? 0 : 1;
  StartOn(task, *donors_.Take(limits_.stack_bytes));
  enabled_.Add(task);
  return task;
}

void Execution::StartOn(Task& task, Donor& donor) {
  task.donor = &donor;
  donor.task = &task;
  donor.ForgetFrames();
  task.thread_pointer = donor.thread_pointer();
  thread_locals_->Restore(task.thread_pointer);
  task.context = make_fcontext(
      donor.stack_top(),
      static_cast<size_t>(donor.stack_top() - donor.stack_limit()),
      &TaskEntry::Enter);
}

[[gnu::always_inline]] inline Task& Execution::RunTask(Task& self) {
  internal::current_task = &self;
  if (__builtin_expect(self.donor->stained, false)) Cleanse(*self.donor);
  if (!library_locals_.empty()) library_locals_.Restore();
  AnnounceAcquire(&self);
  CarryOut(self);
  in_scheduler_ = false;
  return Finish(self, self.start(self.argument));
}

// The first frame of every task.
void TaskEntry::Enter(transfer_t from) {
  auto* previous = static_cast<Task*>(from.data);
  previous->context = from.fctx;
  // The identity was switched before the stack was.
  Task* self = previous->execution->entering_;
  Execution& execution = *self->execution;
  // All calls of the task have returned before the switch, as the processor's
  // prediction of returns expects.
  Task& next = execution.RunTask(*self);
  execution.Enter(*self, next);
}

void Execution::EndTask(Task& self, void* result) {
  Enter(self, Finish(self, result));
  __builtin_unreachable();
}

Task& Execution::Finish(Task& self, void* result) {
  RunThreadExit(self);
  AnnounceRelease(&self.end);
  in_scheduler_ = true;
  self.result = result;
  self.finished = true;
  ++self.points;
  self.next = Operation{OperationKind::kEnd, kNoObject, nullptr};
  enabled_.Remove(self);
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

void Execution::Point(Task& self, Operation operation) {
  in_scheduler_ = true;
  ++self.points;
  self.next = operation;
  if (__builtin_expect(observer_ != nullptr, false)) Announce(self, false);
  if (enabled_.size() > 1 || wants_every_point_) {
    Task* next = PickAmong(self);
    if (next != &self) SwitchTo(self, *next);
  }
  CarryOut(self);
  in_scheduler_ = false;
}

bool Execution::PassGate(Task& self, Operation operation, Gate& gate,
                         VirtualTime deadline) {
  in_scheduler_ = true;
  ++self.points;
  self.next = operation;
  if (deadline != kNoDeadline) SetDeadline(self, deadline);
  const bool waits = !gate.open && !self.due;
  if (__builtin_expect(observer_ != nullptr, false)) Announce(self, waits);
  const bool asks = !waits && (enabled_.size() > 1 || wants_every_point_);
  Task* next = asks ? PickAmong(self) : &self;
  // A task that goes on at once needn't be found at the gate by anybody.
  if (waits || next != &self) {
    self.gate = &gate;
    gate.waiting.PushBack(&self);
    if (waits) {
      enabled_.Remove(self);
      next = Pick(self);
    }
    if (next != &self) SwitchTo(self, *next);
    gate.waiting.Remove(&self);
    self.gate = nullptr;
  }
  const bool passed = gate.open;
  if (self.deadline != kNoDeadline) ClearDeadline(self, /*came=*/!passed);
  CarryOut(self);
  in_scheduler_ = false;
  return passed;
}

bool Execution::WaitInQueue(Task& self, Operation operation, TaskList& queue,
                            VirtualTime deadline) {
  in_scheduler_ = true;
  ++self.points;
  self.next = operation;
  if (deadline != kNoDeadline) SetDeadline(self, deadline);
  if (__builtin_expect(observer_ != nullptr, false)) Announce(self, !self.due);
  queue.PushBack(&self);
  if (!self.due) enabled_.Remove(self);
  Task* next = Pick(self);
  if (next != &self) SwitchTo(self, *next);
  const bool released = self.list != &queue;
  if (self.list != nullptr) self.list->Remove(&self);
  self.gate = nullptr;
  if (self.deadline != kNoDeadline) ClearDeadline(self, /*came=*/!released);
  if (!released) self.next.kind = OperationKind::kTimeout;
  CarryOut(self);
  in_scheduler_ = false;
  return released;
}

void Execution::Release(Task& task, Gate* gate) {
  if (task.list != nullptr) task.list->Remove(&task);
  if (task.deadline != kNoDeadline) ClearDeadline(task, /*came=*/false);
  task.gate = gate;
  if (gate != nullptr) gate->waiting.PushBack(&task);
  if (gate == nullptr || gate->open) {
    enabled_.Add(task);
  } else {
    enabled_.Remove(task);
  }
}

void Execution::Open(Gate& gate) {
  gate.open = true;
  for (Task* t = gate.waiting.front(); t != nullptr; t = t->list_next) {
    enabled_.Add(*t);
  }
}

void Execution::Close(Gate& gate) {
  gate.open = false;
  for (Task* t = gate.waiting.front(); t != nullptr; t = t->list_next) {
    if (!t->due) enabled_.Remove(*t);
  }
}

Task* Execution::Pick(Task& announcer) {
  while (enabled_.empty()) {
    if (!AdvanceClock()) NobodyCanGoOn(announcer);
  }
  if (enabled_.size() == 1 && !wants_every_point_) {
    return enabled_.at(0);
  }
  return PickAmong(announcer);
}

Task* Execution::PickAmong(Task& announcer) {
  const size_t count = enabled_.size();
  point_.step = steps_;
  point_.announcer = &announcer;
  point_.enabled = enabled_.all();
  point_.current = announcer.slot;
  point_.count = static_cast<uint32_t>(count);
  choice_points_ += count > 1;
  const uint32_t answer = strategy_->Choose(point_);
  if (__builtin_expect(answer >= count, false)) {
    INTERLEAVE_INVARIANT(answer == Strategy::kGiveUp);
    result_.outcome = Outcome::kGivenUp;
    LeaveForGood(announcer);
  }
  return enabled_.at(answer);
}

uint32_t Execution::ChooseValue(Task& self, uint32_t count) {
  INTERLEAVE_INVARIANT(count > 0);
  const bool nested = in_scheduler_;
  in_scheduler_ = true;
  uint32_t answer = 0;
  if (count > 1 || wants_every_point_) {
    point_.kind = ChoiceKind::kValue;
    point_.step = steps_;
    point_.announcer = &self;
    point_.enabled = {};
    point_.count = count;
    ++choice_points_;
    answer = strategy_->Choose(point_);
    point_.kind = ChoiceKind::kSwitch;
    if (answer >= count) {
      INTERLEAVE_INVARIANT(answer == Strategy::kGiveUp);
      result_.outcome = Outcome::kGivenUp;
      LeaveForGood(self);
    }
    result_.choices.push_back(
        {ChoiceKind::kValue, self.id, self.points, answer, count});
  }
  in_scheduler_ = nested;
  return answer;
}

void Execution::SwitchTo(Task& from, Task& to) {
  Record(from, to);
  Enter(from, to);
}

inline void Execution::Record(const Task& from, const Task& to) {
  // Field by field: a copy of a just made Choice waits for its stores.
  Choice& choice = result_.choices.emplace_back();
  choice.task = from.id;
  choice.at = from.points;
  choice.value = to.id;
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
  observer_->OnStep(self, steps_);
}

Execution& ProcessExecution() {
  static Execution* const execution = new Execution();
  return *execution;
}

}  // namespace interleave
