// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TaskTree: which task created which, as a name that a task has in all
// executions.
//
// TaskIds count all tasks of an execution; where several tasks create others,
// they differ from one execution to the next. A task's *node* is that of its
// creator and how many others that one had created before; "0" is main, "0.1"
// the second task that main creates. Numbers of nodes are those of one object
// of this class; paths mean the same everywhere.
// Thread safety: none. Determinism: paths follow from the program alone.
// Cost: O(1) for a task; nothing is allocated once all nodes are known.

#ifndef INTERLEAVE_STRATEGY_TASK_TREE_H_
#define INTERLEAVE_STRATEGY_TASK_TREE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/base/ids.h"

namespace interleave {

class TaskTree {
 public:
  static constexpr uint32_t kRoot = 0;

  TaskTree();

  size_t size() const { return nodes_.size(); }
  // REQUIRES: node is not kRoot
  uint32_t ParentOf(uint32_t node) const { return nodes_[node].parent; }
  // The node of what `parent` creates as number `ordinal`, from 0. The new
  // numbers follow one another, so that parents come before their children.
  uint32_t ChildOf(uint32_t parent, uint32_t ordinal);

  std::string PathOf(uint32_t node) const;
  // None: it is no path.
  std::optional<uint32_t> NodeAt(std::string_view path);

  // --- The tasks of the present execution. ---

  // Only main is there.
  void BeginExecution();
  size_t task_count() const { return tasks_.size(); }
  uint32_t NodeOf(TaskId task) const { return tasks_[task].node; }
  // The next task was created by `creator`.
  uint32_t AddTask(TaskId creator);

 private:
  struct Node {
    uint32_t parent = 0;
    uint32_t ordinal = 0;
    std::vector<uint32_t> children;  // by ordinal
  };
  struct Running {
    uint32_t node = kRoot;
    uint32_t created = 0;
  };

  std::vector<Node> nodes_;
  std::vector<Running> tasks_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_TASK_TREE_H_
