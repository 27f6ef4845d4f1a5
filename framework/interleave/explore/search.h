// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Search: a strategy that explores, with what it can say of the space.
//
// An exploration drives one Search; which one is named by Options::strategy.

#ifndef INTERLEAVE_EXPLORE_SEARCH_H_
#define INTERLEAVE_EXPLORE_SEARCH_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/explore/confidence.h"
#include "interleave/explore/options.h"
#include "interleave/explore/tally.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/bound.h"
#include "interleave/strategy/difference.h"
#include "interleave/strategy/divisible.h"
#include "interleave/strategy/estimate.h"

namespace interleave {

class Search : public Strategy {
 public:
  // Nothing is left to try within `bound`.
  virtual bool exhausted() const { return false; }
  // Within what was searched completely; none: no bound, or nothing was.
  virtual std::optional<Bound> bound() const { return std::nullopt; }
  // The bound of the space that is searched at present; none: no bound.
  virtual std::optional<Bound> trying() const { return std::nullopt; }
  // About how many schedules there are in that space.
  virtual Estimate estimate() const { return {}; }
  // The share of that space that was searched, 0 to 1, as the probability that
  // a random walk ends there; none: not known. A search that leaves out what
  // is equivalent takes the share of its own tree.
  virtual std::optional<double> done() const { return std::nullopt; }
  // Executions that were there before, within a smaller bound.
  virtual uint64_t repeated() const { return 0; }
  // Executions that were given up halfway, since they would have repeated
  // others; none of them is counted.
  virtual uint64_t redundant() const { return 0; }
  // How a repeated prefix of a schedule differed; empty when it did not.
  virtual Difference nondeterminism() const { return {}; }
  // What the program does that the search does not handle, as a sentence; empty
  // for nothing. The search has ended then.
  virtual std::string refusal() const { return {}; }
  // What is known of the probability with which bugs were found; none: there is
  // no bound on it.
  virtual std::optional<Confidence> confidence() const { return std::nullopt; }
  // What drew the present execution: "random", "exhaustive", ...
  virtual std::string name() const = 0;
  // Its executions are samples of a space that it doesn't go through, so that
  // what they cover is worth recording when nobody said so.
  virtual bool samples() const { return false; }
  // Its executions are of no use to it without ExecutionResult::trace. Of the
  // next one; may change.
  virtual bool WantsTraces() const { return false; }
  // Each execution that counts stands for its trace, also where the kind of
  // search says nothing of it.
  virtual bool counts_traces() const { return false; }
  // What each of several strategies came to; empty where there is but one.
  virtual std::vector<MemberCount> members() const { return {}; }
  // Itself when several processes can share it, else null.
  virtual Divisible* divisible() { return nullptr; }
};

// That of Options::preemptions, if there is one.
std::optional<Bound> PreemptionBound(const Options& options);

// What a name of Options::strategy stands for.
struct SearchKind {
  const char* name;
  std::unique_ptr<Search> (*make)(const Options& options);
  // What one counted execution stands for: "schedule", "trace".
  const char* noun = "schedule";
  // It ends by itself, without a budget.
  bool ends = false;
  bool takes_preemptions = false;
  bool takes_delays = false;
  // Its executions find a bug of a depth with a probability that is known.
  bool takes_depth = false;
  // One execution stands for all that are equivalent to it. It must then see
  // every operation that others may depend on, and takes no script.
  bool reduces = false;
};

// All of them, in the order in which they are named to people.
std::span<const SearchKind> SearchKinds();
// Null for a name that is none of them.
const SearchKind* FindSearchKind(std::string_view name);

// REQUIRES: OptionsError(options) is empty
std::unique_ptr<Search> MakeSearch(const Options& options);

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_SEARCH_H_
