// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// AbstractSchedule: what an execution is to do about who reads from whom.
//
// A set of constraints: some read is to read what that write wrote, or never
// is. It leaves the rest of the schedule open, so there is usually one that
// does as it says.
// Paper: Wolff, Shi, Duck, Mathur, Roychoudhury, "Greybox Fuzzing for
// Concurrency Testing" (ASPLOS 2024), section 3. Departure: at most kMax
// constraints, and none beside its own negation.
// Thread safety: plain data. Determinism: constraints are kept in order.

#ifndef INTERLEAVE_STRATEGY_ABSTRACT_SCHEDULE_H_
#define INTERLEAVE_STRATEGY_ABSTRACT_SCHEDULE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/strategy/abstract_event.h"

namespace interleave {

// Who reads from whom.
struct ReadsFromPair {
  EventName read = kInitialState;
  EventName write = kInitialState;  // kInitialState: no write came before

  friend bool operator==(const ReadsFromPair&, const ReadsFromPair&) = default;
  friend auto operator<=>(const ReadsFromPair&, const ReadsFromPair&) = default;
};

struct ReadsFromConstraint {
  ReadsFromPair pair;
  bool positive = true;  // false: it is never to be so

  friend bool operator==(const ReadsFromConstraint&,
                         const ReadsFromConstraint&) = default;
};

class AbstractSchedule {
 public:
  static constexpr size_t kMax = 8;

  // Replaces one of the same pair. REQUIRES: it has less than kMax, or that
  void Insert(const ReadsFromConstraint& constraint);
  // REQUIRES: index < constraints().size()
  void Erase(size_t index);
  const std::vector<ReadsFromConstraint>& constraints() const {
    return constraints_;
  }

  // "+1f3:0-2c:77": signs, and the reads' and writes' names; "." for none.
  std::string Text() const;
  static std::optional<AbstractSchedule> Parse(std::string_view text);

  friend bool operator==(const AbstractSchedule&,
                         const AbstractSchedule&) = default;

 private:
  std::vector<ReadsFromConstraint> constraints_;  // by their pairs
};

// "1f3:0", and the reverse: takes it from the front of `text`.
std::string PairText(const ReadsFromPair& pair);
bool TakePair(std::string_view& text, ReadsFromPair* pair);

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_ABSTRACT_SCHEDULE_H_
