// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/reads_from_corpus.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace interleave {

uint32_t ReadsFromCorpus::Picks(uint64_t seen, uint32_t chosen,
                                uint64_t seen_by_all, size_t seeds) {
  if (seen * seeds > seen_by_all) return 0;
  return chosen >= 5 ? kPicksMax : uint32_t{1} << chosen;
}
static_assert(ReadsFromCorpus::kPicksMax == 1u << 5);

bool ReadsFromCorpus::IsSeen(const ReadsFromPair& pair) const {
  return std::binary_search(pairs_.begin(), pairs_.end(), pair);
}

bool ReadsFromCorpus::IsGroup(EventName name) const {
  const auto at =
      std::lower_bound(events_.begin(), events_.end(), name,
                       [](const KnownEvent& event, EventName sought) {
                         return event.name < sought;
                       });
  return at != events_.end() && at->name == name && at->group == name;
}

std::vector<uint32_t> ReadsFromCorpus::Plan(uint64_t executions) {
  std::vector<uint32_t> plan;
  if (seeds_.empty()) return plan;
  plan.reserve(executions);
  while (plan.size() < executions) {
    // Some seed was seen no more often than the mean.
    while (left_ == 0) {
      turn_ = turn_ + 1 < seeds_.size() ? turn_ + 1 : 0;
      Seed& seed = seeds_[turn_];
      left_ = Picks(seed.seen, seed.chosen, seen_by_all_, seeds_.size());
      if (left_ != 0) ++seed.chosen;
    }
    for (; left_ > 0 && plan.size() < executions; --left_) {
      plan.push_back(turn_);
    }
  }
  return plan;
}

AbstractSchedule ReadsFromCorpus::Mutate(const AbstractSchedule& schedule,
                                         Random& random) const {
  enum Operator : uint32_t { kInsert, kSwap, kDelete, kNegate };
  static constexpr Operator kOperators[] = {kInsert, kInsert, kInsert, kSwap,
                                            kSwap,   kSwap,   kDelete, kNegate};
  if (readers_.empty()) return schedule;
  AbstractSchedule mutated = schedule;
  const auto size = static_cast<uint32_t>(schedule.constraints().size());
  const Operator what =
      size == 0 ? kInsert : kOperators[random.Below(std::size(kOperators))];
  const bool is_full = size == AbstractSchedule::kMax;
  if (what == kInsert && !is_full) {
    mutated.Insert(Draw(random));
    return mutated;
  }
  const uint32_t index = random.Below(size);
  ReadsFromConstraint constraint = schedule.constraints()[index];
  mutated.Erase(index);
  if (what == kNegate) {
    constraint.positive = !constraint.positive;
    mutated.Insert(constraint);
  } else if (what != kDelete) {
    mutated.Insert(Draw(random));
  }
  return mutated;
}

// Where in writers_ those of the group are.
std::pair<size_t, size_t> ReadsFromCorpus::WritersOf(EventName group) const {
  const auto first = std::partition_point(
      writers_.begin(), writers_.end(),
      [&](uint32_t i) { return events_[i].group < group; });
  const auto last = std::partition_point(
      first, writers_.end(),
      [&](uint32_t i) { return events_[i].group == group; });
  return {first - writers_.begin(), last - writers_.begin()};
}

ReadsFromPair ReadsFromCorpus::DrawPair(Random& random) const {
  const KnownEvent& read =
      events_[readers_[random.Below(static_cast<uint32_t>(readers_.size()))]];
  const auto [first, last] = WritersOf(read.group);
  const auto writes = static_cast<uint32_t>(last - first);
  const uint32_t which = random.Below(writes + 1);
  ReadsFromPair pair{read.name, kInitialState};
  if (which == writes) return pair;
  const KnownEvent& write = events_[writers_[first + which]];
  pair.write = write.name;
  const bool is_source = (write.flags & EventRole::kTakes) == 0 ||
                         (read.flags & EventRole::kWaits) == 0;
  // Seen, where a wait had given the lock back.
  if (!is_source && !IsSeen(pair)) pair.write = kInitialState;
  return pair;
}

