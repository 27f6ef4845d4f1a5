// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/explore/operation_log.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/explore/static_memory.h"

namespace interleave {
namespace {

std::string_view PointNameOf(const Operation& operation) {
  const PointSite* site = operation.point();
  return site == nullptr ? std::string_view{} : site->name;
}

}  // namespace

bool OperationLog::Entry::Same(const Entry& other) const {
  return task == other.task && at == other.at &&
         operation.kind == other.operation.kind &&
         operation.object == other.operation.object &&
         PointNameOf(operation) == PointNameOf(other.operation);
}

std::string OperationLog::Entry::Text() const {
  const std::string_view point = PointNameOf(operation);
  return absl::StrCat(task == kMainTask ? "main" : absl::StrCat("T", task),
                      " at its ", at, ". point did ",
                      interleave::Text(OperationKindName(operation.kind)),
                      point.empty() ? "" : " ", interleave::Text(point));
}

std::string OperationLog::Entry::StaticObject() const {
  if (address == nullptr || !IsStaticMemory(address)) return {};
  Object object;
  object.kind = kind;
  object.number = number;
  return object.Label();
}

void OperationLog::OnStep(const TaskState& task, StepNumber) {
  Entry entry{task.id, task.points, task.next, nullptr, ObjectKind::kUser, 0};
  ObjectTable& objects = ProcessExecution().objects();
  if (!IsOfTask(task.next.kind) && task.next.object < objects.size()) {
    const Object& object = objects.at(task.next.object);
    entry.address = object.address;
    entry.kind = object.kind;
    entry.number = object.number;
  }
  entries_.push_back(entry);
}

void OperationLog::NoteNames(Execution& execution) {
  names_.clear();
  for (size_t i = 0; i < execution.task_count(); ++i) {
    names_.push_back(execution.TaskAt(static_cast<TaskId>(i)).name);
  }
}

Difference OperationLog::DifferenceAt(size_t step, const Entry& first,
                                      const Entry& second) {
  const bool of_tasks = first.task != second.task ||
                        IsOfTask(first.operation.kind) ||
                        IsOfTask(second.operation.kind);
  Difference difference(
      of_tasks ? Difference::Kind::kTasks : Difference::Kind::kOperation,
      absl::StrCat("step ", step, ": in the first run ", first.Text(),
                   ", in the second ", second.Text()));
  difference.static_object = second.StaticObject();
  if (difference.static_object.empty()) {
    difference.static_object = first.StaticObject();
  }
  return difference;
}

std::string OperationLog::RenamedTask(const OperationLog& other) const {
  const size_t both = std::min(names_.size(), other.names_.size());
  for (size_t i = 0; i < both; ++i) {
    if (names_[i] == other.names_[i]) continue;
    return absl::StrCat("; task ", i, " is called ", names_[i],
                        " in the first run, ", other.names_[i],
                        " in the second");
  }
  return {};
}

Difference OperationLog::FirstDifference(const OperationLog& other) const {
  const auto [first, second] =
      std::mismatch(entries_.begin(), entries_.end(), other.entries_.begin(),
                    other.entries_.end(),
                    [](const Entry& a, const Entry& b) { return a.Same(b); });
  const bool ends = first == entries_.end();
  if (ends && second == other.entries_.end()) return {};
  Difference difference;
  if (ends || second == other.entries_.end()) {
    difference =
        Difference(Difference::Kind::kLength,
                   absl::StrCat("the first run took ", entries_.size(),
                                " steps, the second ", other.entries_.size()));
  } else {
    difference = DifferenceAt(static_cast<size_t>(first - entries_.begin()) + 1,
                              *first, *second);
  }
  if (const std::string renamed = RenamedTask(other); !renamed.empty()) {
    difference.kind = Difference::Kind::kTasks;
    difference.text += renamed;
  }
  return difference;
}

}  // namespace interleave
