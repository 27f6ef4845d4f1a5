// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TraceHash: 64 bits that stand for the Mazurkiewicz trace of an execution:
// what is left of it when the order of independent operations is forgotten.
//
// An event's hash is made of its kind, the hash of its task's event before it
// (which holds the task, the number of the step and the values drawn) and the
// sum of the hashes of all earlier events that it depends on, by footprint.h.
// A trace's is the sum of its events'. No object enters it by a name: which one
// a task comes to follows from what came before, as everything it does; so
// nothing depends on an address, or on which of two independent tasks was the
// first to come to something new.
// Two executions of a trace have the same hash; two others but by a chance of
// 2^-64 for each pair, some 3 in 100,000,000 that a million traces are counted
// wrongly.
// Thread safety: none. Determinism: no randomness; the same in each process.
// Cost: of Add, an index and an addition for each use; nothing is allocated
// once its memory has grown.

#ifndef INTERLEAVE_STRATEGY_TRACE_HASH_H_
#define INTERLEAVE_STRATEGY_TRACE_HASH_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "interleave/strategy/footprint.h"
#include "interleave/strategy/use_table.h"

namespace interleave {

class TraceHash {
 public:
  // A new execution.
  void Begin();
  // The next event, at this step of the execution.
  void Add(const Footprint& footprint, StepNumber step);
  // The task has drawn a value after its last event.
  void AddDraw(TaskId task, uint32_t value);

  // Of the events so far.
  uint64_t value() const { return all_; }

 private:
  // Sums of hashes.
  struct Users {
    uint64_t changed = 0;  // of events that changed the key
    uint64_t shared = 0;
  };

  // Of the task's last event, or of who created it, or of the task alone.
  uint64_t& LastOf(TaskId task);
  uint64_t SumBefore(const Footprint& footprint);
  // Of the event by which a task that waited was let go on.
  uint64_t ReleasedBy(const Footprint& footprint, const Use& use);

  UseTable<Users> users_;
  std::vector<uint64_t> last_;  // by task; 0: none
  // Events that may let others go on, in order of their steps.
  std::vector<std::pair<StepNumber, uint64_t>> releases_;
  uint64_t all_ = 0;
  uint64_t everything_ = 0;  // of events that depend on all
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_TRACE_HASH_H_
