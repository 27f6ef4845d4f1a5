// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Confidence: with what probability executions of pct would have found a bug.
//
// One execution of depth d finds a bug of depth d with a probability of at
// least 1 / (n k^(d - 1)), n tasks, k steps (Burckhardt et al., ASPLOS 2010);
// N of them with at least 1 - (1 - p)^N. The bound says nothing of a bug of
// another depth: one more change of priority may undo what a smaller depth
// needs. So the executions of each depth are counted for themselves.
// Thread safety: pure functions and plain data. Cost: O(1) for each depth.

#ifndef INTERLEAVE_EXPLORE_CONFIDENCE_H_
#define INTERLEAVE_EXPLORE_CONFIDENCE_H_

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace interleave {

// Of one execution, for a bug of this depth; 0 below 10^-308.
// REQUIRES: depth > 0
double ChanceOfOne(uint32_t tasks, uint64_t steps, uint32_t depth);
// That one of `executions` finds what each finds with the chance `one`.
double ChanceOfAny(uint64_t executions, double one);
// How many executions it takes to find that with a probability of `confidence`.
// REQUIRES: 0 < confidence < 1
inline constexpr uint64_t kTooMany = std::numeric_limits<uint64_t>::max();
uint64_t ExecutionsFor(double confidence, double one);

// "99.99 %", "84.1 %", "0.0012 %", "less than 0.0001 %": rounded down, since it
// is a lower bound; 100 % only if it is certain.
std::string ChanceText(double chance);

// What the executions of pct came to, by depth.
struct Confidence {
  // How sure is sure enough, in what is told.
  static constexpr double kSure = 0.99;

  struct Depth {
    uint32_t depth = 1;
    uint64_t executions = 0;  // with change points drawn from all k steps
    // Of the executions that follow, those of this depth.
    double share = 1;

    friend bool operator==(const Depth&, const Depth&) = default;
  };

  uint32_t tasks = 0;          // n: the most in an execution
  uint64_t steps = 0;          // k, from which change points were drawn
  uint64_t steps_longest = 0;  // in an execution; may be more than k
  std::vector<Depth> depths;   // in their order

  double ChanceAt(const Depth& depth) const;
  // How many more executions it takes until all depths have `confidence`, if
  // n and k stay as they are; kTooMany for more than 2^64 - 2.
  uint64_t MoreFor(double confidence) const;

  friend bool operator==(const Confidence&, const Confidence&) = default;
};

// "a bug of depth 1, 2, 3 would have been found with a probability of at least
// 99.99 %, 99.5 %, 84.1 % (n = 3 tasks, k = 40 steps); 99 % for each takes
// 12000 more executions (--interleave_confidence=0.99)". Empty when nothing
// ran.
std::string ConfidenceText(const Confidence& confidence);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_CONFIDENCE_H_
