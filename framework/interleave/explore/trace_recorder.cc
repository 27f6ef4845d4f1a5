// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/trace_recorder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
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

Position TraceRecorder::NextPosition(Course& course, const TaskState& task,
                                     bool waits) {
  Position position;
  position.kind = task.next.kind;
  position.blocked = waits;
  if (const PointSite* site = task.next.point()) {
    position.point = site->name;
    auto known = std::find_if(
        course.names.begin(), course.names.end(),
        [&](const auto& name) { return name.first == position.point; });
    if (known == course.names.end()) {
      known = course.names.insert(known, {position.point, 0});
    }
    position.occurrence = ++known->second;
    course.anchor = position;
    std::fill(course.kinds.begin(), course.kinds.end(), 0);
    return position;
  }
  position.occurrence = ++course.kinds[static_cast<size_t>(position.kind)];
  position.anchor = course.anchor.point;
  position.anchor_occurrence =
      position.anchor.empty() ? 0 : course.anchor.occurrence;
  return position;
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
  Announced announced{task.points, NextPosition(course, task, waits), {}};
  if (const PointSite* site = task.next.point()) {
    step.point = site->name;
    step.file = site->file;
    step.line = site->line;
    announced.place = absl::StrCat(FileName(step.file), ":", step.line);
  }
  if (trace.steps.size() < stacks_max_) step.stack = CaptureStack();
  course.announced.push_back(std::move(announced));
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
  if (step.kind == OperationKind::kStart) {
    course.announced.push_back({task.points, Position{}, {}});
    ++course.kinds[static_cast<size_t>(OperationKind::kStart)];
  }
  trace.steps.push_back(std::move(step));
  step = TraceStep{};
}

void TraceRecorder::OnAccess(const MemoryAccess& access) {
  accesses_.Settle();
  accesses_.Add(access, CourseOf(access.task).last);
}

void TraceRecorder::OnMemoryAnew(const void* address, size_t bytes) {
  accesses_.Settle();
  accesses_.MemoryAnew(address, bytes);
}

void TraceRecorder::Finish() { trace.accesses = accesses_.TakeShared(); }

void TraceRecorder::OnLiberty(const TaskState& /*task*/, Liberty liberty) {
  trace.steps.back().liberty = liberty;
}

void TraceRecorder::OnEnd(const TaskState& task, StepNumber) {
  accesses_.Settle();
  Position position;
  position.kind = OperationKind::kEnd;
  CourseOf(task).announced.push_back({task.points, position, {}});
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

const Position* TraceRecorder::PositionAt(TaskId task, uint32_t at) const {
  const Announced* const found = Find(task, at);
  return found == nullptr ? nullptr : &found->position;
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
        recorded.position = found->position;
        recorded.place = found->place;
      }
    }
    described.push_back(std::move(recorded));
  }
  return described;
}

}  // namespace interleave
