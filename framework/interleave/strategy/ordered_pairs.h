// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// OrderedPairs: which places of the program met in which order, as counters
// that a fuzzer reads.
//
// Wraps a strategy. Where a task uses what another used before it, one of the
// two changing it (strategy/footprint.h), the counter of the two places in that
// order is 1: a read sees the write of another, a lock comes from another
// holder, a write comes after another's read. What code was run is the same in
// most interleavings; this is what tells them apart, and what a fuzzer takes
// for new coverage, so that it keeps a schedule which is halfway to a defect.
// Measured: libFuzzer needs 5,000 runs in place of 38,000 for
// tests/fuzz/relay_target.cc (the means of six seeds), where which write is
// read is all there is to go by. Departure from reads-from fuzzing (Wolff et
// al., ASPLOS 2024), which keeps the pairs of a write and its read: those of
// locks and of a write after a read count too. Thread safety: none.
// Determinism: a place's number is the same in all processes (its file and its
// place therein), never an address. Cost: a look at what each step uses, and
// for each place a dladdr once in the process.

#ifndef INTERLEAVE_STRATEGY_ORDERED_PAIRS_H_
#define INTERLEAVE_STRATEGY_ORDERED_PAIRS_H_

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "interleave/runtime/strategy.h"
#include "interleave/strategy/footprint.h"

namespace interleave {

class OrderedPairs final : public Strategy {
 public:
  // Both must outlive this; `counters` may be empty: nothing is counted.
  // REQUIRES: `inner` asks for no more points than those with several answers
  OrderedPairs(Strategy& inner, std::span<uint8_t> counters);
  ~OrderedPairs() override;

  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  // The counters are those of this execution alone from then on.
  void End(const ExecutionResult& result) override;
  // What a task does alone is met by those that come after it.
  bool WantsLonePoints() const override { return !counters_.empty(); }

 private:
  // What comes after so many is not counted.
  static constexpr size_t kPairsMax = 1 << 16;

  struct Last {
    TaskId task = kNoTask;
    const void* site = nullptr;
  };
  // Of a key: who changed it, and who looked at it since.
  struct Uses {
    Last change;
    Last look;
  };

  void Note(const TaskState& task);
  void Meet(const Last& before, const Last& now);

  Strategy& inner_;
  const std::span<uint8_t> counters_;
  std::vector<Uses> uses_;  // by key
  std::vector<std::pair<const void*, const void*>> pairs_;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_ORDERED_PAIRS_H_
