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
#include "interleave/strategy/history_label.h"
#include "interleave/strategy/use_table.h"

namespace interleave {

class TraceHash {
 public:
  // A new execution.
  void Begin();
  // The next event, at this step of the execution.
  void Add(const Footprint& footprint, StepNumber step);
  // The same of an operation that uses that alone (UsesOneKey).
  void AddUse(TaskId task, OperationKind kind, const Use& use,
              StepNumber step) {
    const bool shares = IsShared(use.mode);
    uint64_t sum = everything_;
    Users& users = users_.Visit(use, [&](const Users& others) {
      sum += others.changed + (shares ? 0 : others.shared);
    });
    uint64_t& last = LastOf(task);
    const uint64_t hash = Mixed(last, sum, SaltOf(kind));
    last = hash;
    all_ += hash;
    (shares ? users.shared : users.changed) += hash;
    if (kind == OperationKind::kPoint) releases_.emplace_back(step, hash);
  }
  // The task has drawn a value after its last event.
  void AddDraw(TaskId task, uint32_t value);

  // Of the events so far.
  uint64_t value() const { return all_; }

 private:
  enum Salt : uint64_t { kEvents = 1, kTaskBegins, kJoins, kDraws };

  static uint64_t SaltOf(OperationKind kind) {
    return kEvents + (static_cast<uint64_t>(kind) << 8);
  }
  static uint64_t Mixed(uint64_t before, uint64_t with, uint64_t salt) {
    return internal::FoldedProduct(
        before ^ 0xa0761d6478bd642fu,
        (with ^ 0xe7037ed1a0b428dbu) + salt * 0x9e3779b97f4a7c15u);
  }

  // Sums of hashes.
  struct Users {
    uint64_t changed = 0;  // of events that changed the key
    uint64_t shared = 0;
  };

  // Of the task's last event, or of who created it, or of the task alone.
  uint64_t& LastOf(TaskId task) {
    if (task >= last_.size()) last_.resize(task + size_t{8});
    uint64_t& last = last_[task];
    if (last == 0) last = Mixed(0, task, kTaskBegins);
    return last;
  }
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
