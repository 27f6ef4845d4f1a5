// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The parts of a partial order reduction: a path, and what is left to try at
// its choices.
//
// The branches of a choice have an order, that in which they were added, and in
// each those before it are asleep: so each trace belongs to the first branch
// that it could begin with. For that those before needn't be over, it is enough
// that somebody will try them. So Split gives all that is left of a choice
// away, with what was tried there before asleep. From then on the choice, with
// those before it, is shared: nobody adds a branch to it but by a wish that the
// whole grants, which puts it behind all others (dpor_wishes.cc).
//
// In one process, what is found at a choice is also added to the trees of its
// branches that are still to be tried, below their first steps. To those that
// were given away it can't be, and is not found in them again: where s sleeps
// in branch q, what s could come before without being part of it is left to
// branch s, and what branch s then wants at the choice begins with q. So at
// shared choices, and at those below where tasks sleep, without a gap
// ("loose"), races are reversed as with source sets, which ask nothing of what
// is below: a continuation is left out only where a task that begins it, as a
// part of it, is tried or asleep. Where nobody sleeps, nothing can be wanted
// from outside, and from there on all is as in one process. Executions are
// given up only where a loose choice gets a branch in which some sleep on;
// guides make that rare. The same holds behind a draw: the tree is of the
// values drawn first alone.
//
// Within a bound on preemptions nothing sleeps. What is tried at a choice is
// then the same in whatever order it is found: by all executions below it.

#include <algorithm>
#include <bit>
#include <utility>

#include "absl/strings/str_cat.h"
#include "interleave/base/text.h"
#include "interleave/strategy/dpor.h"
#include "interleave/strategy/part_text.h"

