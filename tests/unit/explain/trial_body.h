// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TrialBody: a body that is run under strategies, for those who explain.

#ifndef INTERLEAVE_TESTS_UNIT_EXPLAIN_TRIAL_BODY_H_
#define INTERLEAVE_TESTS_UNIT_EXPLAIN_TRIAL_BODY_H_

#include <functional>
#include <optional>
#include <thread>
#include <utility>

#include "interleave/explain/trials.h"
#include "interleave/intercept/doors.h"
#include "interleave/interleave.h"
#include "interleave/runtime/execution.h"
#include "interleave/strategy/random.h"
#include "interleave/strategy/replay.h"

namespace interleave {

class TrialBody {
 public:
  explicit TrialBody(std::function<void()> body) : body_(std::move(body)) {
    LinkDoors();
    ProcessExecution().BeginExploration();
  }

  // REQUIRES: strategy.Begin() returned true
  const ExecutionResult& Run(Strategy& strategy) {
    const ExecutionResult& result =
        ProcessExecution().Run(body_, strategy, limits_);
    strategy.End(result);
    return result;
  }

  // The choices of the first failing execution under random ones.
  // REQUIRES: it fails now and then
  Choices FailingChoices(uint64_t seed = 1) {
    RandomStrategy random(seed);
    while (random.Begin()) {
      const ExecutionResult& result = Run(random);
      if (!result.findings.empty()) return result.choices;
    }
    return {};
  }

  Defect DefectOf(const Choices& choices) {
    ReplayStrategy replay(choices);
    replay.Begin();
    return Defect(Run(replay));
  }

  Trials TrialsOf(const Defect& defect, uint64_t executions = 10'000) {
    return Trials(
        defect, {executions, 10'000'000, 0},
        [this](Strategy& strategy) -> const ExecutionResult& {
          return Run(strategy);
        },
        [] { return 0.0; });
  }

 private:
  const std::function<void()> body_;
  const ExecutionLimits limits_;
};

// Two tasks of two increments that are not atomic: one preemption loses some.
inline void LostIncrements() {
  int count = 0;
  const auto add = [&] {
    for (int i = 0; i < 2; ++i) {
      const int loaded = count;
      INTERLEAVE_POINT("counter.add.loaded");
      count = loaded + 1;
      INTERLEAVE_POINT("counter.add.stored");
    }
  };
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
  INTERLEAVE_CHECK(count == 4);
}

}  // namespace interleave

#endif  // INTERLEAVE_TESTS_UNIT_EXPLAIN_TRIAL_BODY_H_
