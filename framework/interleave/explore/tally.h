// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Tally: what is counted over executions.
//
// Plain data. Tallies of parts add up to that of the whole.

#ifndef INTERLEAVE_EXPLORE_TALLY_H_
#define INTERLEAVE_EXPLORE_TALLY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "interleave/explore/coverage.h"
#include "interleave/runtime/strategy.h"

namespace interleave {

// One value that RecordOutcome was given, with the first schedule that led to
// it.
struct RecordedOutcome {
  std::string value;
  uint64_t count = 0;
  std::string token;
};

// What one of several strategies that a search has in turns came to.
struct MemberCount {
  std::string name;
  uint64_t executions = 0;
  uint64_t distinct = 0;  // about so many traces among them

  friend bool operator==(const MemberCount&, const MemberCount&) = default;
};

struct Tally {
  uint64_t executions = 0;
  uint64_t steps = 0;
  uint64_t choice_points = 0;  // where there was more than one answer
  uint64_t cut_by_steps = 0;   // that ended at Options::steps_max
  uint32_t tasks_max = 0;
  bool overlapped = false;  // two tasks did, in any of the executions
  std::vector<RecordedOutcome> outcomes;  // in order of value
  // Null: nobody asked. Never changed, so that copies share it.
  std::shared_ptr<const Coverage> coverage;

  void Count(const ExecutionResult& execution);
  // `later` was counted after all that is counted here.
  // Cost: linear in the outcomes of both, and in what both cover.
  void Add(const Tally& later);

  bool operator==(const Tally& other) const;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_TALLY_H_
