// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// PctSampler: pct with the n and k that executions have shown, for a search.
//
// - The first four executions are uniform: they show n and k.
// - Of eight executions one is of a smaller depth, in turn: so that the bound
//   for these holds too. It doesn't for a larger depth, whose additional change
//   of priority may undo what they need.
// - k is the number of steps of the longest execution before, rounded up to
//   four binary digits. An execution that was longer has no change of priority
//   behind it; it is known from the next round on. Those that were cut short
//   (strategy/pct.h) tell nothing of k.
//
// Thread safety: none. Determinism: the i-th execution depends on the seed, the
// depth, k and i alone.

#ifndef INTERLEAVE_EXPLORE_PCT_SAMPLER_H_
#define INTERLEAVE_EXPLORE_PCT_SAMPLER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/explore/confidence.h"
#include "interleave/explore/options.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/pct.h"

namespace interleave {

class PctSampler final {
 public:
  static constexpr uint32_t kDepth = 3;  // unless the options say another
  static constexpr uint64_t kUniform = 4;
  static constexpr uint64_t kTurns = 8;

  explicit PctSampler(const Options& options);

  bool Begin();
  uint32_t Choose(const ChoicePoint& point) { return pct_.Choose(point); }
  void End(const ExecutionResult& result);
  bool WantsLonePoints() const { return false; }

  // See LearningSearch. "3/40": n/k.
  void SetExecution(uint64_t number);
  std::string Known() const;
  bool Learn(std::string_view text);
  // "3/41 40 9/63/12": n and k as seen; the k that was used, and the executions
  // of each depth with it.
  std::string Seen() const;
  void AddSeen(std::string_view text);
  void UseSeen();
  uint64_t Goal(uint64_t executions, uint64_t executions_max) const;

  std::optional<Confidence> confidence() const;

  // The depth of the execution of this number.
  uint32_t DepthOf(uint64_t execution) const;
  // k for executions of so many steps at most.
  static uint64_t RoundedUp(uint64_t steps);

 private:
  struct Size {
    uint32_t tasks = 0;
    uint64_t steps = 0;

    void Add(const Size& other);
    std::string Text() const;
    bool Parse(std::string_view text);
  };
  // Executions with change points drawn from `steps`, by depth - 1.
  struct Counts {
    uint64_t steps = 0;
    std::vector<uint64_t> executions;
  };

  // With change points of more steps those of fewer don't count; where there
  // are none, all do.
  void Count(const Counts& others);

  const uint32_t depth_;
  const std::optional<double> confidence_;
  PctStrategy pct_;
  uint64_t execution_ = 0;
  Size known_;
  Size seen_;
  Counts counts_;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_PCT_SAMPLER_H_
