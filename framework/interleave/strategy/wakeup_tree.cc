// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/wakeup_tree.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/strategy/part_text.h"

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
  const Tree added = MakeAll(continuation);
  Link(parent == kEmpty ? tree : branches_[parent].below, added);
  return true;
}

void WakeupTrees::AppendAll(Tree& tree, const Continuation& continuation) {
  Link(tree, MakeAll(continuation));
}

WakeupTrees::Tree WakeupTrees::MakeAll(const Continuation& continuation) {
  Tree added = kEmpty;
  Tree last = kEmpty;
  for (size_t item = 0; item < continuation.size(); ++item) {
    const Tree branch = Make(continuation.task(item), continuation.draws(item));
    (last == kEmpty ? added : branches_[last].below) = branch;
    last = branch;
  }
  return added;
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

void WakeupTrees::PutFirst(Tree& tree, Branch branch) {
  const Tree first = Make(branch.task, branch.draws);
  branches_[first].below = branch.below;
  branches_[first].next = tree;
  tree = first;
}

std::string WakeupTrees::Text(Tree tree) const {
  std::string text;
  std::vector<Tree> above;  // whose branches are being written
  for (Tree at = tree; at != kEmpty;) {
    const Branch& branch = branches_[at];
    absl::StrAppend(&text, branch.task);
    if (!branch.draws.empty()) {
      absl::StrAppend(&text, ":", absl::StrJoin(branch.draws, "."));
    }
    if (branch.below != kEmpty) {
      text += '(';
      above.push_back(at);
      at = branch.below;
      continue;
    }
    while (branches_[at].next == kEmpty && !above.empty()) {
      text += ')';
      at = above.back();
      above.pop_back();
    }
    at = branches_[at].next;
    if (at != kEmpty) text += ',';
  }
  return text;
}

bool WakeupTrees::Parse(std::string_view text, Tree& tree) {
  std::vector<Tree> above;
  for (Tree before = kEmpty;;) {
    uint32_t task = 0;
    if (!TakeInteger(text, task) || task >= EventLog::kTasksMax) return false;
    std::vector<uint32_t> draws;
    for (char mark = ':'; TakeMark(text, mark); mark = '.') {
      if (!TakeInteger(text, draws.emplace_back())) return false;
    }
    const Tree branch = Make(task, draws);
    if (before != kEmpty) {
      branches_[before].next = branch;
    } else {
      (above.empty() ? tree : branches_[above.back()].below) = branch;
    }
    before = branch;
    if (TakeMark(text, '(')) {
      above.push_back(branch);
      before = kEmpty;
      continue;
    }
    while (TakeMark(text, ')')) {
      if (above.empty()) return false;
      before = above.back();
      above.pop_back();
    }
    if (text.empty()) return above.empty();
    if (!TakeMark(text, ',')) return false;
  }
}

}  // namespace interleave
