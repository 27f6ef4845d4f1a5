// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What executions found and met, as one process tells it another.
//
// Plain data.

#ifndef INTERLEAVE_EXPLORE_FOUND_H_
#define INTERLEAVE_EXPLORE_FOUND_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "interleave/explore/result.h"
#include "interleave/explore/tally.h"
#include "interleave/schedule/choice.h"
#include "interleave/schedule/finding.h"

namespace interleave {

// Findings with the same signature are the same defect, met again.
std::string SignatureOf(const Finding& finding);

// A finding where it was found.
struct Found {
  Finding finding;
  Choices choices;       // of its execution
  std::string strategy;  // that drew it
  Tally tally;           // with its execution, which is the last
  // What its replay showed, without a file; none: it was not replayed here.
  std::optional<Failure> failure = std::nullopt;

  std::string Signature() const { return SignatureOf(finding); }
};

// What executions met beside what is counted.
struct Notes {
  std::vector<NotedRace> races;
  std::vector<std::string> met_points;  // in order of their first meeting
  std::vector<Unmodelled> unmodelled;
  std::set<std::string> suppressed;
  std::vector<std::string> uncontrolled_threads;
  bool identities_made_anew = false;

  // What `other` holds and this doesn't yet.
  void Add(const Notes& other);
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_FOUND_H_
