// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Portfolio: several strategies that sample, by turns, as one; more turns for
// those whose executions differ more.
//
// The turns are those of a wheel of kTurns, on which each member has its share.
// In the pilot the shares are fixed, as is what they are multiplied by later:
// by the square of the part of its executions, in the round before, that were
// of distinct traces (ExecutionResult::trace). No member has less than kLeast
// turns. A member that has ended (all schedules with at most
// two preemptions) leaves its turns to sticky random, and has none behind the
// pilot. It is the pilot's only, since it can't be divided. Each member draws
// by what it has learnt itself; that and the shares change at the ends of
// rounds: explore/learning_search.h. Rounds are those of rff, which so is what
// it would be alone, in fewer executions. Source of the idea: portfolios of
// algorithms (Gomes & Selman, Artificial Intelligence 126, 2001).
//
// Thread safety: none. Determinism: the i-th execution depends on the options,
// the program and i alone. Cost: that of its members.

#ifndef INTERLEAVE_EXPLORE_PORTFOLIO_H_
#define INTERLEAVE_EXPLORE_PORTFOLIO_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/explore/confidence.h"
#include "interleave/explore/distinct_count.h"
#include "interleave/explore/options.h"
#include "interleave/explore/pct_sampler.h"
#include "interleave/explore/tally.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/exhaustive.h"
#include "interleave/strategy/pos.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/rff.h"
#include "interleave/strategy/sticky_random.h"
#include "interleave/strategy/surw.h"

namespace interleave {

class Portfolio final {
 public:
  enum Member : uint32_t {
    kRff,
    kSticky,
    kPct,
    kPos,
    kSurw,
    kRandom,
    kBounded,
  };
  static constexpr uint32_t kMembers = kBounded + 1;
  static constexpr uint32_t kTurns = 64;
  static constexpr uint32_t kLeast = 3;
  static constexpr uint64_t kPilot = RffStrategy::kEager;
  static constexpr uint32_t kPreemptions = 2;

  using Numbers = std::array<uint64_t, kMembers>;
  // Turns by member; kTurns together.
  using Shares = std::array<uint32_t, kMembers>;

  static const char* NameOf(Member member);
  static Shares FirstShares();
  // Those of the next round. `traces`: of the executions of each.
  static Shares SharesAfter(const std::array<DistinctCount, kMembers>& traces);
  // Whose turns they are: each member's as far apart as can be.
  static std::array<Member, kTurns> WheelOf(const Shares& shares);
  // That of the pilot: as many turns for each, but other ones. What rff finds
  // at all it finds in few executions, if they are not far apart.
  static std::array<Member, kTurns> OpeningOf(
      const std::array<Member, kTurns>& wheel);

  // Random's executions begin with number `random_begin`; `race`: see pos.
  Portfolio(const Options& options, uint64_t random_begin,
            PosStrategy::Race race = &WouldBeOrdered);

  bool Begin();
  uint32_t Choose(const ChoicePoint& point);
  void End(const ExecutionResult& result);
  bool WantsLonePoints() const { return true; }

  // See LearningSearch.
  static uint64_t RoundEnd(uint64_t begin);
  void SetExecution(uint64_t number) { execution_ = number; }
  std::string Known() const;
  bool Learn(std::string_view text);
  std::string Seen() const;
  void AddSeen(std::string_view text);
  void UseSeen();
  void BeginRound();
  uint64_t Goal(uint64_t, uint64_t executions_max) const {
    return executions_max;
  }

  // None before pct had executions.
  std::optional<Confidence> confidence() const;
  // Of the present execution, or the last.
  const char* name() const { return NameOf(active_); }
  const Shares& shares() const { return shares_; }
  // Executions of each, since the beginning or Learn, and as told.
  const Numbers& executions() const { return executions_; }
  uint64_t executions_of_all() const;
  // What each came to, in the order of Member.
  std::vector<MemberCount> counts() const;

 private:
  // How many turns it has before this one in the round, and had in those
  // before.
  uint64_t NumberOf(Member member, uint64_t execution) const;
  bool BeginBounded();
  void SetShares(const Shares& shares);
  // The present member's answer to `call`.
  template <typename Call>
  auto OfActive(Call call);

  // What is known, and fixed in a round.
  uint64_t round_begin_ = 0;
  Numbers turns_before_ = {};
  Shares shares_;
  std::array<Member, kTurns> wheel_;

  // What was seen.
  Numbers executions_ = {};
  std::array<DistinctCount, kMembers> distinct_ = {};  // of this round
  std::array<DistinctCount, kMembers> distinct_before_ = {};

  uint64_t execution_ = 0;  // the number of the next one
  Member active_ = kRff;

  const uint64_t random_begin_;
  RffStrategy rff_;
  StickyRandomStrategy sticky_;
  PctSampler pct_;
  PosStrategy pos_;
  SurwStrategy surw_;
  RandomStrategy random_;
  const uint32_t preemptions_max_;
  uint32_t preemptions_ = 0;
  ExhaustiveStrategy bounded_;
  bool bounded_ended_ = false;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_PORTFOLIO_H_
