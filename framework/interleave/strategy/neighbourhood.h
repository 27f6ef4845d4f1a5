// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// NeighbourhoodStrategy: a schedule and every schedule within so many changes
// of it.
//
// It answers "is the bug gone, or has it only moved by a step?". The first
// execution follows the base schedule. Each other one takes another alternative
// at one choice or more, and follows the base again from each of these on. A
// change is so a switch more, a switch less or elsewhere, or another value. All
// with one change come first, then all with two, and so on; of these, those
// whose first change lies behind a given step come before the others.
// Following is loose (loose_rules.h), so it works on changed code.
// Thread safety: none. Determinism: no randomness; the order is fixed by the
// base and the program. Cost: a binary search in the base for each choice; for
// each n - 1 changes to which one is added, one execution more, which is given
// as redundant.

#ifndef INTERLEAVE_STRATEGY_NEIGHBOURHOOD_H_
#define INTERLEAVE_STRATEGY_NEIGHBOURHOOD_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/runtime/strategy.h"
#include "interleave/schedule/choice.h"
#include "interleave/strategy/loose_rules.h"

namespace interleave {

class NeighbourhoodStrategy final : public Strategy {
 public:
  // REQUIRES: changes_max >= 1
  explicit NeighbourhoodStrategy(Choices base, uint32_t changes_max = 1,
                                 StepNumber first_step = 0);
  ~NeighbourhoodStrategy() override;

  // False when every neighbour had its execution.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;
  bool WasRedundant() const override { return is_expansion_; }

  // The base and all with one change; 0 before the first execution is over.
  uint64_t size() const { return size_; }
  uint64_t executed() const { return executed_; }
  // All with at most so many changes had their execution.
  uint32_t completed() const { return changes_ - 1; }
  // How many changes the present executions have; 1 during the first.
  uint32_t changes() const { return changes_; }

 private:
  // What an execution was offered and answered at one choice.
  struct Fork {
    size_t depth;
    uint32_t count;
    uint32_t answer;
    StepNumber step;
  };
  // Alternatives to an execution, of which one is taken next.
  struct Frame {
    std::vector<Fork> forks;
    size_t fork = 0;
    uint32_t alternative = 0;
  };

  // To the next alternative; to one, if it stands at none.
  static void Next(Frame& frame);
  static void Settle(Frame& frame);
  void PutFirst(std::vector<Fork>& forks) const;

  LooseRules base_;
  const uint32_t changes_max_;
  const StepNumber first_step_;

  bool base_done_ = false;
  uint32_t changes_ = 1;
  std::vector<Frame> frames_;  // one for each change of the present execution
  bool is_expansion_ = false;  // done before, to see what can be changed
  // Of the present execution.
  std::vector<Fork> forks_;
  size_t depth_ = 0;    // choices so far
  size_t changed_ = 0;  // changes so far
  uint64_t size_ = 0;
  uint64_t executed_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_NEIGHBOURHOOD_H_
