// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// NeighbourhoodStrategy: a schedule and every schedule that differs from it in
// one choice.
//
// It answers "is the bug gone, or has it only moved by a step?". The first
// execution follows the base schedule; each other one takes one alternative at
// one of the choices of the first, and follows the base again from there on.
// Following is loose (loose_rules.h), so it works on changed code.
// Thread safety: none. Determinism: no randomness; the order is fixed by the
// base and the program. Cost: a binary search in the base for each choice.

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
  explicit NeighbourhoodStrategy(Choices base);

  // False when every neighbour had its execution.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;

  // The base and its neighbours; 0 before the first execution is over.
  uint64_t size() const { return size_; }
  uint64_t executed() const { return executed_; }

 private:
  // What the base run was offered and answered at one choice.
  struct Fork {
    uint32_t count;
    uint32_t answer;
  };

  void Advance();

  LooseRules base_;

  std::vector<Fork> forks_;  // of the first execution
  bool base_done_ = false;
  size_t fork_ = 0;           // where this execution deviates
  uint32_t alternative_ = 0;  // and to which answer
  size_t depth_ = 0;          // choices of this execution so far
  uint64_t size_ = 0;
  uint64_t executed_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_NEIGHBOURHOOD_H_
