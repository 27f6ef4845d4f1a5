// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// WakeupTrees: what is left to try at the choices of a path, as sequences of
// tasks that share their beginnings.
//
// Wakeup trees of Abdulla, Aronis, Jonsson & Sagonas (POPL 2014; JACM 2017,
// section 6). A tree is a list of branches in the order of trying; each is a
// task's next step and the tree of what follows it. Branches hold no more than
// tasks and the values they are to draw: what a step does is taken from the
// execution that a continuation is of, so nothing here grows old.
// Departure: a step whose task draws values is met by the first values it was
// tried with; all others are tried below it anyway.
// Thread safety: none. Cost: of Insert, the branches passed times the events of
// the continuation, squared at worst.

#ifndef INTERLEAVE_STRATEGY_WAKEUP_TREE_H_
#define INTERLEAVE_STRATEGY_WAKEUP_TREE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/strategy/continuation.h"

namespace interleave {

class WakeupTrees {
 public:
  // A tree is the number of its first branch.
  using Tree = uint32_t;
  static constexpr Tree kEmpty = 0;

  struct Branch {
    TaskId task = kNoTask;
    Tree below = kEmpty;
    Tree next = kEmpty;  // the next branch beside it
    std::vector<uint32_t> draws;
  };

  const Branch& at(Tree branch) const { return branches_[branch]; }

  // Adds what is needed for the continuation to be tried; nothing, when what is
  // in the tree covers it. Returns whether something was added.
  bool Insert(Tree& tree, Continuation& continuation);
  // Adds a branch for the task alone.
  void Append(Tree& tree, TaskId task);
  // Adds the continuation, whatever the tree holds.
  void AppendAll(Tree& tree, const Continuation& continuation);
  // Takes the first branch off; what is below it is the caller's.
  Branch TakeFirst(Tree& tree);
  void Drop(Tree& tree);
  // The first branch is this one from now on.
  void PutFirst(Tree& tree, Branch branch);

  // "1(0:2.5,2(1))": task 1, then 0, which draws 2 and 5, or 2 and then 1.
  std::string Text(Tree tree) const;
  // The tree that `text` is of; false: it is no such text. REQUIRES: `tree` is
  // empty
  bool Parse(std::string_view text, Tree& tree);

 private:
  Tree Make(TaskId task, std::span<const uint32_t> draws);
  Tree MakeAll(const Continuation& continuation);
  void Link(Tree& tree, Tree branch);
  // The branch of `tree` that the continuation can begin with, as it is now;
  // its first step is taken off.
  Tree Match(Tree tree, Continuation& continuation, bool* covered);

  std::vector<Branch> branches_{1};
  std::vector<Tree> free_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_WAKEUP_TREE_H_
