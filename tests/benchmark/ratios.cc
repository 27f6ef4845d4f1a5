// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "benchmark/ratios.h"

#include <algorithm>
#include <cstdio>

namespace interleave {
namespace {

struct Goal {
  const char* benchmark;
  const char* what;
  double switches_max;    // raw switches that an item may cost; or, if 0,
  double per_second_min;  // items a second, in millions, on a quiet machine
};

// 800,000 increments in 0.2 s are 4 million a second.
constexpr Goal kGoals[] = {
    {"StayingStep", "a step that stays", 2, 0},
    {"SwitchingStep", "a step that switches tasks", 8, 0},
    {"LostIncrement", "an execution of the lost increment", 0, 4},
    {"FourTasksOfYields", "a step of 4 x 1,000 yields", 0, 45},
    {"EightTasksOfIncrements", "a step of 8 x 100,000 increments", 0, 4},
};

// What choosing costs beyond a uniform choice.
struct ChoosingGoal {
  const char* benchmark;
  const char* uniform;
  const char* what;
  double nanoseconds_max;
};

constexpr ChoosingGoal kChoosingGoals[] = {
    {"RffPoints", "RandomPoints", "a choice of rff, with coverage", 60},
};

}  // namespace

void RatioReporter::ReportRuns(const std::vector<Run>& runs) {
  ConsoleReporter::ReportRuns(runs);
  for (const Run& run : runs) {
    const auto rate = run.counters.find("items_per_second");
    if (rate == run.counters.end() || run.run_type != Run::RT_Iteration) {
      continue;
    }
    const double seconds = 1 / rate->second.value;
    const auto [known, fresh] =
        seconds_.emplace(run.run_name.function_name, seconds);
    if (!fresh) known->second = std::min(known->second, seconds);
  }
}

void RatioReporter::PrintRatios() const {
  const auto raw = seconds_.find("RawSwitch");
  if (raw == seconds_.end()) return;
  std::printf(
      "\nIn raw switches of context (%.1f ns each in this run), and in "
      "millions "
      "a second\n",
      raw->second * 1e9);
  for (const Goal& goal : kGoals) {
    const auto found = seconds_.find(goal.benchmark);
    if (found == seconds_.end()) continue;
    const double switches = found->second / raw->second;
    const double per_second = 1e-6 / found->second;
    const bool reached = goal.switches_max > 0
                             ? switches <= goal.switches_max
                             : per_second >= goal.per_second_min;
    std::printf("  %-36s %6.1f %7.2f   goal %4.1f%-2s %s\n", goal.what,
                switches, per_second,
                goal.switches_max > 0 ? goal.switches_max : goal.per_second_min,
                goal.switches_max > 0 ? "" : " M",
                reached ? "reached" : "not reached");
  }
  for (const ChoosingGoal& goal : kChoosingGoals) {
    const auto found = seconds_.find(goal.benchmark);
    const auto uniform = seconds_.find(goal.uniform);
    if (found == seconds_.end() || uniform == seconds_.end()) continue;
    const double more = found->second - uniform->second;
    std::printf("  %-36s %6.1f %5.1f ns   goal %4.0f ns %s\n", goal.what,
                more / raw->second, more * 1e9, goal.nanoseconds_max,
                more * 1e9 <= goal.nanoseconds_max ? "reached" : "not reached");
  }
}

}  // namespace interleave
