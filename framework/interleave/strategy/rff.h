// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// RffStrategy: reads-from guided fuzzing. Executions that showed somebody read
// from somebody anew are changed a little, as fuzzers change inputs.
//
// Each execution insists on an abstract schedule (who is to read from whom),
// which is a mutation of one in the corpus; what that leaves open is drawn by
// partial-order sampling: the operation of the highest priority goes first, and
// then those that it races with draw new ones. What is read and written, see
// abstract_event.h; how constraints are made true, constraint_watch.h; what is
// kept and which of it is changed how often, reads_from_corpus.h.
// Paper: Wolff, Shi, Duck, Mathur, Roychoudhury, "Greybox Fuzzing for
// Concurrency Testing" (ASPLOS 2024); base: Yuan, Yang, Gu, "Partial Order
// Aware Concurrency Sampling" (CAV 2018). Departures, beside those named there:
// - What was shown is taken up at the end of a *round*: of one execution, for
//   kEager executions, then of as many as there were before, at most kRoundMax.
//   So an execution depends on its number, the seed and its round alone.
// - An operation is told apart by where it is, not by what it reads; a location
//   of memory by its first byte: a piece that is read alone is another one.
// - An execution in which tasks were held back kHoldsMax times goes on without
//   constraints, lest a loop wait for what is held back.
//
// Parts (Divisible) are ranges of a round; the first kEager executions are one.
// Their text holds what was known when the round began.
// Thread safety: none. Determinism: the i-th execution depends on the seed, i
// and the program alone, however executions are divided. Cost: of Choose,
// linear in the enabled tasks, some 30 ns for four; no memory once its tables
// have grown. End: linear in the corpus when something is new, else in the
// pairs.

#ifndef INTERLEAVE_STRATEGY_RFF_H_
#define INTERLEAVE_STRATEGY_RFF_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/abstract_event.h"
#include "interleave/strategy/constraint_watch.h"
#include "interleave/strategy/divisible.h"
#include "interleave/strategy/reads_from_corpus.h"
#include "interleave/strategy/reads_from_seen.h"

namespace interleave {

class RffStrategy final : public Strategy, public Divisible {
 public:
  static constexpr uint64_t kEager = 256;
  static constexpr uint64_t kRoundMax = 8192;
  static constexpr uint32_t kHoldsMax = 2'000;
  static constexpr uint64_t kNoEnd = std::numeric_limits<uint64_t>::max();

  // Executions 0 to before `end`.
  explicit RffStrategy(uint64_t seed, uint64_t end = kNoEnd);
  ~RffStrategy() override;

  // The number of the next execution, where others than this one have numbers
  // in the same rounds. REQUIRES: it is in the present round
  void SetExecution(uint64_t number) { state_.next = number; }
  // Where the round ends that begins there; `end`: the whole.
  static uint64_t RoundEnd(uint64_t round_begin, uint64_t end);

  // False behind the last execution.
  bool Begin() override;
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;
  bool WantsLonePoints() const override { return true; }

  // What is known since the last round.
  const ReadsFromCorpus& corpus() const { return state_.corpus; }
  // What the execution under way insists on, or the last one did.
  const AbstractSchedule& schedule() const { return schedule_; }

  // --- Divisible. ---

  // "512 600 700 on 3 1 events ...": where its round begins, the numbers of its
  // executions, where the whole ends, and what was known when the round began.
  std::string Describe() const override;
  bool Load(std::string_view text) override;
  std::optional<Part> Split() override;
  uint64_t split_depth() const override;
  bool is_done() const override;
  // In the first round "all " and Describe(), then ReadsFromFindings.
  std::string Summary() const override;
  void Absorb(std::string_view summary) override;
  std::string NextRound() override;

 private:
  struct TaskAt {
    uint64_t execution = 0;
    uint32_t priority = 0;
    PendingEvent pending;
  };

  struct State {
    uint64_t round_begin = 0;
    uint64_t next = 0;  // the number of the next execution
    uint64_t part_end = 0;
    uint64_t end = kNoEnd;
    ReadsFromCorpus corpus;  // what is known when the round begins
  };

  static std::optional<State> ParseState(std::string_view text);
  std::string StateText(uint64_t next, uint64_t part_end) const;
  bool is_eager() const { return state_.round_begin == 0; }
  void TakeUp(std::vector<ReadsFromFindings> findings);
  void BeginNextRound();
  TaskAt& At(TaskId id) {
    if (id >= tasks_.size()) tasks_.resize(id + 16);
    TaskAt& task = tasks_[id];
    if (task.execution != executions_begun_) {
      task.execution = executions_begun_;
      task.priority = DrawPriority();
      task.pending = {};
    }
    return task;
  }
  uint32_t DrawPriority() {
    return static_cast<uint32_t>(random_.Next() >> 32);
  }
  void Come(const TaskState& announcer);
  uint32_t Pick(const ChoicePoint& point);
  void CarryOut(const ChoicePoint& point, uint32_t chosen);

  const uint64_t seed_;
  State state_;
  bool one_round_ = false;  // what comes after it is decided elsewhere
  std::vector<ReadsFromFindings> absorbed_;
  // The seeds that the round's executions are made of.
  std::vector<uint32_t> plan_;

  EventTable events_;
  ReadsFromSeen seen_;

  // Of the execution under way.
  Random random_;
  AbstractSchedule schedule_;
  ConstraintWatch watch_;
  uint64_t executions_begun_ = 0;
  uint32_t holds_ = 0;
  std::vector<TaskAt> tasks_;  // by id
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_RFF_H_
