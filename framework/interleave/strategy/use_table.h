// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// UseTable: something for each key that the operations of one execution use,
// and for each set of bytes of it that they use.
//
// Nearly all keys are always used as a whole; what is used by other bytes has a
// State of its own, found by going through those of the key.
// Thread safety: none. Determinism: no addresses, no hashes.
// Cost: an index, for a key of one set of bytes; nothing is allocated unless an
// execution has more keys than all before it.

#ifndef INTERLEAVE_STRATEGY_USE_TABLE_H_
#define INTERLEAVE_STRATEGY_USE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "interleave/strategy/footprint.h"

namespace interleave {

template <typename State>
class UseTable {
 public:
  // Nothing was used.
  void Clear() {
    more_.clear();
    if (++epoch_ != 0) return;
    entries_.clear();
    epoch_ = 1;
  }

  // Calls `look` with each State of the key that shares bytes with the use, the
  // use's own among them, which is returned; it is a new one for the first use.
  // The result is valid until the next call.
  template <typename Look>
  State& Visit(const Use& use, Look look) {
    if (use.key >= entries_.size()) entries_.resize(use.key * 2 + 64);
    Entry& first = entries_[use.key];
    if (first.epoch != epoch_) first = {State(), epoch_, kNone, use.bytes};
    if (first.bytes == use.bytes && first.next == kNone) {
      look(first.state);
      return first.state;
    }
    return VisitAll(use, look);
  }

 private:
  static constexpr uint32_t kNone = ~uint32_t{0};

  struct Entry {
    State state;
    uint32_t epoch = 0;
    uint32_t next = kNone;  // of the same key, in more_
    uint8_t bytes = 0;
  };

  template <typename Look>
  [[gnu::noinline]] State& VisitAll(const Use& use, Look& look) {
    constexpr uint32_t kFirst = kNone - 1;
    uint32_t own = kNone;
    for (uint32_t at = kFirst; at != kNone;) {
      Entry& entry = at == kFirst ? entries_[use.key] : more_[at];
      if (entry.bytes == use.bytes) {
        own = at;
      } else if ((entry.bytes & use.bytes) != 0) {
        look(entry.state);
      }
      at = entry.next;
    }
    if (own == kNone) {
      Entry& first = entries_[use.key];
      own = static_cast<uint32_t>(more_.size());
      more_.push_back({State(), epoch_, first.next, use.bytes});
      first.next = own;
    }
    State& state = own == kFirst ? entries_[use.key].state : more_[own].state;
    look(state);
    return state;
  }

  std::vector<Entry> entries_;  // by key
  std::vector<Entry> more_;
  uint32_t epoch_ = 1;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_USE_TABLE_H_
