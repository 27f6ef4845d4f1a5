// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Progress of an exploration under way, for whoever shows it.

#ifndef INTERLEAVE_EXPLORE_PROGRESS_H_
#define INTERLEAVE_EXPLORE_PROGRESS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "interleave/strategy/bound.h"
#include "interleave/strategy/estimate.h"

namespace interleave {

struct Progress {
  std::string test;
  uint64_t executions = 0;
  uint64_t executions_max = 0;  // 0: no limit
  double seconds = 0;
  std::string strategy;
  uint64_t findings = 0;
  std::optional<uint64_t> traces =
      std::nullopt;  // distinct ones; none: not counted
  // Of these, new ones a minute at present; none: not known.
  std::optional<double> new_per_minute = std::nullopt;
  // As in ExploreResult, of what is searched at present.
  std::optional<Bound> trying;
  Estimate estimate;
  std::optional<double> done;
};

// "PoolTest.Reset: 12000 executions (12 % of the budget), 480000 per second,
// 34 % done of about 3.5e4 (between 2e4 and 6e4) schedules with at most 2
// delays, 312 distinct traces (40 new a minute), delay-bounded"; what isn't
// known is left out.
std::string ProgressLine(const Progress& progress);

// Is called some times a second while an exploration runs; null for nobody.
using ProgressListener = void (*)(const Progress&);
void SetProgressListener(ProgressListener listener);
ProgressListener GetProgressListener();

}  // namespace interleave

#endif  // INTERLEAVE_EXPLORE_PROGRESS_H_
