// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ReadsFromCorpus: what reads-from guided fuzzing knows of a program, and how
// it makes the next abstract schedules of that.
//
// It knows the events, which of them are about the same, which pairs of a write
// and a read were seen, and *seeds*: abstract schedules whose executions showed
// a pair that none before had. What executions showed comes in as observations
// (ReadsFromFindings), and is taken up in the order of the executions' numbers:
// the same comes out however the executions were divided among processes.
// Paper: Wolff et al. (ASPLOS 2024), with the cut-off exponential power
// schedule of Boehme, Pham, Roychoudhury, "Coverage-based Greybox Fuzzing as
// Markov Chain" (CCS 2016). Departures: of up to kDraws pairs that are drawn
// for a new constraint, one that was not seen is taken, and of these the one
// that was tried least; a constraint is inserted or swapped three times as
// often as one is deleted or negated, which seldom shows anything new; only
// events are paired that were seen at one place, and of a lock no taking with
// another. In a round the counts stand still.
// Thread safety: none. Determinism: nothing hangs on who met an event first.
// Cost: of Take, linear in what is known, when something is new.

#ifndef INTERLEAVE_STRATEGY_READS_FROM_CORPUS_H_
#define INTERLEAVE_STRATEGY_READS_FROM_CORPUS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "interleave/base/random.h"
#include "interleave/strategy/abstract_schedule.h"

namespace interleave {

// An event, and that of least name among those that are about the same.
struct KnownEvent {
  EventName name = kInitialState;
  EventName group = kInitialState;
  uint8_t flags = 0;  // EventRole's

  friend bool operator==(const KnownEvent&, const KnownEvent&) = default;
};

// What some executions of a round have shown beyond what was known before it.
struct ReadsFromFindings {
  // An execution with a pair that is new.
  struct Candidate {
    uint64_t execution = 0;
    uint64_t combination = 0;  // stands for all its pairs
    AbstractSchedule schedule;
    std::vector<ReadsFromPair> pairs;  // the new ones, in order
  };

  std::vector<KnownEvent> events;     // new, or with others than before
  std::vector<Candidate> candidates;  // by their numbers
  // How many executions had the pairs of a seed, by its index.
  std::map<size_t, uint64_t> repeats;
  // How many executions insisted on a pair.
  std::map<ReadsFromPair, uint64_t> tried;

  bool empty() const {
    return events.empty() && candidates.empty() && repeats.empty() &&
           tried.empty();
  }
  // Words with one space between them; "seen" for nothing.
  std::string Text() const;
  static std::optional<ReadsFromFindings> Parse(std::string_view text);
};

class ReadsFromCorpus {
 public:
  static constexpr uint32_t kPicksMax = 32;
  static constexpr size_t kSeedsMax = 4096;
  static constexpr int kDraws = 8;
  // Far more executions than there are; products of two counts fit.
  static constexpr uint64_t kCountMax = uint64_t{1} << 48;

  struct Seed {
    AbstractSchedule schedule;
    uint64_t combination = 0;
    uint64_t seen = 1;    // executions with these pairs
    uint32_t chosen = 0;  // how often it was its turn

    friend bool operator==(const Seed&, const Seed&) = default;
  };

  // How many executions a seed gets when it is its turn: 2^chosen, at most
  // kPicksMax; none when its pairs were seen more often than those of a seed
  // on average.
  static uint32_t Picks(uint64_t seen, uint32_t chosen, uint64_t seen_by_all,
                        size_t seeds);

  const std::vector<KnownEvent>& events() const { return events_; }  // by name
  const std::vector<ReadsFromPair>& pairs() const {
    return pairs_;
  }  // in order
  const std::vector<Seed>& seeds() const { return seeds_; }
  bool IsSeen(const ReadsFromPair& pair) const;
  // How many executions insisted on a pair that was not seen by now.
  uint64_t Tried(const ReadsFromPair& pair) const {
    const auto found = tried_.find(pair);
    return found == tried_.end() ? 0 : found->second;
  }

  // The seeds that the next `executions` executions are made of, by index;
  // empty when there is no seed. They have had their turns then.
  std::vector<uint32_t> Plan(uint64_t executions);
  // A change of `schedule`: one more constraint, another, one less, or the
  // negation of one.
  AbstractSchedule Mutate(const AbstractSchedule& schedule,
                          Random& random) const;
  // Takes up what the executions of a round have shown.
  void Take(const std::vector<ReadsFromFindings>& findings);

  // Words with one space between them.
  std::string Text() const;
  static std::optional<ReadsFromCorpus> Parse(std::string_view text);

  friend bool operator==(const ReadsFromCorpus&,
                         const ReadsFromCorpus&) = default;

 private:
  void TakeEvents(const std::vector<ReadsFromFindings>& findings);
  void Arrange();
  // It is the least of its group.
  bool IsGroup(EventName name) const;
  std::pair<size_t, size_t> WritersOf(EventName group) const;
  ReadsFromPair DrawPair(Random& random) const;
  ReadsFromConstraint Draw(Random& random) const;

  std::vector<KnownEvent> events_;
  std::vector<ReadsFromPair> pairs_;
  std::vector<Seed> seeds_;
  std::map<ReadsFromPair, uint64_t> tried_;
  uint32_t turn_ = 0;  // whose turn it is ...
  uint32_t left_ = 0;  // ... for how many executions more
  uint64_t seen_by_all_ = 0;
  // Made of events_: those that read; those that write, by their groups.
  std::vector<uint32_t> readers_;
  std::vector<uint32_t> writers_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_READS_FROM_CORPUS_H_
