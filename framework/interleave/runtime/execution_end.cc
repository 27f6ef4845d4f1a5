// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// How an execution ends, and virtual time, which moves when it would not go on.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/runtime/descriptors.h"
#include "interleave/runtime/execution.h"
#include "interleave/runtime/read_write_lock.h"
#include "interleave/runtime/stack_trace.h"
#include "interleave/runtime/timers.h"

namespace interleave {
namespace {

// What a look at the clock costs, in virtual time.
constexpr VirtualTime kClockReadNanoseconds = 100;

// Each reading is a step, so who waits by reading the clock alone would take
// ten million steps for a second. From the 16th in a row on each takes twice as
// long as the one before, at most some 0.8 ms: less than a task may be kept
// from going on for anyway.
constexpr VirtualTime TakenByReading(uint32_t readings_before) {
  constexpr uint32_t kReadingsAtOnce = 16;
  constexpr uint32_t kDoublingsMax = 13;
  if (readings_before < kReadingsAtOnce) return kClockReadNanoseconds;
  return kClockReadNanoseconds
         << std::min(readings_before - kReadingsAtOnce + 1, kDoublingsMax);
}

// Where those stand who repeat themselves, bar `announcer`, whose stack is
// told.
void AddSpinners(Execution& execution, const Task& announcer,
                 Finding& finding) {
  for (size_t id = 0; id < execution.task_count(); ++id) {
    const Task& task = execution.TaskAt(static_cast<TaskId>(id));
    if (&task == &announcer || !Fairness::Spins(task)) continue;
    finding.places.push_back(
        {absl::StrCat(task.name, " repeats itself here"), {task.next.site}});
  }
}

Finding LivelockFinding(Execution& execution, const Task& announcer) {
  Finding finding;
  finding.kind = FindingKind::kLivelock;
  finding.message = absl::StrCat(
      "tasks repeat themselves, and nobody can change what they "
      "look at: ",
      WaitsText(execution));
  AddSpinners(execution, announcer, finding);
  return finding;
}

// Of tasks that wait for a signal which came before they did: what tells so
// in the message; adds the places of both.
std::string LostWakeupsText(Execution& execution, Finding& finding) {
  std::string text;
  for (size_t id = 0; id < execution.task_count(); ++id) {
    const Task& task = execution.TaskAt(static_cast<TaskId>(id));
    if (task.finished || task.next.kind != OperationKind::kWake) continue;
    const Object& object = execution.objects().at(task.next.object);
    const UnheardSignal& signal = object.unheard;
    if (signal.by == nullptr || signal.by == &task) continue;
    absl::StrAppend(&text, "; ", Text(kLostWakeupWords), signal.by->name,
                    " signalled ", object.Label(),
                    " when nobody waited, before ", task.name, " did");
    finding.places.push_back(
        {absl::StrCat(signal.by->name, " signalled ", object.Label(),
                      " here, at step ", signal.step),
         {signal.site}});
    finding.places.push_back(
        {absl::StrCat(task.name, " began to wait here, at step ",
                      task.waits_since),
         {task.next.site}});
  }
  return text;
}

Finding NobodyCanGoOnFinding(Execution& execution, const Task& announcer) {
  const bool body_ended =
      execution.TaskAt(kMainTask).finished && !execution.is_whole_program();
  Finding finding;
  finding.kind = body_ended ? FindingKind::kLeak : FindingKind::kDeadlock;
  finding.message =
      absl::StrCat(body_ended ? "the body has ended, but tasks wait for ever: "
                              : "no task can go on: ",
                   WaitsText(execution), LostWakeupsText(execution, finding));
  if (announcer.finished) finding.stack = {announcer.created_at};
  return finding;
}

}  // namespace

bool Execution::SeesDependences() const {
  if (!internal::instrumented || had_deadlines_) return false;
  if (points_ < Points::kShared) return false;
  for (size_t i = 0; i < task_list_.size(); ++i) {
    if (tasks_[i]->finished && !tasks_[i]->touched) return false;
  }
  return true;
}

void Execution::Conclude(const Task& next) {
  const bool goes_on = !limits_.whole_program && !crash_.breaks_process;
  concluded_ = true;
  result_.steps = steps_;
  result_.tasks = static_cast<uint32_t>(task_list_.size());
  result_.choice_points = choice_points_;
  result_.trace = listener_ == nullptr ? std::nullopt : listener_->trace();
  result_.dependences_seen = SeesDependences();
  if (result_.outcome != Outcome::kCompleted) {
    NoteAbandoned();
    if (goes_on) AbandonLocks();
    AbandonTasks();
  }
  if (checks_heap_) CheckDamage();
  if (goes_on) EndHeap();
  if (goes_on) {
    OrderAfterAllTasks(next);
    ForgetLocks();
  }
  if (goes_on) {
    descriptors_->EndExecution(result_.outcome != Outcome::kCompleted);
  }
  for (const EndHook hook : end_hooks_) hook(*this);
  if (result_.findings.size() > 1) {
    std::stable_sort(
        result_.findings.begin(), result_.findings.end(),
        [](const Finding& a, const Finding& b) { return a.step < b.step; });
  }
  if (discard_donors_ && goes_on) {
    donors_.Discard();
  } else {
    donors_.Reset();
  }
}

void Execution::AbandonTasks() {
  for (size_t i = 0; i < task_list_.size(); ++i) {
    Task& task = *tasks_[i];
    result_.standings.push_back(StandingOf(task, objects_));
    if (!task.finished) task.donor->stained = true;
    task.exit_calls.clear();
  }
  for (size_t i = 0; i < task_list_.size(); ++i) tasks_[i]->WaitForNothing();
}

void Execution::EndProcess(Task& self, int code, const void* site) {
  Point(self, {OperationKind::kExit, kNoObject, site});
  in_scheduler_ = true;
  result_.exit_code = code;
  if (code != 0 && limits_.fails_on_exit_code) {
    AddFinding(self, FindingKind::kExitCode,
               absl::StrCat("the program ended with exit code ", code));
  }
  if (result_.recorded.empty()) {
    result_.recorded = absl::StrCat("exit code ", code);
  }
  if (unfinished_ > 1) result_.outcome = Outcome::kExited;
  self.finished = true;
  fairness_.Disable(self);
  fairness_.EndTask(self);
  LeaveForGood(self);
}

void Execution::ConcludeLost(Finding finding) {
  running_ = false;
  in_scheduler_ = false;
  concluded_ = true;
  if (entering_ != nullptr && entering_ != &host_) {
    finding.task = entering_->id;
    finding.task_name = entering_->name;
  }
  finding.step = steps_;
  result_.findings.push_back(std::move(finding));
  result_.outcome = Outcome::kCut;
  result_.steps = steps_;
  result_.tasks = static_cast<uint32_t>(task_list_.size());
  result_.choice_points = choice_points_;
  result_.standings.clear();
  AbandonTasks();
}

void Execution::SetDeadline(Task& task, VirtualTime deadline) {
  had_deadlines_ = true;
  task.deadline = deadline;
  task.due = deadline <= now_ || limits_.timeouts == Timeouts::kAnytime;
  task.due_when_idle = false;
  if (!task.due) sleepers_.push_back(&task);
}

void Execution::ClearDeadline(Task& task, bool came) {
  if (came) now_ = std::max(now_, task.deadline);
  std::erase(sleepers_, &task);
  task.deadline = kNoDeadline;
  task.due = false;
}

void Execution::WakeSleepers() {
  for (size_t i = 0; i < sleepers_.size();) {
    Task& task = *sleepers_[i];
    if (task.deadline > now_) {
      ++i;
      continue;
    }
    sleepers_.erase(sleepers_.begin() + static_cast<ptrdiff_t>(i));
    task.due = true;
    fairness_.Enable(task);
  }
}

bool Execution::AdvanceClock() {
  VirtualTime earliest = kNoDeadline;
  for (const Task* task : sleepers_) {
    earliest = std::min(earliest, task->deadline);
  }
  const VirtualTime timer =
      timers_->empty() ? kNoDeadline : timers_->Earliest();
  if (!descriptors_->empty() &&
      descriptors_->WaitOutside(std::min(earliest, timer) - now_)) {
    return true;
  }
  if (timer < earliest) {
    now_ = std::max(now_, timer);
    timers_->ComeDue(now_);
    return true;
  }
  if (earliest == kNoDeadline) return false;
  if (limits_.only_timeouts != OnlyTimeouts::kOff) NoteOnlyTimeout(earliest);
  now_ = std::max(now_, earliest);
  for (Task* task : sleepers_) task->due_when_idle = task->deadline <= now_;
  WakeSleepers();
  if (!timers_->empty()) timers_->ComeDue(now_);
  return true;
}

VirtualTime Execution::LookAtClock(Task& self, const void* site) {
  if (internal::instrumented) {
    AtomicAccess(self, OperationKind::kLookAtClock, nullptr, 0, site);
    CleanUpAfter(self);
  }
  return now_;
}

VirtualTime Execution::ReadClock(Task& self, const void* site) {
  VirtualTime taken = kClockReadNanoseconds;
  if (internal::instrumented) {
    const uint32_t last = self.last_clock_reading;
    const bool again = last != 0 && self.last_effect == last;
    self.clock_readings = again ? self.clock_readings + 1 : 0;
    AtomicAccess(self, OperationKind::kReadClock, nullptr, 0, site);
    taken = TakenByReading(self.clock_readings);
    self.last_clock_reading = self.points;
  }
  self.last_effect = self.points;
  cycles_.Break();
  now_ += taken;
  if (!sleepers_.empty()) WakeSleepers();
  if (!timers_->empty()) timers_->ComeDue(now_);
  CleanUpAfter(self);
  return now_;
}

void Execution::AddFinding(Task& self, FindingKind kind, std::string message) {
  Finding finding;
  finding.kind = kind;
  finding.message = std::move(message);
  AddFinding(self, std::move(finding));
}

void Execution::AddFinding(Task& self, Finding finding) {
  finding.task = self.id;
  finding.task_name = self.name;
  if (finding.step == 0) finding.step = steps_;
  const OutsideControl outside(self);
  if (finding.stack.empty()) finding.stack = CaptureStack();
  result_.findings.push_back(std::move(finding));
}

void Execution::Attend(Task& announcer) {
  if (__builtin_expect(fairness_.watches(), false)) {
    if (!cycles_.active()) cycles_.Begin();
    recent_.Forget();
    if (cycles_.Come(announcer, now_)) {
      AddFinding(announcer, FindingKind::kLivelock,
                 absl::StrCat("all tasks that can go on do so in a cycle, and "
                              "all comes back to what it was: ",
                              WaitsText(*this)));
      Cut(announcer);
    }
    if (!cycles_.active()) fairness_.EndWatch();
  }
  fairness_.Update();
}

void Execution::Cut(Task& self) {
  in_scheduler_ = true;
  result_.outcome = Outcome::kCut;
  LeaveForGood(self);
}

void Execution::LookAtSteps(Task& self) {
  if (steps_ >= limits_.steps_max) StepLimitReached(self);
  look_at_step_ = std::min(limits_.steps_max, steps_ + kStepsUntilLook);
  reader_ = &self;
  reads_left_ = kReadsAsked;
  recent_.Forget();
}

void Execution::StepLimitReached(Task& self) {
  // The words are made by code that may be the program's own, instrumented
  // copy.
  in_scheduler_ = true;
  AddFinding(self, FindingKind::kStepLimit,
             absl::StrCat("the execution has taken ", steps_,
                          " steps and was stopped; if it is meant to be that "
                          "long, raise --interleave_steps_max (Options::"
                          "steps_max), else some task may never end: it may "
                          "be a livelock"));
  Cut(self);
}

// What is on a stack that is left for good is never freed: the finding is made
// by others.
void Execution::NobodyCanGoOn(Task& announcer) {
  AddFinding(announcer, fairness_.anybody_spins()
                            ? LivelockFinding(*this, announcer)
                            : NobodyCanGoOnFinding(*this, announcer));
  Cut(announcer);
}

void Execution::ReportUnjoined(Task& announcer) {
  for (const TaskState* state : task_list_) {
    const auto* task = static_cast<const Task*>(state);
    if (task->detached || task->joined) continue;
    Finding finding;
    finding.kind = FindingKind::kLeak;
    finding.message = absl::StrCat(
        task->name, " was neither joined nor detached by the end of the body");
    finding.stack = {task->created_at};
    AddFinding(announcer, std::move(finding));
  }
}

std::string ObjectLabel(const Operation& operation, const ObjectTable& objects,
                        std::span<const TaskState* const> tasks) {
  if (operation.object == kNoObject) return {};
  switch (operation.kind) {
    case OperationKind::kCreate:
      return absl::StrCat("T", operation.object);
    case OperationKind::kJoin:
    case OperationKind::kDetach:
      return tasks[operation.object]->name;
    default:
      return objects.at(operation.object).Label();
  }
}

TaskStanding StandingOf(const Task& task, ObjectTable& objects) {
  TaskStanding standing;
  standing.task = task.id;
  standing.name = task.name;
  standing.finished = task.finished;
  standing.enabled = task.slot != ChoicePoint::kNotEnabled;
  standing.next = task.next.kind;
  if (const PointSite* site = task.next.point()) {
    standing.point = site->name;
  } else {
    standing.site = task.next.site;
  }
  if (task.finished || task.next.object == kNoObject ||
      task.next.kind == OperationKind::kCreate) {
    return standing;
  }
  const Task* holder = nullptr;
  if (task.next.kind == OperationKind::kJoin ||
      task.next.kind == OperationKind::kDetach) {
    holder = &task.execution->TaskAt(task.next.object);
    standing.object = holder->name;
  } else {
    const Object& object = objects.at(task.next.object);
    standing.object = object.Label();
    holder = object.owner;
    standing.holder_site = object.owner_site;
    if ((object.kind == ObjectKind::kReadWriteLock ||
         object.kind == ObjectKind::kConditionLock) &&
        object.count > 0) {
      const Reader reader = FindReader(object, task);
      holder = reader.task;
      standing.holder_site = reader.site;
    }
  }
  if (holder != nullptr && !holder->finished) {
    standing.holder = holder->id;
    standing.holder_name = holder->name;
  }
  return standing;
}

}  // namespace interleave
