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
// Most trees are long and thin, and much of what is left is not looked at for
// long. So steps that follow each other alone are kept together, as runs.
// Thread safety: none. Cost: of Insert, the branches passed times the events of
// the continuation, squared at worst; memory, 16 bytes for up to nine steps.

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
    std::vector<uint32_t> draws;
  };

  // Of the first branch of a tree that is not empty: whose step it is, and the
  // tree of those behind it.
  TaskId task(Tree tree) const { return runs_[tree].task(); }
  Tree next(Tree tree) const { return runs_[tree].next; }

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
  void PutFirst(Tree& tree, const Branch& branch);

  // "1(0:2.5,2(1))": task 1, then 0, which draws 2 and 5, or 2 and then 1.
  std::string Text(Tree tree) const;
  // The tree that `text` is of; false: it is no such text. REQUIRES: `tree` is
  // empty
  bool Parse(std::string_view text, Tree& tree);

 private:
  // A branch, the only one below it, and so on.
  struct Run {
    static constexpr uint32_t kTaskBits = 6;
    static constexpr uint32_t kStepsMax = 9;

    uint64_t steps : kTaskBits* kStepsMax;  // their tasks, from the lowest on
    uint64_t count : 9;
    // It draws values, those of draws_ with the number behind its task.
    // REQUIRES: count is 1
    uint64_t draws : 1;
    Tree below;  // the last of them
    Tree next;   // beside the first

    TaskId task(uint32_t step = 0) const {
      return (steps >> (kTaskBits * step)) & ((1u << kTaskBits) - 1);
    }
    void Add(TaskId task) { steps |= uint64_t{task} << (kTaskBits * count++); }
  };
  static_assert(sizeof(Run) == 16);
  static_assert(EventLog::kTasksMax == 1 << Run::kTaskBits);

  // A run of no steps.
  Tree MakeEmpty();
  Tree Make(TaskId task, std::span<const uint32_t> draws);
  Tree MakeAll(const Continuation& continuation);
  void Free(Tree run);
  void Link(Tree& tree, Tree branch);
  // The first `count` steps of the run are one, and the others are below it.
  void Split(Tree run, uint32_t count);
  std::span<const uint32_t> DrawsOf(const Run& run) const;
  // Takes the step off the continuation. True: that leaves nothing to add.
  // REQUIRES: the continuation could begin with its task
  bool Pass(const Run& run, uint32_t step, Continuation& continuation) const;

  std::vector<Run> runs_{1};
  std::vector<Tree> free_;
  std::vector<std::vector<uint32_t>> draws_;
  std::vector<uint32_t> free_draws_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_WAKEUP_TREE_H_
