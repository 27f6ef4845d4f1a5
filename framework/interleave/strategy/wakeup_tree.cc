// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/wakeup_tree.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace interleave {

WakeupTrees::Tree WakeupTrees::Make(TaskId task,
                                    std::span<const uint32_t> draws) {
  Tree branch = 0;
  if (free_.empty()) {
    branch = static_cast<Tree>(branches_.size());
    branches_.emplace_back();
  } else {
    branch = free_.back();
    free_.pop_back();
  }
  Branch& made = branches_[branch];
  made.task = task;
  made.below = made.next = kEmpty;
  made.draws.clear();
  if (!draws.empty()) made.draws.assign(draws.begin(), draws.end());
  return branch;
}

void WakeupTrees::Link(Tree& tree, Tree branch) {
  if (tree == kEmpty) {
    tree = branch;
    return;
  }
  Tree last = tree;
  while (branches_[last].next != kEmpty) last = branches_[last].next;
  branches_[last].next = branch;
}

WakeupTrees::Tree WakeupTrees::Match(Tree tree, Continuation& continuation,
                                     bool* covered) {
  for (; tree != kEmpty; tree = branches_[tree].next) {
    const Branch& branch = branches_[tree];
    if (!continuation.CouldBegin(branch.task)) continue;
    *covered = branch.below == kEmpty;
    if (const auto first = continuation.FirstOf(branch.task)) {
      *covered |= !std::ranges::equal(continuation.draws(*first), branch.draws);
      continuation.TakeOff(*first);
      *covered |= continuation.empty();
    } else {
      continuation.PassOver(branch.task);
    }
    return tree;
  }
  return kEmpty;
}

bool WakeupTrees::Insert(Tree& tree, Continuation& continuation) {
  Tree parent = kEmpty;
  for (Tree level = tree; level != kEmpty; level = branches_[parent].below) {
    bool covered = false;
    const Tree branch = Match(level, continuation, &covered);
    if (branch == kEmpty) break;
    if (covered) return false;
    parent = branch;
  }
  Tree added = kEmpty;
  Tree last = kEmpty;
  for (size_t item = 0; item < continuation.size(); ++item) {
    const Tree branch = Make(continuation.task(item), continuation.draws(item));
    (last == kEmpty ? added : branches_[last].below) = branch;
    last = branch;
  }
  Link(parent == kEmpty ? tree : branches_[parent].below, added);
  return true;
}

void WakeupTrees::Append(Tree& tree, TaskId task) {
  const Tree branch = Make(task, {});
  Link(tree, branch);
}

WakeupTrees::Branch WakeupTrees::TakeFirst(Tree& tree) {
  const Tree first = tree;
  Branch taken = std::move(branches_[first]);
  tree = taken.next;
  free_.push_back(first);
  return taken;
}

void WakeupTrees::Drop(Tree& tree) {
  while (tree != kEmpty) {
    Branch first = TakeFirst(tree);
    Drop(first.below);
  }
}

}  // namespace interleave
