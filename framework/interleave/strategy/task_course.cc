// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/task_course.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"

namespace interleave {

void TaskCourse::Announce(const TaskState& task) {
  if (task.points == points_) return;
  points_ = task.points;
  if (task.finished) return;
  const PointSite* site = task.next.point();
  if (site == nullptr) {
    ++kinds_[static_cast<size_t>(task.next.kind)];
    return;
  }
  auto name = names_.find(std::string_view(site->name));
  if (name == names_.end()) name = names_.emplace(site->name, 0).first;
  ++name->second;
  const Anchor anchor(*name);
  if (anchors_.contains(anchor)) at_anchor_[anchor] = kinds_;
}

bool TaskCourse::StandsAt(const TaskState& task,
                          const Position& position) const {
  if (position.kind == OperationKind::kEnd) return task.finished;
  if (task.finished || task.next.kind != position.kind) return false;
  if (const PointSite* site = task.next.point()) {
    const auto name = names_.find(std::string_view(site->name));
    return position.point == site->name && name != names_.end() &&
           name->second == position.occurrence;
  }
  const size_t kind = static_cast<size_t>(position.kind);
  if (position.anchor.empty()) return kinds_[kind] == position.occurrence;
  const auto anchor =
      at_anchor_.find(Anchor(position.anchor, position.anchor_occurrence));
  return anchor != at_anchor_.end() &&
         kinds_[kind] - anchor->second[kind] == position.occurrence;
}

bool TaskCourse::HasMetAnchorOf(const Position& position) const {
  return position.anchor.empty() ||
         at_anchor_.contains(
             Anchor(position.anchor, position.anchor_occurrence));
}

std::string PositionText(const Position& position) {
  if (position.kind == OperationKind::kEnd) return "its end";
  if (position.kind == OperationKind::kPoint) {
    return absl::StrCat("point ", position.point, "#", position.occurrence);
  }
  std::string text = absl::StrCat(Text(OperationKindName(position.kind)), " #",
                                  position.occurrence);
  if (!position.anchor.empty()) {
    absl::StrAppend(&text, " after ", position.anchor, "#",
                    position.anchor_occurrence);
  }
  return text;
}

}  // namespace interleave
