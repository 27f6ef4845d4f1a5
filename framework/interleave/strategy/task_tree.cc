// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/task_tree.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "interleave/schedule/line_cursor.h"

namespace interleave {
namespace {

// A text may be damaged: no program creates as many in one task.
constexpr uint32_t kOrdinalMax = 1u << 16;

}  // namespace

TaskTree::TaskTree() : nodes_(1), tasks_(1) {}

uint32_t TaskTree::ChildOf(uint32_t parent, uint32_t ordinal) {
  while (nodes_[parent].children.size() <= ordinal) {
    const auto next = static_cast<uint32_t>(nodes_[parent].children.size());
    nodes_[parent].children.push_back(static_cast<uint32_t>(nodes_.size()));
    nodes_.push_back({parent, next, {}});
  }
  return nodes_[parent].children[ordinal];
}

std::string TaskTree::PathOf(uint32_t node) const {
  if (node == kRoot) return "0";
  return absl::StrCat(PathOf(nodes_[node].parent), ".", nodes_[node].ordinal);
}

std::optional<uint32_t> TaskTree::NodeAt(std::string_view path) {
  if (path.substr(0, 1) != "0") return std::nullopt;
  path.remove_prefix(1);
  uint32_t node = kRoot;
  while (!path.empty()) {
    if (path.front() != '.') return std::nullopt;
    path.remove_prefix(1);
    const std::string_view word = path.substr(0, path.find('.'));
    uint32_t ordinal = 0;
    if (!ParseDigits(word, ordinal) || ordinal >= kOrdinalMax) {
      return std::nullopt;
    }
    node = ChildOf(node, ordinal);
    path.remove_prefix(word.size());
  }
  return node;
}

void TaskTree::BeginExecution() { tasks_.assign(1, Running()); }

uint32_t TaskTree::AddTask(TaskId creator) {
  const uint32_t node =
      ChildOf(tasks_[creator].node, tasks_[creator].created++);
  tasks_.push_back({node, 0});
  return node;
}

}  // namespace interleave
