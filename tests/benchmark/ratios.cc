// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0

#include "benchmark/ratios.h"

#include <algorithm>
#include <cstdio>

namespace interleave {
namespace {

struct Goal {
  const char* benchmark;
  const char* what;
  double switches_max;  // raw switches that an item may cost
};

// The absolute goals of a quiet machine where a raw switch takes 5 ns, in
// switches: 4 million executions a second are 50, 45 million steps a second
// 4.4, and 800,000 steps in 0.2 s 50.
constexpr Goal kGoals[] = {
    {"StayingStep", "a step that stays", 2},
    {"SwitchingStep", "a step that switches tasks", 8},
    {"LostIncrement", "an execution of the lost increment", 50},
    {"FourTasksOfYields", "a step of 4 x 1,000 yields", 4.4},
    {"EightTasksOfIncrements", "a step of 8 x 100,000 increments", 50},
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
  std::printf("\nIn raw switches of context (%.1f ns each in this run)\n",
              raw->second * 1e9);
  for (const Goal& goal : kGoals) {
    const auto found = seconds_.find(goal.benchmark);
    if (found == seconds_.end()) continue;
    const double switches = found->second / raw->second;
    std::printf("  %-36s %6.1f   goal %4.1f   %s\n", goal.what, switches,
                goal.switches_max,
                switches <= goal.switches_max ? "reached" : "not reached");
  }
}

}  // namespace interleave