// That a pair is to be which was not seen yet, if one is drawn: of several, the
// one that was tried least.
ReadsFromConstraint ReadsFromCorpus::Draw(Random& random) const {
  std::optional<ReadsFromPair> best;
  for (int draw = 0; draw < kDraws; ++draw) {
    const ReadsFromPair pair = DrawPair(random);
    if (IsSeen(pair)) continue;
    if (!best.has_value() || Tried(pair) < Tried(*best)) best = pair;
    if (Tried(*best) == 0) break;
  }
  if (best.has_value()) return {*best, true};
  const ReadsFromPair seen = DrawPair(random);
  return {seen, random.OneIn(2)};
}

void ReadsFromCorpus::Take(const std::vector<ReadsFromFindings>& findings) {
  TakeEvents(findings);
  std::vector<const ReadsFromFindings::Candidate*> candidates;
  for (const ReadsFromFindings& one : findings) {
    for (const auto& [seed, times] : one.repeats) {
      if (seed >= seeds_.size()) continue;
      seeds_[seed].seen += times;
      seen_by_all_ += times;
    }
    for (const auto& [pair, times] : one.tried) tried_[pair] += times;
    for (const auto& candidate : one.candidates) {
      candidates.push_back(&candidate);
    }
  }
  std::sort(
      candidates.begin(), candidates.end(),
      [](const auto* a, const auto* b) { return a->execution < b->execution; });
  std::set<ReadsFromPair> seen(pairs_.begin(), pairs_.end());
  for (const ReadsFromFindings::Candidate* const candidate : candidates) {
    const size_t before = seen.size();
    seen.insert(candidate->pairs.begin(), candidate->pairs.end());
    if (seen.size() == before || seeds_.size() == kSeedsMax) continue;
    seeds_.push_back({candidate->schedule, candidate->combination});
    ++seen_by_all_;
  }
  pairs_.assign(seen.begin(), seen.end());
  std::erase_if(tried_, [&](const auto& one) { return IsSeen(one.first); });
}

void ReadsFromCorpus::TakeEvents(
    const std::vector<ReadsFromFindings>& findings) {
  std::map<EventName, KnownEvent> all;
  bool changed = false;
  const auto add = [&](const KnownEvent& event) {
    all.try_emplace(event.name,
                    KnownEvent{event.name, event.name, event.flags});
  };
  // The least name that is about the same.
  const auto root = [&](EventName name) {
    while (all.at(name).group != name) name = all.at(name).group;
    return name;
  };
  const auto join = [&](const KnownEvent& event) {
    if (!all.contains(event.group)) return;
    const EventName one = root(event.name);
    const EventName other = root(event.group);
    if (one != other) all.at(std::max(one, other)).group = std::min(one, other);
  };
  for (const KnownEvent& event : events_) add(event);
  for (const ReadsFromFindings& one : findings) {
    changed |= !one.events.empty();
    for (const KnownEvent& event : one.events) add(event);
  }
  if (!changed) return;
  for (const KnownEvent& event : events_) join(event);
  for (const ReadsFromFindings& one : findings) {
    for (const KnownEvent& event : one.events) join(event);
  }
  events_.clear();
  for (const auto& [name, event] : all) {
    events_.push_back({name, root(name), event.flags});
  }
  Arrange();
}

void ReadsFromCorpus::Arrange() {
  readers_.clear();
  writers_.clear();
  for (uint32_t i = 0; i < events_.size(); ++i) {
    if ((events_[i].flags & EventRole::kReads) != 0) readers_.push_back(i);
    if ((events_[i].flags & EventRole::kWrites) != 0) writers_.push_back(i);
  }
  std::stable_sort(writers_.begin(), writers_.end(),
                   [this](uint32_t a, uint32_t b) {
                     return events_[a].group < events_[b].group;
                   });
}

}  // namespace interleave
