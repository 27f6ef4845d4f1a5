// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// ReadsFromSeen: which pairs of a write and a read executions show, and which
// of that is new to a corpus.
//
// Thread safety: none. Determinism: what it has found depends on the executions
// alone, not on their order in the process or on the ids of events. Cost of
// See: one probe of an open-addressing table.

#ifndef INTERLEAVE_STRATEGY_READS_FROM_SEEN_H_
#define INTERLEAVE_STRATEGY_READS_FROM_SEEN_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "interleave/strategy/abstract_event.h"
#include "interleave/strategy/abstract_schedule.h"
#include "interleave/strategy/reads_from_corpus.h"

namespace interleave {

class ReadsFromSeen {
 public:
  ReadsFromSeen();

  // What `corpus` has isn't new; nothing was found yet.
  void Know(const ReadsFromCorpus& corpus, EventTable& events);

  void BeginExecution() {
    ++execution_;
    combination_ = 0;
    fresh_.clear();
  }
  // In the execution under way `read` reads from `write`.
  void See(EventId read, EventId write, const EventTable& events) {
    const uint64_t key = uint64_t{read} << 32 | write;
    size_t index = IndexOf(key);
    while (entries_[index].key != key) {
      if (entries_[index].key == kFree) {
        index = Add(key, index, events);
        break;
      }
      index = (index + 1) & (entries_.size() - 1);
    }
    Entry& entry = entries_[index];
    if (entry.execution == execution_) return;
    entry.execution = execution_;
    combination_ += entry.hash;
    if (!entry.is_known) fresh_.push_back(key);
  }
  // The execution of this number, which insisted on `schedule`, is over.
  void EndExecution(uint64_t number, const AbstractSchedule& schedule,
                    const EventTable& events);
  // Stands for all pairs of the execution, in whatever order they were seen.
  uint64_t combination() const { return combination_; }

  // What was found since Know; the same corpus as there.
  ReadsFromFindings Findings(const ReadsFromCorpus& corpus,
                             const EventTable& events) const;
  // There is something.
  bool HasFound(const EventTable& events) const {
    return !found_.empty() || events.changes() != changes_known_;
  }

 private:
  static constexpr uint64_t kFree = 0;  // no event reads that is no event

  struct Entry {
    uint64_t key = kFree;
    uint64_t execution = 0;  // the last that showed it
    uint64_t hash = 0;
    bool is_known = false;
  };

  size_t IndexOf(uint64_t key) const {
    return (key * 0x9e3779b97f4a7c15u) >> shift_;
  }
  // The entry of a new pair.
  size_t Add(uint64_t key, size_t index, const EventTable& events);
  Entry& Probe(uint64_t key);

  std::vector<Entry> entries_;  // a power of two
  size_t used_ = 0;
  int shift_ = 0;
  uint64_t execution_ = 0;
  uint64_t combination_ = 0;
  std::vector<uint64_t> fresh_;  // keys of this execution's new pairs
  ReadsFromFindings found_;      // but for events
  uint64_t changes_known_ = 0;
  std::map<uint64_t, size_t> seeds_;  // by combination
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_READS_FROM_SEEN_H_
