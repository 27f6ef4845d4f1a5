// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "interleave/strategy/reads_from_seen.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "interleave/strategy/history_label.h"

namespace interleave {
namespace {

constexpr size_t kPairsAtFirst = 256;

EventId ReadOf(uint64_t key) { return static_cast<EventId>(key >> 32); }
EventId WriteOf(uint64_t key) { return static_cast<EventId>(key); }

}  // namespace

ReadsFromSeen::ReadsFromSeen()
    : entries_(kPairsAtFirst), shift_(64 - std::countr_zero(kPairsAtFirst)) {}

ReadsFromSeen::Entry& ReadsFromSeen::Probe(uint64_t key) {
  size_t index = IndexOf(key);
  while (entries_[index].key != key && entries_[index].key != kFree) {
    index = (index + 1) & (entries_.size() - 1);
  }
  return entries_[index];
}

size_t ReadsFromSeen::Add(uint64_t key, size_t index,
                          const EventTable& events) {
  if ((used_ + 1) * 2 > entries_.size()) {
    const std::vector<Entry> before =
        std::exchange(entries_, std::vector<Entry>(entries_.size() * 2));
    --shift_;
    for (const Entry& entry : before) {
      if (entry.key != kFree) Probe(entry.key) = entry;
    }
    index = static_cast<size_t>(&Probe(key) - entries_.data());
  }
  ++used_;
  Entry& entry = entries_[index];
  entry.key = key;
  entry.hash =
      internal::FoldedProduct(events.name(ReadOf(key)) ^ 0xa0761d6478bd642fu,
                              events.name(WriteOf(key)) ^ 0xe7037ed1a0b428dbu);
  return index;
}

void ReadsFromSeen::Know(const ReadsFromCorpus& corpus, EventTable& events) {
  for (const KnownEvent& event : corpus.events()) {
    const EventId id = events.Intern(event.name, event.flags);
    if (event.group != event.name) {
      events.Join(id, events.Intern(event.group, 0));
    }
  }
  for (const ReadsFromPair& pair : corpus.pairs()) {
    const uint64_t key = uint64_t{events.Intern(pair.read, 0)} << 32 |
                         events.Intern(pair.write, 0);
    const Entry& entry = Probe(key);
    const auto index = static_cast<size_t>(&entry - entries_.data());
    entries_[entry.key == key ? index : Add(key, index, events)].is_known =
        true;
  }
  for (size_t i = seeds_.size(); i < corpus.seeds().size(); ++i) {
    seeds_.try_emplace(corpus.seeds()[i].combination, i);
  }
  found_ = {};
  changes_known_ = events.changes();
}

void ReadsFromSeen::EndExecution(uint64_t number,
                                 const AbstractSchedule& schedule,
                                 const EventTable& events) {
  for (const ReadsFromConstraint& constraint : schedule.constraints()) {
    if (constraint.positive) ++found_.tried[constraint.pair];
  }
  if (fresh_.empty()) {
    const auto seed = seeds_.find(combination_);
    if (seed != seeds_.end()) ++found_.repeats[seed->second];
    return;
  }
  ReadsFromFindings::Candidate candidate;
  candidate.execution = number;
  candidate.combination = combination_;
  candidate.schedule = schedule;
  for (const uint64_t key : fresh_) {
    Probe(key).is_known = true;
    candidate.pairs.push_back(
        {events.name(ReadOf(key)), events.name(WriteOf(key))});
  }
  std::sort(candidate.pairs.begin(), candidate.pairs.end());
  found_.candidates.push_back(std::move(candidate));
}

ReadsFromFindings ReadsFromSeen::Findings(const ReadsFromCorpus& corpus,
                                          const EventTable& events) const {
  ReadsFromFindings findings = found_;
  if (events.changes() == changes_known_) return findings;
  std::map<EventId, EventName> least;  // name of each group
  std::map<EventName, EventId> ids;
  for (EventId id = 1; id < events.size(); ++id) {
    ids[events.name(id)] = id;
    EventName& name =
        least.try_emplace(events.group(id), events.name(id)).first->second;
    name = std::min(name, events.name(id));
  }
  auto known = corpus.events().begin();
  for (const auto& [name, id] : ids) {
    while (known != corpus.events().end() && known->name < name) ++known;
    const KnownEvent event{name, least[events.group(id)], events.flags(id)};
    if (known == corpus.events().end() || *known != event) {
      findings.events.push_back(event);
    }
  }
  return findings;
}

}  // namespace interleave
