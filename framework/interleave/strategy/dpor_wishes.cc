// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What a part of a partial order reduction wants tried at choices that are
// shared, and who grants it.
//
// Nothing is wished for that surely has a branch. A sender knows of those that
// were there when the choice became shared. Of its own wishes it only knows
// that one of the tasks that begin the continuation is tried, the one it named
// or one that somebody wished for before; so another is left out if all of
// those begin it, too. By that wishes are few: at a choice, no more than there
// are sets of tasks none of which contains another.

#include <algorithm>
#include <bit>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/strategy/dpor.h"
#include "interleave/strategy/part_text.h"

namespace interleave {

// As ReverseBySource; with wakeup trees the branch is guided.
void DporStrategy::WishFor(Node& node, TaskId later) {
  const TaskSet initials = Initials();
  if ((initials & (node.tried | node.asleep)) != 0) return;
  const TaskSet possible = initials & node.enabled;
  if (possible == 0) {
    TryAll(node, node.enabled);
    return;
  }
  if (WasWishedFor(node, possible)) return;
  WakeupTrees::Tree branch = WakeupTrees::kEmpty;
  AppendFirstOf(possible, later, branch);
  Wish(node, possible, branch);
}

// As ReverseBySource, guided.
void DporStrategy::ReverseLoosely(Node& node, TaskId later) {
  const TaskSet initials = Initials();
  if ((initials & (BranchesOf(node) | node.asleep)) != 0) return;
  const TaskSet possible = initials & node.enabled;
  if (possible == 0) {
    TryAll(node, node.enabled);
  } else {
    AppendFirstOf(possible, later, node.left);
  }
}

// A branch that begins with one of them, `later` if it can.
void DporStrategy::AppendFirstOf(TaskSet possible, TaskId later,
                                 WakeupTrees::Tree& tree) {
  const TaskId first = (possible & BitOf(later)) != 0
                           ? later
                           : static_cast<TaskId>(std::countr_zero(possible));
  if (mode_ == Mode::kSource) {
    trees_.Append(tree, first);
    return;
  }
  continuation_.MoveToFront(*continuation_.FirstOf(first));
  trees_.AppendAll(tree, continuation_);
}

// Tried, or to be tried.
TaskSet DporStrategy::BranchesOf(const Node& node) const {
  TaskSet branches = node.tried | BitOf(node.chosen);
  for (WakeupTrees::Tree at = node.left; at != WakeupTrees::kEmpty;
       at = trees_.next(at)) {
    branches |= BitOf(trees_.task(at));
  }
  return branches;
}

// One of `any_of` is tried there or will be. If not, then from now on.
bool DporStrategy::WasWishedFor(const Node& node, TaskSet any_of) {
  auto& sets = wished_for_[static_cast<size_t>(&node - path_.data())];
  const auto is_among = [any_of](TaskSet set) { return (set & ~any_of) == 0; };
  if (std::any_of(sets.begin(), sets.end(), is_among)) return true;
  sets.push_back(any_of);
  return false;
}

// "6 path ...": one of these tasks, if not this branch.
void DporStrategy::Wish(const Node& node, TaskSet any_of,
                        WakeupTrees::Tree branch) {
  const auto index = static_cast<size_t>(&node - path_.data());
  Node wished = node;
  wished.chosen = trees_.task(branch);
  if (!is_bounded()) wished.asleep |= node.tried & ~BitOf(wished.chosen);
  wished.tried |= BitOf(wished.chosen);
  std::string text = absl::StrCat(absl::Hex(any_of), " ", PathTo(index));
  AppendNode(text, wished, branch);
  wishes_.push_back(std::move(text));
  trees_.Drop(branch);
}

std::vector<std::string> DporStrategy::TakeWishes() {
  return std::exchange(wishes_, {});
}

// The choices before node `count`: "/0/1/v2/1".
std::string DporStrategy::KeyOf(size_t count) const {
  std::string key = "/";
  for (size_t i = 0; i < count; ++i) {
    const Node& node = path_[i];
    if (node.kind == ChoiceKind::kValue) {
      absl::StrAppend(&key, "v", (node.first + node.tries) % node.count, "/");
    } else {
      absl::StrAppend(&key, node.chosen, "/");
    }
  }
  return key;
}

std::optional<Divisible::Part> DporStrategy::Grant(std::string_view wish) {
  TaskSet any_of = 0;
  DporStrategy search(mode_, preemptions_max_);
  if (!TakeInteger(wish, any_of, 16) || !TakeMark(wish, ' ') ||
      !search.Load(wish) || search.length_ == 0) {
    return std::nullopt;
  }
  Node& node = search.path_[search.length_ - 1];
  TaskSet& granted = granted_[search.KeyOf(search.length_ - 1)];
  if ((granted & any_of) != 0) return std::nullopt;
  node.tried |= granted;
  if (!is_bounded()) node.asleep |= granted;
  granted |= BitOf(node.chosen);
  return Part{search.Describe(), search.shared_};
}

// "/0/1/=6 /0/v2/=1": the tasks at a choice, by those before it.
std::string DporStrategy::Granted() const {
  std::string text;
  for (const auto& [key, tasks] : granted_) {
    absl::StrAppend(&text, text.empty() ? "" : " ", key, "=", absl::Hex(tasks));
  }
  return text;
}

bool DporStrategy::LoadGranted(std::string_view text) {
  granted_.clear();
  while (!text.empty()) {
    std::string_view tasks = TakeUpTo(text, ' ');
    const std::string_view key = TakeUpTo(tasks, '=');
    if (key.empty() || key.front() != '/' || key.back() != '/' ||
        key.find_first_not_of("/v0123456789") != std::string_view::npos ||
        !TakeInteger(tasks, granted_[std::string(key)], 16) || !tasks.empty()) {
      return false;
    }
  }
  return true;
}

}  // namespace interleave
