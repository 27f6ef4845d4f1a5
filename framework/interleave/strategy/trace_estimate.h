// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// TraceEstimator: random walks that estimate how many Mazurkiewicz traces a
// program has.
//
// With sleep sets alone (Godefroid 1996), each trace is the end of one path of
// the tree of choices, and other paths come to where all that could go on are
// asleep. A walk picks among those awake, each as probable; those before the
// chosen, by number, sleep from there on until something is done that they
// depend on. The product of how many there were to pick from, or 0 for a path
// that ends asleep, is on average the number of traces (Knuth, "Estimating the
// efficiency of backtrack programs", 1975). The products differ widely: the
// mean of few walks is often too low, and some times much too high.
//
// A walk that has come to where all are asleep goes on in any way, for what it
// may find. Values are drawn uniformly, and each counts for a trace of its own.
// Thread safety: none. Determinism: walk i depends on the seed and i alone.
// Cost: a footprint for each task that sleeps, at each choice.

#ifndef INTERLEAVE_STRATEGY_TRACE_ESTIMATE_H_
#define INTERLEAVE_STRATEGY_TRACE_ESTIMATE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "interleave/base/random.h"
#include "interleave/runtime/strategy.h"
#include "interleave/strategy/event_log.h"
#include "interleave/strategy/footprint.h"

namespace interleave {

class TraceEstimator final : public Strategy {
 public:
  using Footprints = Footprint (*)(const TaskState&);

  // `footprints` is another only where tasks are not those of an execution.
  explicit TraceEstimator(uint64_t seed, Footprints footprints = &FootprintOf)
      : seed_(seed), footprints_(footprints), random_(seed) {}
  ~TraceEstimator() override;

  // Always true.
  bool Begin() override;
  // What tasks beyond EventLog::kTasksMax do ends the walk asleep.
  uint32_t Choose(const ChoicePoint& point) override;
  void End(const ExecutionResult& result) override;
  bool WantsLonePoints() const override { return true; }

  uint64_t walks() const { return walks_; }
  // About how many traces there are; infinite when no walk came to an end
  // awake.
  double traces() const;

  // "64/4612811918334230528": the walks, and the bits of the sum.
  std::string Text() const;
  // Goes on from there. False: it is no such text.
  bool Load(std::string_view text);

 private:
  void WakeAfterLast(const ChoicePoint& point);

  const uint64_t seed_;
  const Footprints footprints_;
  Random random_;
  uint64_t walks_ = 0;
  double sum_ = 0;
  // Of the walk under way.
  double product_ = 1;
  bool ends_asleep_ = false;
  TaskSet asleep_ = 0;
  bool has_last_ = false;
  Footprint last_;  // what was done
  StepNumber last_step_ = 0;
};

}  // namespace interleave

#endif  // INTERLEAVE_STRATEGY_TRACE_ESTIMATE_H_
