// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Search: a strategy that explores, with what it can say of the space.
//
// An exploration drives one Search; which one is named by Options::strategy.

#ifndef INTERLEAVE_EXPLORE_SEARCH_H_
#define INTERLEAVE_EXPLORE_SEARCH_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "interleave/explore/options.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/divisible.h"

namespace interleave {

class Search : public Strategy {
 public:
  // Nothing is left to try within `bound`.
  virtual bool exhausted() const { return false; }
  // The preemption bound of what was searched completely; none: no bound, or
  // nothing was.
  virtual std::optional<uint32_t> bound() const { return std::nullopt; }
  // About how many schedules there are; 0: not known.
  virtual double estimate() const { return 0; }
  // How a repeated prefix of a schedule differed; empty when it did not.
  virtual std::string nondeterminism() const { return {}; }
  // What drew the present execution: "random", "exhaustive", ...
  virtual std::string name() const = 0;
  // Itself when several processes can share it, else null.
  virtual Divisible* divisible() { return nullptr; }
};

// The names that Options::strategy takes.
const std::vector<std::string>& SearchNames();

// REQUIRES: OptionsError(options) is empty
std::unique_ptr<Search> MakeSearch(const Options& options);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_SEARCH_H_