namespace interleave {
namespace {

constexpr std::string_view kNoneLeft = "nothing";
constexpr std::string_view kPathAt = "path ";
constexpr std::string_view kBeyondBound = " beyond the bound";

bool TakeTasks(std::string_view& text, TaskSet& tasks) {
  return TakeInteger(text, tasks, 16);
}

}  // namespace

// --- Texts. ---

// "1/3/3/0/0/2=1(0,2)": chosen, enabled, tried, asleep, announcer, preemptions,
// and what is left; "v0/1/2/2": a draw's first, tries, end and count.
void DporStrategy::AppendNode(std::string& text, const Node& node,
                              WakeupTrees::Tree left) const {
  if (node.kind == ChoiceKind::kValue) {
    absl::StrAppend(&text, " v", node.first, "/", node.tries, "/", node.end,
                    "/", node.count);
    return;
  }
  absl::StrAppend(&text, node.loose ? " ~" : " ", node.chosen, "/",
                  absl::Hex(node.enabled), "/", absl::Hex(node.tried), "/",
                  absl::Hex(node.asleep), "/");
  if (node.announcer == kNoTask) {
    text += '-';
  } else {
    absl::StrAppend(&text, node.announcer);
  }
  absl::StrAppend(&text, "/", node.preemptions);
  if (left != WakeupTrees::kEmpty) {
    absl::StrAppend(&text, "=", trees_.Text(left));
  }
}

// The first nodes, where one more is shared: "path 2 0/1/1/0/-/0".
std::string DporStrategy::PathTo(size_t index) const {
  std::string text = absl::StrCat(Text(kPathAt), index + 1);
  for (size_t i = 0; i < index; ++i) {
    AppendNode(text, path_[i], WakeupTrees::kEmpty);
  }
  return text;
}

std::string DporStrategy::Describe() const {
  if (finished_) return std::string(kNoneLeft);
  std::string text = absl::StrCat(Text(kPathAt), shared_);
  for (size_t i = 0; i < length_; ++i) {
    const Node& node = path_[i];
    if (i + 1 < length_ || node.kind == ChoiceKind::kValue) {
      AppendNode(text, node, node.left);
      continue;
    }
    // The chosen branch was taken off what is left.
    WakeupTrees trees = trees_;
    WakeupTrees::Tree left = node.left;
    trees.PutFirst(left, {node.chosen, guide_, guided_draws_});
    AppendNode(text, node, WakeupTrees::kEmpty);
    absl::StrAppend(&text, "=", trees.Text(left));
  }
  return text;
}

bool DporStrategy::ParseSwitch(std::string_view text, Node& node) {
  std::string_view fixed = TakeUpTo(text, '=');
  node.kind = ChoiceKind::kSwitch;
  node.loose = TakeMark(fixed, '~');
  node.left_behind = 0;
  node.left = WakeupTrees::kEmpty;
  node.announcer = kNoTask;
  if (!TakeInteger(fixed, node.chosen) || node.chosen >= kTasksMax ||
      !TakeMark(fixed, '/') || !TakeTasks(fixed, node.enabled) ||
      !TakeMark(fixed, '/') || !TakeTasks(fixed, node.tried) ||
      !TakeMark(fixed, '/') || !TakeTasks(fixed, node.asleep) ||
      !TakeMark(fixed, '/')) {
    return false;
  }
  if (!TakeMark(fixed, '-') &&
      (!TakeInteger(fixed, node.announcer) || node.announcer >= kTasksMax)) {
    return false;
  }
  if (!TakeMark(fixed, '/') || !TakeInteger(fixed, node.preemptions)) {
    return false;
  }
  if (!fixed.empty() || (BitOf(node.chosen) & node.enabled) == 0) return false;
  return text.empty() || trees_.Parse(text, node.left);
}

bool DporStrategy::ParseDraw(std::string_view text, Node& node) {
  node.kind = ChoiceKind::kValue;
  node.left = WakeupTrees::kEmpty;
  return TakeInteger(text, node.first) && TakeMark(text, '/') &&
         TakeInteger(text, node.tries) && TakeMark(text, '/') &&
         TakeInteger(text, node.end) && TakeMark(text, '/') &&
         TakeInteger(text, node.count) && text.empty() &&
         node.first < node.count && node.tries < node.end &&
         node.end <= node.count;
}

void DporStrategy::StartAfresh() {
  for (size_t i = 0; i < length_; ++i) trees_.Drop(path_[i].left);
  trees_.Drop(guide_);
  guided_draws_.clear();
  length_ = shared_ = 0;
  log_.Keep(0, 0);
  races_.clear();
  wishes_.clear();
  wished_for_.clear();
  rebuilds_ = finished_ = redundant_ = bound_was_hit_ = false;
  redundant_executions_ = 0;
  nondeterminism_ = {};
}

bool DporStrategy::Load(std::string_view text) {
  StartAfresh();
  if (text == kNoneLeft) {
    finished_ = true;
    return true;
  }
  if (text.substr(0, kPathAt.size()) != kPathAt) return false;
  text.remove_prefix(kPathAt.size());
  if (!TakeInteger(text, shared_)) return false;
  uint32_t events = 0;
  while (!text.empty()) {
    if (!TakeMark(text, ' ')) return false;
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    Node& node = NewNode(ChoiceKind::kSwitch);
    const bool draws = TakeMark(word, 'v');
    if (!(draws ? ParseDraw(word, node) : ParseSwitch(word, node))) {
      return false;
    }
    node.event = draws ? 0 : events++;
  }
  wished_for_.resize(length_);
  rebuilds_ = length_ > 0;
  if (shared_ > length_) return false;
  if (length_ == 0 || path_[length_ - 1].kind == ChoiceKind::kValue) {
    return true;
  }
  const TaskId chosen = path_[length_ - 1].chosen;
  return TakeNext(path_[length_ - 1]) && path_[length_ - 1].chosen == chosen;
}

// --- Division. ---

// Something is left that Split could give away.
bool DporStrategy::IsOpen(const Node& node) const {
  if (node.kind == ChoiceKind::kValue) return node.tries + 1 < node.end;
  const TaskSet possible =
      node.enabled & ~node.asleep & ~(is_bounded() ? 0 : BitOf(node.chosen));
  for (WakeupTrees::Tree at = node.left; at != WakeupTrees::kEmpty;
       at = trees_.next(at)) {
    if ((BitOf(trees_.task(at)) & possible) != 0) return true;
  }
  return false;
}

size_t DporStrategy::FirstOpen() const {
  // Before the last of the shared ones nothing is ours.
  size_t index = shared_ == 0 ? 0 : shared_ - 1;
  while (index < length_ && !IsOpen(path_[index])) ++index;
  return index;
}

uint64_t DporStrategy::split_depth() const {
  const size_t index = FirstOpen();
  return finished_ || index >= length_ ? kIndivisible : index;
}

// Who else passes through these nodes is to know of all branches.
void DporStrategy::Share(size_t count) {
  for (; shared_ < count; ++shared_) {
    Node& node = path_[shared_];
    if (node.kind == ChoiceKind::kValue) continue;
    node.tried = BranchesOf(node);
  }
  wished_for_.resize(shared_);
}

// All but the branch that is being tried, of the choice nearest to the root.
std::optional<Divisible::Part> DporStrategy::Split() {
  const size_t index = FirstOpen();
  if (finished_ || index >= length_) return std::nullopt;
  Share(index + 1);
  Node& node = path_[index];
  std::string text = PathTo(index);
  Node given = node;
  if (node.kind == ChoiceKind::kValue) {
    ++given.tries;
    node.end = given.tries;
    AppendNode(text, given, WakeupTrees::kEmpty);
    return Part{std::move(text), shared_};
  }
  if (!is_bounded()) given.asleep |= BitOf(node.chosen);
  const TaskSet possible = given.enabled & ~given.asleep;
  while ((BitOf(trees_.task(node.left)) & possible) == 0) {
    WakeupTrees::Branch branch = trees_.TakeFirst(node.left);
    trees_.Drop(branch.below);
  }
  given.chosen = trees_.task(node.left);
  AppendNode(text, given, node.left);
  trees_.Drop(node.left);
  return Part{std::move(text), shared_};
}

// --- What parts add up to. ---

// "12 beyond the bound": executions that were given up halfway.
std::string DporStrategy::Summary() const {
  return absl::StrCat(redundant_executions_,
                      bound_was_hit_ ? Text(kBeyondBound) : "");
}

void DporStrategy::Absorb(std::string_view summary) {
  uint64_t redundant = 0;
  if (!TakeInteger(summary, redundant)) return;
  redundant_executions_ += redundant;
  bound_was_hit_ |= summary == kBeyondBound;
}

std::string DporStrategy::NextRound() {
  finished_ = true;
  return {};
}

}  // namespace interleave
