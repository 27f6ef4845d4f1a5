// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/wakeup_tree.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "interleave/strategy/part_text.h"

namespace interleave {

WakeupTrees::Tree WakeupTrees::MakeEmpty() {
  Tree made = 0;
  if (free_.empty()) {
    made = static_cast<Tree>(runs_.size());
    runs_.emplace_back();
  } else {
    made = free_.back();
    free_.pop_back();
  }
  runs_[made] = Run{};
  return made;
}

WakeupTrees::Tree WakeupTrees::Make(TaskId task,
                                    std::span<const uint32_t> draws) {
  const Tree made = MakeEmpty();
  Run& run = runs_[made];
  run.Add(task);
  if (draws.empty()) return made;
  if (free_draws_.empty()) {
    free_draws_.push_back(static_cast<uint32_t>(draws_.size()));
    draws_.emplace_back();
  }
  const uint32_t number = free_draws_.back();
  free_draws_.pop_back();
  draws_[number].assign(draws.begin(), draws.end());
  run.draws = 1;
  run.steps |= uint64_t{number} << Run::kTaskBits;
  return made;
}

std::span<const uint32_t> WakeupTrees::DrawsOf(const Run& run) const {
  if (run.draws == 0) return {};
  return draws_[run.steps >> Run::kTaskBits];
}

void WakeupTrees::Free(Tree run) {
  const Run& freed = runs_[run];
  if (freed.draws != 0) {
    free_draws_.push_back(static_cast<uint32_t>(freed.steps >> Run::kTaskBits));
  }
  free_.push_back(run);
}

void WakeupTrees::Link(Tree& tree, Tree branch) {
  if (tree == kEmpty) {
    tree = branch;
    return;
  }
  Tree last = tree;
  while (runs_[last].next != kEmpty) last = runs_[last].next;
  runs_[last].next = branch;
}

void WakeupTrees::Split(Tree run, uint32_t count) {
  const Tree made = MakeEmpty();
  Run& first = runs_[run];
  Run& rest = runs_[made];
  const uint32_t bits = Run::kTaskBits * count;
  rest.steps = first.steps >> bits;
  rest.count = first.count - count;
  rest.below = first.below;
  first.steps &= (uint64_t{1} << bits) - 1;
  first.count = count;
  first.below = made;
}

bool WakeupTrees::Pass(const Run& run, uint32_t step,
                       Continuation& continuation) const {
  const TaskId task = run.task(step);
  const bool is_leaf = step + 1 == run.count && run.below == kEmpty;
  const std::optional<size_t> first = continuation.FirstOf(task);
  if (!first.has_value()) {
    continuation.PassOver(task);
    return is_leaf;
  }
  const bool draws_alike =
      std::ranges::equal(continuation.draws(*first), DrawsOf(run));
  continuation.TakeOff(*first);
  return is_leaf || !draws_alike || continuation.empty();
}

bool WakeupTrees::Insert(Tree& tree, Continuation& continuation) {
  Tree parent = kEmpty;
  Tree run = tree;
  uint32_t step = 0;  // of the run; only the first has others beside it
  while (run != kEmpty) {
    if (!continuation.CouldBegin(runs_[run].task(step))) {
      if (step > 0) break;
      run = runs_[run].next;
      continue;
    }
    if (Pass(runs_[run], step, continuation)) return false;
    if (++step < runs_[run].count) continue;
    parent = run;
    run = runs_[run].below;
    step = 0;
  }
  if (step > 0) {
    Split(run, step);
    parent = run;
  }
  const Tree added = MakeAll(continuation);
  Link(parent == kEmpty ? tree : runs_[parent].below, added);
  return true;
}

void WakeupTrees::AppendAll(Tree& tree, const Continuation& continuation) {
  Link(tree, MakeAll(continuation));
}

WakeupTrees::Tree WakeupTrees::MakeAll(const Continuation& continuation) {
  Tree added = kEmpty;
  Tree last = kEmpty;
  for (size_t item = 0; item < continuation.size(); ++item) {
    const TaskId task = continuation.task(item);
    const std::span<const uint32_t> draws = continuation.draws(item);
    if (last != kEmpty && draws.empty() && runs_[last].draws == 0 &&
        runs_[last].count < Run::kStepsMax) {
      runs_[last].Add(task);
      continue;
    }
    const Tree run = Make(task, draws);
    (last == kEmpty ? added : runs_[last].below) = run;
    last = run;
  }
  return added;
}

void WakeupTrees::Append(Tree& tree, TaskId task) {
  const Tree branch = Make(task, {});
  Link(tree, branch);
}

WakeupTrees::Branch WakeupTrees::TakeFirst(Tree& tree) {
  const Tree first = tree;
  Run& run = runs_[first];
  tree = run.next;
  Branch taken;
  taken.task = run.task();
  if (run.count > 1) {
    run.steps >>= Run::kTaskBits;
    --run.count;
    run.next = kEmpty;
    taken.below = first;
    return taken;
  }
  taken.below = run.below;
  if (run.draws != 0) {
    const std::span<const uint32_t> draws = DrawsOf(run);
    taken.draws.assign(draws.begin(), draws.end());
  }
  Free(first);
  return taken;
}

void WakeupTrees::Drop(Tree& tree) {
  while (tree != kEmpty) {
    Tree below = runs_[tree].below;
    Free(tree);
    tree = runs_[tree].next;
    Drop(below);
  }
}

void WakeupTrees::PutFirst(Tree& tree, const Branch& branch) {
  const Tree first = Make(branch.task, branch.draws);
  runs_[first].below = branch.below;
  runs_[first].next = tree;
  tree = first;
}

std::string WakeupTrees::Text(Tree tree) const {
  std::string text;
  std::vector<Tree> above;  // whose branches are being written
  for (Tree at = tree; at != kEmpty;) {
    const Run& run = runs_[at];
    for (uint32_t step = 0; step < run.count; ++step) {
      absl::StrAppend(&text, step == 0 ? "" : "(", run.task(step));
    }
    if (run.draws != 0) {
      absl::StrAppend(&text, ":", absl::StrJoin(DrawsOf(run), "."));
    }
    if (run.below != kEmpty) {
      text += '(';
      above.push_back(at);
      at = run.below;
      continue;
    }
    text.append(run.count - 1, ')');
    while (runs_[at].next == kEmpty && !above.empty()) {
      at = above.back();
      above.pop_back();
      text.append(runs_[at].count, ')');
    }
    at = runs_[at].next;
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
      runs_[before].next = branch;
    } else {
      (above.empty() ? tree : runs_[above.back()].below) = branch;
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
