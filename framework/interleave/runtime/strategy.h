// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Strategy: decides which enabled task takes the next step.
//
// A Strategy outlives many executions, so it may remember what it has tried.
// Thread safety: none needed; one execution runs at a time in a process.
// Determinism: the same seed and the same calls give the same answers. No
// answer may depend on an address, a clock or the order of a hash container.
// docs/adding_a_strategy.md is the recipe for a new one.

#ifndef INTERLEAVE_RUNTIME_STRATEGY_H_
#define INTERLEAVE_RUNTIME_STRATEGY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "interleave/base/ids.h"
#include "interleave/schedule/choice.h"
#include "interleave/schedule/finding.h"
#include "interleave/schedule/operation.h"
#include "interleave/schedule/trace.h"

namespace interleave {

// What a strategy sees of a task.
struct TaskState {
  TaskId id = kNoTask;
  // Schedule points met so far, the present one included.
  uint32_t points = 0;
  // What it does when it goes on.
  Operation next;
  // `NameTask`'s name, else "T1", "T2", ...; "main" for the body.
  std::string name;
  bool named = false;  // by NameTask or pthread_setname_np
  bool finished = false;
};

struct ChoicePoint {
  ChoiceKind kind = ChoiceKind::kSwitch;
  // Steps carried out so far in this execution.
  StepNumber step = 0;
  // The task that has come to this schedule point (or has just ended, or draws
  // a value). Null only at the very first choice of an execution.
  const TaskState* announcer = nullptr;

  // kSwitch: who could go on, in order of id; never empty.
  std::span<const TaskState* const> enabled;
  // kSwitch: a bit for each of them whose id is below 64.
  uint64_t enabled_bits = 0;
  // kSwitch: index of the announcer in `enabled`, or kNotEnabled. Choosing
  // another while it is enabled is a preemption.
  uint32_t current = 0;
  // All tasks of the execution so far, by id.
  std::span<const TaskState* const> tasks;

  // kValue: what an answer other than 0 takes, if it is a liberty.
  Liberty liberty = Liberty::kNone;

  // Number of possible answers; for kSwitch, enabled.size().
  uint32_t count = 0;

  static constexpr uint32_t kNotEnabled = ~uint32_t{0};
};

enum class Outcome : uint8_t {
  kCompleted,  // every task came to its end
  kCut,        // ended early by a finding (deadlock, step limit, ...)
  kGivenUp,    // ended early by the strategy
  kExited,     // the program's process ended before all of its tasks did
};

struct ExecutionResult {
  Outcome outcome = Outcome::kCompleted;
  std::vector<Finding> findings;
  Choices choices;
  StepNumber steps = 0;
  uint32_t tasks = 0;
  uint64_t choice_points = 0;  // where there was more than one answer
  // Filled when the outcome isn't kCompleted.
  std::vector<TaskStanding> standings;
  // Data races that are no findings (Races::kExplore), each pair of places once
  // in an exploration.
  std::vector<Finding> races;
  // What RecordOutcome was given; empty when it was not called.
  std::string recorded;
  // What was initialised once, if that took place here: the control words of
  // function-local statics (of instrumented code) and of pthread_once.
  std::vector<const void*> initialised;
  // A hash of its trace, where a StepListener knows it.
  std::optional<uint64_t> trace;
  // What its operations depend on was seen, as far as is known: each task that
  // ended was seen to touch memory, as instrumented code does, and none had a
  // deadline.
  bool dependences_seen = false;
  // Of a whole program that came to its end.
  std::optional<int> exit_code;
};

class Strategy {
 public:
  // Answer of Choose that ends the execution as Outcome::kGivenUp.
  static constexpr uint32_t kGiveUp = ~uint32_t{0};

  virtual ~Strategy() = default;

  // Before each execution. False: nothing is left to try, and the execution
  // does not take place.
  virtual bool Begin() = 0;

  // REQUIRES: Begin returned true. ENSURES: result < point.count or kGiveUp.
  // Called only where count > 1, unless WantsEveryPoint().
  virtual uint32_t Choose(const ChoicePoint& point) = 0;

  // After each execution. The tasks that it was shown are as they ended, and
  // are gone when this returns.
  virtual void End(const ExecutionResult& result) = 0;

  // True for a strategy that must also be told of points where there is only
  // one answer (replay, script). Constant over its life.
  virtual bool WantsEveryPoint() const { return false; }
  // True for one that must be told of every schedule point that counts, also
  // where only one task can go on, and of accesses of the only task that is
  // left. Constant over its life.
  virtual bool WantsLonePoints() const { return false; }
  // True for one that must also be told, when a task has joined all others, of
  // its plain accesses to memory that was used atomically. Constant over its
  // life.
  virtual bool WantsLoneAccesses() const { return false; }
  // True where memory that was given back and is allocated anew is to be the
  // same location as before, and not another one: what searches by dependence
  // take for dependent must hold for who still uses it after it was given back.
  // Asked after Begin, before each execution.
  virtual bool KeepsLocations() const { return false; }
  // The execution just over was given up because it would have repeated what
  // others did: it doesn't count.
  virtual bool WasRedundant() const { return false; }
};

}  // namespace interleave

#endif  // INTERLEAVE_RUNTIME_STRATEGY_H_
