// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Trials: executions that ask "does it still fail?" of one finding.
//
// Whoever explains a finding runs the program again under schedules of its own.
// The budget is shared by all who do so for one finding. It is counted in
// executions and steps, so that the same binary gives the same answers; the
// seconds are there for programs whose executions take long.
// Thread safety: none. Cost: an execution for each Run.

#ifndef INTERLEAVE_EXPLAIN_TRIALS_H_
#define INTERLEAVE_EXPLAIN_TRIALS_H_

#include <cstdint>
#include <functional>

#include "interleave/runtime/strategy.h"
#include "interleave/schedule/finding.h"

namespace interleave {

// The defect that a finding is about, to be recognised in other schedules: the
// kind and the place, but not what the message says of values; of a deadlock,
// where tasks stood.
class Defect {
 public:
  // REQUIRES: execution.findings isn't empty
  explicit Defect(const ExecutionResult& execution);

  // Its first finding is of this defect.
  bool IsIn(const ExecutionResult& execution) const;

 private:
  // What a task that never ended was about to do, and where.
  using Stand = std::pair<OperationKind, const void*>;
  static std::vector<Stand> StandsOf(const ExecutionResult& execution);

  const Finding finding_;
  const std::vector<Stand> stands_;
};

class Trials {
 public:
  // Runs one execution under a strategy whose Begin returned true, tells it of
  // the end, and returns the result, which is valid until the next one.
  using Runner = std::function<const ExecutionResult&(Strategy&)>;

  struct Budget {
    uint64_t executions = 0;
    uint64_t steps = 0;  // of all executions together
    double seconds = 0;  // 0: as long as it takes
  };

  enum class Answer : uint8_t {
    kFails,       // with the defect
    kFailsElse,   // with another finding
    kPasses,      // came to its end without one
    kImpossible,  // the strategy gave up
  };

  // `defect` outlives this.
  Trials(const Defect& defect, Budget budget, Runner runner,
         std::function<double()> clock);

  // The budget allows another execution.
  bool MayRun() const;
  // REQUIRES: MayRun(), strategy.Begin() returned true
  Answer Run(Strategy& strategy);
  // Of the last Run.
  const ExecutionResult& result() const { return *result_; }
  // How many there were.
  uint64_t executions() const { return executions_; }
  // The seconds were over before the executions and steps were.
  bool ran_out_of_time() const { return out_of_time_; }
  // From now on no more than half of what is left of executions and steps.
  // Returns what was allowed until now, for Allow.
  Budget AllowHalf();
  void Allow(const Budget& budget) { allowed_ = budget; }

 private:
  const Defect& defect_;
  const Budget budget_;
  const Runner runner_;
  const std::function<double()> clock_;
  const double began_;
  const ExecutionResult* result_ = nullptr;
  uint64_t executions_ = 0;
  uint64_t steps_ = 0;
  Budget allowed_;  // of it no more than this
  mutable bool out_of_time_ = false;
};

}  // namespace interleave

#endif  // INTERLEAVE_EXPLAIN_TRIALS_H_
