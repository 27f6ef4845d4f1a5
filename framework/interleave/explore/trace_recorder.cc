// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/trace_recorder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/base/leave_out_far.h"
#include "interleave/base/text.h"
#include "interleave/runtime/stack_trace.h"

namespace interleave {
namespace {

std::string FileName(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

std::string NameOf(const Trace& trace, TaskId task) {
  return task < trace.task_names.size() ? trace.task_names[task]
                                        : absl::StrCat("T", task);
}

}  // namespace

TraceRecorder::Course& TraceRecorder::CourseOf(const TaskState& task) {
  if (courses_.size() <= task.id) {
    courses_.resize(task.id + 1);
    trace.task_names.resize(task.id + 1);
  }
  // A task may name itself at any time; the last name is shown.
  trace.task_names[task.id] = task.name;
  Course& course = courses_[task.id];
  if (course.kinds.empty()) course.kinds.resize(kOperationKindCount);
  return course;
}

TraceRecorder::Announced TraceRecorder::Announce(Course& course,
                                                 const TaskState& task,
                                                 bool waits) {
  Announced announced;
  announced.at = task.points;
  announced.kind = task.next.kind;
  announced.blocked = waits;
  if (const PointSite* site = task.next.point()) {
    const Site& kept =
        *sites_.insert({site->name, site->file, site->line}).first;
    auto known = std::find_if(
        course.names.begin(), course.names.end(),
        [&](const auto& other) { return *other.first == kept.name; });
    if (known == course.names.end()) {
      known = course.names.insert(known, {&kept.name, 0});
    }
    announced.occurrence = ++known->second;
    announced.site = &kept;
    course.anchor = &kept;
    course.anchor_occurrence = announced.occurrence;
    std::fill(course.kinds.begin(), course.kinds.end(), 0);
    return announced;
  }
  announced.occurrence = ++course.kinds[static_cast<size_t>(announced.kind)];
  announced.anchor = course.anchor;
  announced.anchor_occurrence = course.anchor_occurrence;
  return announced;
}

void TraceRecorder::OnAnnounce(const TaskState& task, const std::string& object,
                               bool waits) {
  accesses_.Settle();
  Course& course = CourseOf(task);
  TraceStep& step = course.pending;
  step = TraceStep{};
  step.task = task.id;
  step.at = task.points;
  step.kind = task.next.kind;
  step.object = object;
  step.waited = waits;
  course.announced.push_back(Announce(course, task, waits));
  if (const PointSite* site = task.next.point()) {
    step.point = site->name;
    step.file = site->file;
    step.line = site->line;
  }
  step.stack = CaptureStack();
}

void TraceRecorder::OnStep(const TaskState& task, StepNumber number) {
  accesses_.Settle();
  Course& course = CourseOf(task);
  course.last = number;
  TraceStep& step = course.pending;
  step.task = task.id;
  step.at = task.points;
  step.kind = task.next.kind;  // a wait may have become a timeout
  if (step.kind == OperationKind::kCreate) step.created = task.next.object;
  step.number = number;
  step.switched = last_ != task.id && last_ != kNoTask;
  last_ = task.id;
  step.seldom = seldom_.Add(task);
  if (step.kind == OperationKind::kStart) {
    Announced announced;
    announced.at = task.points;
    course.announced.push_back(announced);
    ++course.kinds[static_cast<size_t>(OperationKind::kStart)];
  }
  if (trace.steps.size() >= 3 * steps_max_) LeaveOut();
  trace.steps.push_back(std::move(step));
  step = TraceStep{};
}

void TraceRecorder::LeaveOut() {
  trace.steps_left_out += LeaveOutFar(
      trace.steps, steps_max_, steps_max_ / 2, &passed_,
      [](const TraceStep& step) { return step.switched || step.seldom; },
      [](TraceStep& step, size_t steps) { step.left_out += steps; });
}

bool TraceRecorder::IsKept(StepNumber step) const {
  const auto found = std::lower_bound(
      trace.steps.begin(), trace.steps.end(), step,
      [](const TraceStep& a, StepNumber number) { return a.number < number; });
  return found != trace.steps.end() && found->number == step;
}

void TraceRecorder::OnAccess(const MemoryAccess& access) {
  accesses_.Settle();
  if (accesses_.IsFull()) {
    LeaveOut();
    accesses_.LeaveOut([this](StepNumber step) { return IsKept(step); });
  }
  accesses_.Add(access, CourseOf(access.task).last);
}

void TraceRecorder::OnMemoryAnew(const void* address, size_t bytes) {
  accesses_.Settle();
  accesses_.MemoryAnew(address, bytes);
}

void TraceRecorder::Finish() {
  LeaveOut();
  trace.accesses = accesses_.TakeShared();
  if (trace.steps_left_out == 0) return;
  std::erase_if(trace.accesses, [this](const TraceAccess& access) {
    return !IsKept(access.step);
  });
}

void TraceRecorder::OnLiberty(const TaskState& /*task*/, Liberty liberty) {
  trace.steps.back().liberty = liberty;
}

void TraceRecorder::OnEnd(const TaskState& task, StepNumber) {
  accesses_.Settle();
  Announced announced;
  announced.at = task.points;
  announced.kind = OperationKind::kEnd;
  CourseOf(task).announced.push_back(announced);
}

Position TraceRecorder::PositionOf(const Announced& announced) {
  Position position;
  position.kind = announced.kind;
  position.blocked = announced.blocked;
  position.occurrence = announced.occurrence;
  if (announced.site != nullptr) position.point = announced.site->name;
  if (announced.anchor != nullptr) {
    position.anchor = announced.anchor->name;
    position.anchor_occurrence = announced.anchor_occurrence;
  }
  return position;
}

const TraceRecorder::Announced* TraceRecorder::Find(TaskId task,
                                                    uint32_t at) const {
  if (task >= courses_.size()) return nullptr;
  const std::vector<Announced>& announced = courses_[task].announced;
  const auto found = std::lower_bound(
      announced.begin(), announced.end(), at,
      [](const Announced& a, uint32_t wanted) { return a.at < wanted; });
  return found != announced.end() && found->at == at ? &*found : nullptr;
}

std::optional<Position> TraceRecorder::PositionAt(TaskId task,
                                                  uint32_t at) const {
  const Announced* const found = Find(task, at);
  if (found == nullptr) return std::nullopt;
  return PositionOf(*found);
}

std::vector<RecordedChoice> TraceRecorder::Describe(
    const Choices& choices) const {
  std::vector<RecordedChoice> described;
  described.reserve(choices.size());
  for (const Choice& choice : choices) {
    RecordedChoice recorded;
    recorded.choice = choice;
    recorded.task = NameOf(trace, choice.task);
    if (choice.kind == ChoiceKind::kSwitch) {
      recorded.to = NameOf(trace, choice.value);
      if (const Announced* found = Find(choice.task, choice.at)) {
        recorded.position = PositionOf(*found);
        if (found->site != nullptr) {
          recorded.place =
              absl::StrCat(FileName(found->site->file), ":", found->site->line);
        }
      }
    }
    described.push_back(std::move(recorded));
  }
  return described;
}

}  // namespace interleave
